import { defaultIdentityPolicies } from '@perennial/domain';
import { useQuery } from '@tanstack/react-query';
import { Alert, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { sourceNamesQuery } from './source-names-query.ts';
import { identityText } from '../said/identity-text.ts';
import { useVerdict } from '../../../reader/session.ts';

interface Props {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (types: string[]) => void;
}

/** Only of strong ones something is kept that can be sent. */
const strong = defaultIdentityPolicies.flatMap(({ type, strength }) => (strength === 'strong' ? [type] : []));

/** Identities that are sent along, with what that means. */
export function IdentityChoice({ id, value = [], onChange }: Props) {
  const { t } = useTranslation();
  const canReadSources = useVerdict('keys.read').isAllowed;
  const { data: sources = [] } = useQuery({ ...sourceNamesQuery(), enabled: canReadSources });
  const types = [...strong, ...sources.map((source) => `external_id:${source}`)];
  return (
    <div className="stack">
      <Select
        {...(id === undefined ? {} : { id })}
        mode="tags"
        value={[...value]}
        tokenSeparators={[',', ' ', '\n']}
        placeholder={t('webhooks.form.identitiesNone')}
        aria-label={t('webhooks.form.identities')}
        options={types.map((type) => ({ value: type, label: identityText(type, t) }))}
        onChange={(next: string[]) => onChange?.(next)}
      />
      {value.length > 0 && <Alert type="warning" showIcon title={t('webhooks.form.identitiesWarning')} />}
    </div>
  );
}
