import type { ValueEditorProps } from 'react-querybuilder';
import { ClauseValue } from './clause-value.tsx';
import { useFieldSet } from './editor-field.ts';

/** What a clause of the query builder compares with. */
export function ValueEditor(props: ValueEditorProps) {
  const { field, operator, value, disabled } = props;
  const known = useFieldSet().find(field);
  const current: unknown = value;
  return (
    <ClauseValue
      field={known ?? { kind: 'text', unit: '' }}
      operator={operator}
      value={current}
      isDisabled={disabled === true}
      onChange={(next) => props.handleOnChange(next)}
    />
  );
}
