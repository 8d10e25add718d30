import type { TFunction } from 'i18next';
import { identityName } from '../../../i18n/known-names.ts';

/** A type of identity in words; a family, such as `external_id:*`, as any of its kind. */
export function identityText(type: string, t: TFunction): string {
  return type.endsWith(':*')
    ? t('webhooks.anyIdentity', { name: identityName(type.slice(0, -2), t) })
    : identityName(type, t);
}
