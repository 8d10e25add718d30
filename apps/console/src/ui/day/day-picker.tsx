import { DatePicker } from 'antd';
import { dateOf, dayOf } from '../../format/follow-zone.ts';

interface Props {
  /** A plain date; undefined or empty for none. */
  readonly value?: string | undefined;
  readonly onChange?: (date: string | undefined) => void;
  readonly presets?: readonly { readonly label: string; readonly date: string }[];
  readonly placeholder?: string;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly 'aria-label'?: string;
}

/** Chooses a calendar day of the program's zone. */
export function DayPicker({ value, onChange, presets, ...rest }: Props) {
  return (
    <DatePicker
      {...rest}
      allowClear
      format="YYYY-MM-DD"
      value={value === undefined || value === '' ? null : dayOf(value)}
      onChange={(day) => onChange?.(day === null ? undefined : dateOf(day))}
      {...(presets === undefined ? {} : { presets: presets.map(({ label, date }) => ({ label, value: dayOf(date) })) })}
    />
  );
}
