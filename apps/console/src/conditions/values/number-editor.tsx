import { minorDigits } from '@perennial/contracts';
import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../reader/use-format.ts';

interface Unit {
  /** How many stored units one shown unit is: 100 for amounts in fen. */
  readonly scale: number;
  readonly suffix: string;
}

/** How numbers of a field's unit are typed: amounts in whole currency, ratings in stars. */
export function useNumberUnit(unit: string): Unit {
  const { t } = useTranslation();
  const format = useFormat();
  if (unit === 'minor') return { scale: 10 ** minorDigits(format.currency), suffix: format.currency };
  if (unit === 'hundredths') return { scale: 100, suffix: '' };
  return { scale: 1, suffix: unit === 'days' ? t('unit.days') : '' };
}

interface NumberProps extends Unit {
  readonly name: string;
  readonly value: unknown;
  readonly isDisabled: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberEditor({ name, value, scale, suffix, isDisabled, onChange }: NumberProps) {
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

interface RangeProps extends Omit<NumberProps, 'name' | 'onChange'> {
  readonly onChange: (value: readonly number[]) => void;
}

export function RangeEditor({ value, onChange, ...rest }: RangeProps) {
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
