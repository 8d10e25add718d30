import { Select } from 'antd';

interface Props<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, with a name for readers by ear. */
export function Choice<Value extends string>({ name, value, options, onChange }: Props<Value>) {
  return (
    <Select<Value>
      aria-label={name}
      value={value}
      popupMatchSelectWidth={false}
      options={[...options]}
      onChange={onChange}
    />
  );
}
