import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { ConditionEditor } from '../../../conditions/condition-editor.tsx';
import { useToldFields } from './use-told-fields.ts';
import type { WhomValue } from './webhook-values.ts';

interface Props {
  readonly id?: string;
  readonly value?: WhomValue;
  readonly onChange?: (whom: WhomValue) => void;
}

const everybody: WhomValue = { isNarrowed: false, condition: undefined };
const firstField = 'purchase.last';

/** Whoever an event concerns, or only members of whom a condition holds. */
export function WhomField({ id, value = everybody, onChange }: Props) {
  const { t } = useTranslation();
  const fields = useToldFields();
  return (
    <div id={id} className="stack">
      <Radio.Group
        vertical
        aria-label={t('webhooks.form.whom')}
        value={value.isNarrowed}
        options={[
          { value: false, label: t('webhooks.form.everybody') },
          { value: true, label: t('webhooks.form.narrowed') },
        ]}
        onChange={({ target }) => onChange?.({ ...value, isNarrowed: target.value === true })}
      />
      {value.isNarrowed && (
        <>
          <ConditionEditor
            value={value.condition}
            fields={fields}
            firstField={firstField}
            isDisabled={false}
            onChange={(condition) => onChange?.({ ...value, condition })}
          />
          <p className="hint">{t('webhooks.form.whomHint')}</p>
        </>
      )}
    </div>
  );
}
