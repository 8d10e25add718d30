import { useQuery } from '@tanstack/react-query';
import { Alert, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { sourceNamesQuery } from './source-names-query.ts';
import { identityName } from '../../../i18n/known-names.ts';
import { useVerdict } from '../../../reader/session.ts';

interface Props {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly isDisabled: boolean;
  readonly onChange?: (types: string[]) => void;
}

/** Types that nearly every brand has. Any other can be typed. */
const usual = ['external_id', 'card_no', 'user_id', 'phone', 'email', 'wechat_unionid'] as const;

/** Identities that are sent along, with what that means. */
export function IdentityChoice({ id, value = [], isDisabled, onChange }: Props) {
  const { t } = useTranslation();
  const canReadSources = useVerdict('keys.read').isAllowed;
  const { data: sources = [] } = useQuery({ ...sourceNamesQuery(), enabled: canReadSources });
  const types = usual.flatMap((type) =>
    type === 'external_id' ? sources.map((source) => `${type}:${source}`) : [type],
  );
  return (
    <div className="stack">
      <Select
        {...(id === undefined ? {} : { id })}
        mode="tags"
        disabled={isDisabled}
        value={[...value]}
        tokenSeparators={[',', ' ', '\n']}
        placeholder={t('webhooks.form.identitiesNone')}
        aria-label={t('webhooks.form.identities')}
        options={types.map((type) => ({ value: type, label: identityName(type, t) }))}
        onChange={(next: string[]) => onChange?.(next)}
      />
      {value.length > 0 && <Alert type="warning" showIcon title={t('webhooks.form.identitiesWarning')} />}
    </div>
  );
}
