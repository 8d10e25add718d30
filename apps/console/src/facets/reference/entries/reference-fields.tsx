import { minorDigits } from '@perennial/contracts';
import { Form, Input, Select } from 'antd';
import type { Rule } from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { readAmountText } from './decimal-amount.ts';
import type { ReferenceField, ReferenceKind } from './reference-kinds.ts';
import type { ReferenceKindName } from '../urls/search.ts';

interface Props {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  /** What names an entry is typed once, and stands fast afterwards. */
  readonly isNew: boolean;
}

const textLengthMax = 200;
const rateShape = /^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/;

/** The inputs of one kind of reference data. */
export function ReferenceFields({ name, kind, isNew }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = Form.useWatch<string | undefined>('currency') ?? '';
  const rules = useRules(format.currency);
  const label = (field: ReferenceField) => {
    const title = t(`reference.column.${field}`);
    if (field === 'price' || field === 'margin') return `${title} (${format.currency})`;
    if (field !== 'rate') return title;
    return t('reference.rateLabel', { currency: currency === '' ? '…' : currency, program: format.currency });
  };
  return (
    <div className="reference-fields">
      {[...kind.keys, ...kind.fields].map((field) => (
        <Form.Item
          key={field}
          name={field}
          label={label(field)}
          rules={rules(field)}
          {...(field === 'category' ? { extra: t('reference.categoryHint') } : {})}
          {...(field === 'fromOn' ? { extra: t('reference.fromOnHint', { zone: format.zone }) } : {})}
        >
          {field === 'currency' ? (
            <CurrencySelect program={format.currency} isDisabled={!isNew} />
          ) : (
            <Input
              disabled={!isNew && kind.keys.includes(field)}
              type={field === 'fromOn' ? 'date' : 'text'}
              inputMode={isDecimal(field) ? 'decimal' : 'text'}
              autoComplete="off"
            />
          )}
        </Form.Item>
      ))}
      {name === 'rates' && !isNew && <p className="quiet">{t('reference.rateKept')}</p>}
    </div>
  );
}

function isDecimal(field: ReferenceField): boolean {
  return field === 'price' || field === 'margin' || field === 'rate';
}

function useRules(program: string): (field: ReferenceField) => Rule[] {
  const { t } = useTranslation();
  const digits = minorDigits(program);
  const amount: Rule = {
    validator: async (_rule, text: unknown) => {
      if (typeof text === 'string' && readAmountText(text, digits) === undefined)
        throw new Error(t('reference.notAmount', { digits }));
    },
  };
  return (field) => {
    if (field === 'price' || field === 'margin') return [amount];
    if (field === 'rate') return [{ required: true, pattern: rateShape, message: t('reference.notRate') }];
    const isRequired = ['id', 'name', 'currency', 'fromOn'].includes(field);
    return [{ required: isRequired, max: textLengthMax, whitespace: true }];
  };
}

interface CurrencyProps {
  readonly program: string;
  readonly isDisabled: boolean;
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

/** Every currency of ISO 4217 but the program's own, by code and by name in the reader's language. */
function CurrencySelect({ program, isDisabled, ...input }: CurrencyProps) {
  const { locale } = useFormat();
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  const options = Intl.supportedValuesOf('currency')
    .filter((code) => code !== program)
    .map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
  return <Select {...input} showSearch={{ optionFilterProp: 'label' }} disabled={isDisabled} options={options} />;
}
