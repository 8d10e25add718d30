import type { TFunction } from 'i18next';
import { en } from '../i18n/en.ts';

/** Keys are the same in both languages; these are only asked whether a name is known. */
function isIdentityKey(key: string): key is keyof typeof en.type {
  return Object.hasOwn(en.type, key);
}

/** An identity type in words, with its application or source after it. */
export function identityName(type: string, t: TFunction): string {
  const [kind = type, qualifier] = type.split(':');
  const name = isIdentityKey(kind) ? t(`identity.type.${kind}`) : kind;
  return qualifier === undefined ? name : `${name} (${qualifier})`;
}
