import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRecord } from '../api/is-record.ts';
import { DayPicker } from '../ui/day/day-picker.tsx';
import type { EditorField } from './editor-field.ts';
import { AnyValue, anyKindsOf, TextValue, YesOrNo } from './values/any-value.tsx';
import { NumberEditor, RangeEditor, useNumberUnit } from './values/number-editor.tsx';
import { WindowEditor } from './values/window-editor.tsx';
import './condition-editor.css';

interface Props {
  readonly field: Pick<EditorField, 'kind' | 'unit'> &
    Partial<Pick<EditorField, 'choices' | 'windowDaysMin' | 'rhythmRefusal'>>;
  readonly operator: string;
  readonly value: unknown;
  readonly isDisabled: boolean;
  readonly onChange: (value: unknown) => void;
}

/** Edits what a clause compares with: a window, a day, a number in its unit, a text, a list, or yes and no. */
export function ClauseValue({ field, operator, value, isDisabled, onChange }: Props) {
  const { t } = useTranslation();
  const unit = useNumberUnit(field.unit);
  const name = t('condition.edit.value');
  switch (operator) {
    case 'null':
    case 'notNull':
      return null;
    case 'within':
    case 'notWithin':
      return (
        <WindowEditor
          value={isRecord(value) ? value : {}}
          daysMin={field.windowDaysMin ?? 0}
          daysOnly={field.rhythmRefusal}
          isDisabled={isDisabled}
          onChange={onChange}
        />
      );
    case 'before':
    case 'onOrAfter':
      return (
        <DayPicker
          aria-label={name}
          disabled={isDisabled}
          value={typeof value === 'string' ? value : undefined}
          onChange={(day) => onChange(day ?? '')}
        />
      );
    case 'between':
      return <RangeEditor {...unit} value={value} isDisabled={isDisabled} onChange={onChange} />;
    case 'in':
    case 'notIn':
      return (
        <Select
          mode="tags"
          className="value-list"
          aria-label={name}
          placeholder={t('condition.edit.values')}
          disabled={isDisabled}
          value={Array.isArray(value) ? value.map(String) : []}
          options={[...(field.choices ?? [])]}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={onChange}
        />
      );
    default:
      break;
  }
  if (field.kind === 'any') return <AnyValue {...{ value, isDisabled, onChange }} kinds={anyKindsOf(operator)} />;
  if (field.kind === 'boolean') return <YesOrNo {...{ value, isDisabled, onChange }} />;
  if (field.kind === 'number')
    return <NumberEditor {...unit} name={name} value={value} isDisabled={isDisabled} onChange={onChange} />;
  if (field.choices !== undefined && operator !== 'contains') {
    return (
      <Select
        className="value-list"
        aria-label={name}
        disabled={isDisabled}
        value={typeof value === 'string' && value !== '' ? value : null}
        options={[...field.choices]}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={onChange}
      />
    );
  }
  return <TextValue {...{ value, isDisabled, onChange }} />;
}
