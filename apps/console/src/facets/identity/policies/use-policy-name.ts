import { useTranslation } from 'react-i18next';
import { identityName } from '../../../i18n/known-names.ts';

/** A type of identity in words; a family as every other type of it. */
export function usePolicyName(): (type: string) => string {
  const { t } = useTranslation();
  return (type) =>
    type.endsWith(':*')
      ? t('identity.policies.anyOf', { name: identityName(type.slice(0, -2), t) })
      : identityName(type, t);
}
