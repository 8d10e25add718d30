import { CloseOutlined, WarningOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentCondition } from '../../../conditions/builder-query.ts';
import { isGroup, rulesIn } from '../../../conditions/clauses.ts';
import { conditionText } from '../../../conditions/condition-text.ts';
import type { TextContext } from '../../../conditions/condition-text.ts';
import { refusalOf } from '../../../conditions/editor-field.ts';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { ClauseForm } from './clause-form.tsx';
import { ClausePopover } from './clause-popover.tsx';

interface Props {
  readonly clauses: readonly DocumentCondition[];
  readonly fields: FieldSet;
  readonly text: TextContext;
  readonly onChange: (clauses: readonly DocumentCondition[]) => void;
  /** Opens the editor of the whole, where groups are changed. */
  readonly onEditAll: () => void;
}

/** The filters in force, in words; each is changed by a click on it, and taken off. */
export function ClauseChips({ clauses, fields, text, onChange, onEditAll }: Props) {
  return clauses.map((clause, index) => (
    <ClauseChip
      key={`${index}.${JSON.stringify(clause)}`}
      clause={clause}
      fields={fields}
      text={text}
      onReplace={(next) => onChange(clauses.with(index, next))}
      onRemove={() => onChange(clauses.toSpliced(index, 1))}
      onEditAll={onEditAll}
    />
  ));
}

interface ChipProps extends Omit<Props, 'clauses' | 'onChange'> {
  readonly clause: DocumentCondition;
  readonly onReplace: (clause: DocumentCondition) => void;
  readonly onRemove: () => void;
}

function ClauseChip({ clause, fields, text, onReplace, onRemove, onEditAll }: ChipProps) {
  const said = conditionText(clause, text);
  const [refusal] = rulesIn(clause).flatMap((rule) => refusalOf(rule, fields) ?? []);
  const field = isGroup(clause) ? undefined : fields.find(clause.field);
  const icon = refusal === undefined ? null : <WarningOutlined aria-hidden />;
  if (isGroup(clause) || field === undefined) {
    return (
      <Chip said={said} refusal={refusal} onRemove={onRemove}>
        <button type="button" className="filter-said" onClick={onEditAll}>
          {icon} {said}
        </button>
      </Chip>
    );
  }
  return (
    <Chip said={said} refusal={refusal} onRemove={onRemove}>
      <ClausePopover
        content={(close) => (
          <ClauseForm
            field={field}
            clause={clause}
            text={text}
            onApply={(next) => {
              close();
              onReplace(next);
            }}
            onRemove={onRemove}
          />
        )}
      >
        {(trigger) => (
          <button type="button" className="filter-said" {...trigger}>
            {icon} {said}
          </button>
        )}
      </ClausePopover>
    </Chip>
  );
}

interface ChipParts {
  readonly said: string;
  readonly refusal?: string | undefined;
  readonly onRemove: () => void;
  /** The button that says it, and changes it. */
  readonly children: ReactNode;
}

/** A filter in words, with a cross that takes it off. */
export function Chip({ said, refusal, onRemove, children }: ChipParts) {
  const { t } = useTranslation();
  return (
    <li className={refusal === undefined ? 'filter-chip' : 'filter-chip refused'} title={refusal ?? said}>
      {children}
      <button type="button" className="filter-off" aria-label={`${t('action.remove')}: ${said}`} onClick={onRemove}>
        <CloseOutlined aria-hidden />
      </button>
    </li>
  );
}
