import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { isRecord } from '../api/is-record.ts';
import type { EditorField } from './editor-field.ts';
import { NumberEditor, RangeEditor, useNumberUnit } from './values/number-editor.tsx';
import { WindowEditor } from './values/window-editor.tsx';
import './condition-editor.css';

interface Props {
  readonly field: Pick<EditorField, 'kind' | 'unit'> & Partial<Pick<EditorField, 'choices' | 'windowDaysMin'>>;
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
          isDisabled={isDisabled}
          onChange={onChange}
        />
      );
    case 'before':
    case 'onOrAfter':
      return (
        <DatePicker
          aria-label={name}
          disabled={isDisabled}
          value={typeof value === 'string' && value !== '' ? dayjs(value) : null}
          onChange={(day) => onChange(day === null ? '' : day.format('YYYY-MM-DD'))}
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
  if (field.kind === 'any') return <AnyValue {...{ operator, value, isDisabled, onChange }} />;
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

type ValueProps = Pick<Props, 'value' | 'isDisabled' | 'onChange'>;

function TextValue({ value, isDisabled, onChange }: ValueProps) {
  const { t } = useTranslation();
  return (
    <Input
      className="value-text"
      aria-label={t('condition.edit.value')}
      disabled={isDisabled}
      maxLength={200}
      value={typeof value === 'string' ? value : ''}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function YesOrNo({ value, isDisabled, onChange }: ValueProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('condition.edit.value')}
      disabled={isDisabled}
      value={value === true}
      options={[
        { value: true, label: t('value.yes') },
        { value: false, label: t('value.no') },
      ]}
      onChange={onChange}
    />
  );
}

const anyKinds = ['text', 'number', 'boolean'] as const;
type AnyKind = (typeof anyKinds)[number];
const firstOfKind = { text: '', number: 0, boolean: true } as const;

/** An attribute may be of any type, and is compared with values of its own alone: the type is chosen, not guessed. */
function AnyValue({ operator, ...props }: ValueProps & Pick<Props, 'operator'>) {
  const { t } = useTranslation();
  const kind: AnyKind = anyKinds.find((one) => one === typeof props.value) ?? 'text';
  const takesBoolean = operator === '=' || operator === '!=';
  const kinds = operator === 'contains' ? [] : anyKinds.filter((one) => one !== 'boolean' || takesBoolean);
  return (
    <span className="value-range">
      {kinds.length > 0 && (
        <Select<AnyKind>
          aria-label={t('condition.edit.valueKind')}
          disabled={props.isDisabled}
          popupMatchSelectWidth={false}
          value={kind}
          options={kinds.map((one) => ({ value: one, label: t(`condition.edit.kind.${one}`) }))}
          onChange={(next) => props.onChange(firstOfKind[next])}
        />
      )}
      {kind === 'number' && (
        <NumberEditor {...props} name={t('condition.edit.value')} scale={1} suffix="" onChange={props.onChange} />
      )}
      {kind === 'boolean' && <YesOrNo {...props} />}
      {kind === 'text' && <TextValue {...props} />}
    </span>
  );
}
