import type { TFunction } from 'i18next';
import type { en } from '../i18n/en.ts';

/** Named here as well, so that who needs a name does not load the words of a language that is not read. */
const types = [
  'phone',
  'email',
  'wechat_unionid',
  'wechat_openid',
  'user_id',
  'card_no',
  'external_id',
  'device_id',
  'anonymous_id',
] as const satisfies readonly (keyof typeof en.type)[];

/** An identity type in words, with its application or source after it. */
export function identityName(type: string, t: TFunction): string {
  const [kind = type, qualifier] = type.split(':');
  const known = types.find((one) => one === kind);
  const name = known === undefined ? kind : t(`identity.type.${known}`);
  return qualifier === undefined ? name : `${name} (${qualifier})`;
}
