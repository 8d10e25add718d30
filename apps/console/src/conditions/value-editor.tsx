import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { ValueEditorProps } from 'react-querybuilder';
import { useTranslation } from 'react-i18next';
import { isRecord } from '../api/is-record.ts';
import { useFormat } from '../reader/use-format.ts';
import { minorDigits } from '../format/format.ts';
import { WindowEditor } from './window-editor.tsx';

/** Edits what a clause compares with: a window, a day, a number in its unit, a text, a list, or yes and no. */
export function ValueEditor(props: ValueEditorProps) {
  const { operator, value, fieldData, disabled } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const current: unknown = value;
  const change = (next: unknown) => props.handleOnChange(next);
  const kind: unknown = fieldData['kind'];
  const unit: unknown = fieldData['unit'];
  const isDisabled = disabled === true;
  const name = t('condition.edit.value');
  const scale = unit === 'minor' ? 10 ** minorDigits(format.currency) : unit === 'hundredths' ? 100 : 1;
  const suffix = unit === 'minor' ? format.currency : unit === 'days' ? t('unit.days') : '';
  switch (operator) {
    case 'null':
    case 'notNull':
      return null;
    case 'within':
    case 'notWithin':
      return <WindowEditor value={isRecord(current) ? current : {}} isDisabled={isDisabled} onChange={change} />;
    case 'before':
    case 'onOrAfter':
      return (
        <DatePicker
          aria-label={name}
          disabled={isDisabled}
          value={typeof current === 'string' && current !== '' ? dayjs(current) : null}
          onChange={(day) => change(day === null ? '' : day.format('YYYY-MM-DD'))}
        />
      );
    case 'between':
      return <RangeEditor value={current} scale={scale} suffix={suffix} isDisabled={isDisabled} onChange={change} />;
    case 'in':
    case 'notIn':
      return (
        <Select
          mode="tags"
          className="value-list"
          aria-label={name}
          disabled={isDisabled}
          value={Array.isArray(current) ? current.map(String) : []}
          onChange={change}
        />
      );
    default:
      break;
  }
  if (kind === 'boolean') {
    return (
      <Select
        aria-label={name}
        disabled={isDisabled}
        value={current === true}
        options={[
          { value: true, label: t('value.yes') },
          { value: false, label: t('value.no') },
        ]}
        onChange={change}
      />
    );
  }
  if (kind === 'number') {
    return (
      <NumberEditor
        name={name}
        value={current}
        scale={scale}
        suffix={suffix}
        isDisabled={isDisabled}
        onChange={change}
      />
    );
  }
  return (
    <Input
      className="value-text"
      aria-label={name}
      disabled={isDisabled}
      value={typeof current === 'string' ? current : ''}
      onChange={({ target }) => change(target.value)}
    />
  );
}

interface NumberProps {
  readonly name: string;
  readonly value: unknown;
  /** How many stored units one shown unit is: 100 for amounts in fen. */
  readonly scale: number;
  readonly suffix: string;
  readonly isDisabled: boolean;
  readonly onChange: (value: number) => void;
}

function NumberEditor({ name, value, scale, suffix, isDisabled, onChange }: NumberProps) {
  return (
    <InputNumber
      aria-label={name}
      disabled={isDisabled}
      value={typeof value === 'number' ? value / scale : null}
      {...(suffix === '' ? {} : { suffix })}
      onChange={(next) => {
        if (next !== null) onChange(scale === 1 ? next : Math.round(next * scale));
      }}
    />
  );
}

function RangeEditor({
  value,
  onChange,
  ...rest
}: Omit<NumberProps, 'name' | 'onChange'> & { readonly onChange: (value: readonly number[]) => void }) {
  const { t } = useTranslation();
  const [low, high] = Array.isArray(value) ? value.map(Number) : [0, 1];
  return (
    <span className="value-range">
      <NumberEditor
        {...rest}
        name={t('condition.edit.valueFrom')}
        value={low}
        onChange={(next) => onChange([next, high ?? next])}
      />
      <NumberEditor
        {...rest}
        name={t('condition.edit.valueTo')}
        value={high}
        onChange={(next) => onChange([low ?? next, next])}
      />
    </span>
  );
}
