import { InputNumber } from 'antd';

interface Props {
  readonly name: string;
  readonly value: unknown;
  readonly min?: number;
  readonly max?: number;
  readonly isWhole?: true;
  readonly onChange: (value: number) => void;
}

/** A number with a name; one that was emptied stays what it was. */
export function NumberField({ name, value, isWhole, onChange, ...range }: Props) {
  return (
    <InputNumber<number>
      {...range}
      className="segment-number"
      aria-label={name}
      value={typeof value === 'number' ? value : null}
      {...(isWhole === true ? { precision: 0 } : {})}
      onChange={(next) => {
        if (next !== null) onChange(next);
      }}
    />
  );
}
