import type { PartWords } from '@perennial/domain';
import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../i18n/use-local.ts';
import { listOf, numberOf, readName } from '../document-parts.ts';
import { NameInputs } from '../name-inputs.tsx';
import { useDocumentForm } from './form-context.ts';
import { shapePath } from './form-shape.ts';

interface Props {
  readonly path: string;
  readonly words: PartWords;
  readonly value: unknown;
  readonly label: string;
  readonly onChange: (value: unknown) => void;
}

/** The control of a part without parts of its own; emptied, the part is left out. */
export function ScalarPart(props: Props) {
  const { path, words, value, label, onChange } = props;
  const { shape, isDisabled } = useDocumentForm();
  const local = useLocal();
  const input = shape.inputOf?.(shapePath(path));
  const placeholder = words.absent === undefined ? '' : local(words.absent);
  if (words.kind === 'list')
    return (
      <ListValue {...props} placeholder={placeholder} choices={input?.kind === 'choices' ? input.choices : undefined} />
    );
  if (input?.kind === 'choices') return <ChoiceValue {...props} placeholder={placeholder} choices={input.choices} />;
  switch (words.kind) {
    case 'localized':
      return (
        <NameInputs
          name={readName(value)}
          isDisabled={isDisabled}
          labelOf={(language) => `${label} · ${language}`}
          onChange={onChange}
        />
      );
    case 'choice':
      return <WordsChoice {...props} words={words} placeholder={placeholder} />;
    case 'number':
    case 'days':
      return <NumberValue {...props} placeholder={placeholder} />;
    default:
      return (
        <Input
          value={typeof value === 'string' ? value : ''}
          disabled={isDisabled}
          placeholder={placeholder}
          aria-label={label}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        />
      );
  }
}

interface ValueProps extends Props {
  readonly placeholder: string;
}

function NumberValue({ path, words, value, label, placeholder, onChange }: ValueProps) {
  const { t } = useTranslation();
  const { shape, isDisabled } = useDocumentForm();
  const input = shape.inputOf?.(shapePath(path));
  const { digits, unit } = input?.kind === 'scaled' ? input : { digits: 0, unit: undefined };
  const scale = 10 ** digits;
  const shown = numberOf(value);
  const suffix = unit ?? (words.kind === 'days' ? t('unit.days') : undefined);
  return (
    <>
      <InputNumber
        value={shown === null ? null : shown / scale}
        precision={digits}
        disabled={isDisabled}
        placeholder={placeholder}
        aria-label={label}
        onChange={(next) => onChange(next === null ? undefined : Math.round(next * scale))}
      />
      {suffix !== undefined && <span className="quiet">{suffix}</span>}
    </>
  );
}

interface ChoicesProps extends ValueProps {
  readonly choices: readonly { readonly value: string | number; readonly label: string }[];
}

function ChoiceValue({ words, value, label, placeholder, choices, onChange }: ChoicesProps) {
  const { isDisabled } = useDocumentForm();
  return (
    <Select<string | number>
      value={typeof value === 'string' || typeof value === 'number' ? value : null}
      disabled={isDisabled}
      allowClear={words.absent !== undefined}
      placeholder={placeholder}
      aria-label={label}
      popupMatchSelectWidth={false}
      options={[...choices]}
      onChange={(next) => onChange(next)}
    />
  );
}

/** Values of the words; JSON writes truth without quotes. */
function WordsChoice({ words, value, label, placeholder, onChange }: ValueProps & { readonly words: ChoiceWords }) {
  const local = useLocal();
  const { isDisabled } = useDocumentForm();
  const isTruth = Object.keys(words.choices).every((one) => one === 'true' || one === 'false');
  const shown = typeof value === 'boolean' ? String(value) : value;
  return (
    <Select<string>
      value={typeof shown === 'string' ? shown : null}
      disabled={isDisabled}
      allowClear={words.absent !== undefined}
      placeholder={placeholder}
      aria-label={label}
      popupMatchSelectWidth={false}
      options={Object.entries(words.choices).map(([one, text]) => ({ value: one, label: local(text) }))}
      onChange={(next: string | undefined) => onChange(isTruth && next !== undefined ? next === 'true' : next)}
    />
  );
}

type ChoiceWords = Extract<PartWords, { readonly kind: 'choice' }>;

interface ListProps extends ValueProps {
  readonly choices: ChoicesProps['choices'] | undefined;
}

/** A list of plain values: chosen where they are known, else typed. */
function ListValue({ value, label, placeholder, choices, onChange }: ListProps) {
  const { isDisabled } = useDocumentForm();
  const items = listOf(value).filter((one) => typeof one === 'string' || typeof one === 'number');
  return (
    <Select<(string | number)[]>
      mode={choices === undefined ? 'tags' : 'multiple'}
      value={items}
      disabled={isDisabled}
      placeholder={placeholder}
      aria-label={label}
      popupMatchSelectWidth={false}
      options={[...(choices ?? [])]}
      onChange={(next) => onChange(next.length === 0 ? undefined : next)}
    />
  );
}
