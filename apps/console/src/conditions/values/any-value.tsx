import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { NumberEditor } from './number-editor.tsx';

interface ValueProps {
  readonly value: unknown;
  readonly isDisabled: boolean;
  readonly onChange: (value: unknown) => void;
}

/** Longest text that a condition compares with. */
const textLengthMax = 200;

export function TextValue({
  value,
  isDisabled,
  lengthMax = textLengthMax,
  placeholder = '',
  onChange,
}: ValueProps & { readonly lengthMax?: number; readonly placeholder?: string }) {
  const { t } = useTranslation();
  return (
    <Input
      className="value-text"
      aria-label={t('condition.edit.value')}
      disabled={isDisabled}
      maxLength={lengthMax}
      placeholder={placeholder}
      value={typeof value === 'string' ? value : ''}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

export function YesOrNo({ value, isDisabled, onChange }: ValueProps) {
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

export const anyKinds = ['text', 'number', 'boolean'] as const;
export type AnyKind = (typeof anyKinds)[number];
const firstOfKind = { text: '', number: 0, boolean: true } as const;

/** The types of values that an operator compares with. */
export function anyKindsOf(operator: string): readonly AnyKind[] {
  if (operator === 'contains') return ['text'];
  return operator === '=' || operator === '!=' ? anyKinds : ['text', 'number'];
}

interface AnyProps extends ValueProps {
  readonly kinds: readonly AnyKind[];
  readonly lengthMax?: number;
  readonly placeholder?: string;
}

/** A value of any type: the type is chosen, not guessed by the look of what is typed. */
export function AnyValue({ kinds, lengthMax, placeholder, ...props }: AnyProps) {
  const { t } = useTranslation();
  const kind = kinds.find((one) => one === typeof props.value) ?? 'text';
  return (
    <span className="value-range">
      {kinds.length > 1 && (
        <Select<AnyKind>
          aria-label={t('condition.edit.valueKind')}
          disabled={props.isDisabled}
          popupMatchSelectWidth={false}
          value={kind}
          options={kinds.map((one) => ({ value: one, label: t(`condition.edit.kind.${one}`) }))}
          onChange={(next) => props.onChange(firstOfKind[next])}
        />
      )}
      {kind === 'number' && <NumberEditor {...props} name={t('condition.edit.value')} scale={1} suffix="" />}
      {kind === 'boolean' && <YesOrNo {...props} />}
      {kind === 'text' && (
        <TextValue
          {...props}
          {...(lengthMax === undefined ? {} : { lengthMax })}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
      )}
    </span>
  );
}
