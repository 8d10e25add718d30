import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { firstValue, fitsOperator } from '../../../conditions/builder-query.ts';
import type { DocumentRule } from '../../../conditions/builder-query.ts';
import { ClauseValue } from '../../../conditions/clause-value.tsx';
import { isComplete } from '../../../conditions/clauses.ts';
import { comparisonText, operatorText } from '../../../conditions/condition-text.ts';
import type { TextContext } from '../../../conditions/condition-text.ts';
import { refusalOf, viewOf } from '../../../conditions/editor-field.ts';
import type { EditorField } from '../../../conditions/editor-field.ts';
import { firstClause } from './first-clause.ts';

interface Props {
  readonly field: EditorField;
  /** The clause that is changed; absent for a new one. */
  readonly clause?: DocumentRule | undefined;
  /** Usual ones, each one click. */
  readonly presets?: readonly DocumentRule[];
  readonly text: TextContext;
  readonly onApply: (clause: DocumentRule) => void;
  readonly onRemove?: (() => void) | undefined;
}

/** Edits one clause of the filter. */
export function ClauseForm({ field, clause, presets = [], text, onApply, onRemove }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(clause ?? firstClause(field));
  const { operator, value } = draft;
  const refusal = refusalOf(draft, { find: () => field });
  const changeOperator = (next: string) =>
    setDraft({
      field: field.name,
      operator: next,
      value: fitsOperator(value, next, field.kind) ? value : firstValue(next, field.kind),
    });
  return (
    <form
      className="clause-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete(draft) && refusal === undefined) onApply(writtenOf(draft));
      }}
    >
      <h3>{field.label}</h3>
      {refusal !== undefined && <p className="quiet">{refusal}</p>}
      {presets.length > 0 && (
        <div className="clause-presets">
          {presets.map((preset) => (
            <Button key={JSON.stringify(preset)} size="small" onClick={() => onApply(preset)}>
              {comparisonText(preset, viewOf(field), text)}
            </Button>
          ))}
        </div>
      )}
      {field.kind === 'boolean' ? (
        <Select
          aria-label={t('condition.edit.value')}
          value={(operator === '=') === (value === true)}
          options={[
            { value: true, label: field.label },
            { value: false, label: t('condition.without', { what: field.label }) },
          ]}
          onChange={(next) => setDraft({ field: field.name, operator: next ? '=' : '!=', value: true })}
        />
      ) : (
        <div className="clause-parts">
          <Select
            aria-label={t('condition.edit.operator')}
            value={operator}
            popupMatchSelectWidth={false}
            options={field.operatorNames.map((name) => ({
              value: name,
              label: operatorText(name, text.format.locale),
            }))}
            onChange={changeOperator}
          />
          <ClauseValue
            field={field}
            operator={operator}
            value={value}
            isDisabled={false}
            onChange={(next) => setDraft({ field: field.name, operator, value: next })}
          />
        </div>
      )}
      <div className="clause-actions">
        {onRemove !== undefined && (
          <Button type="text" onClick={onRemove}>
            {t('action.remove')}
          </Button>
        )}
        <Button type="primary" htmlType="submit" disabled={!isComplete(draft) || refusal !== undefined}>
          {t('action.apply')}
        </Button>
      </div>
    </form>
  );
}

/** Nothing is compared with nothing. */
function writtenOf({ field, operator, value }: DocumentRule): DocumentRule {
  return operator === 'null' || operator === 'notNull' ? { field, operator } : { field, operator, value };
}
