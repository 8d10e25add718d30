import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { minorDigits } from '@perennial/contracts';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ComboInput } from '../../../ui/select/combo-input.tsx';
import { productsQuery } from './trial-queries.ts';
import { amountOfLine } from './typed-order.ts';
import type { TypedLine } from './typed-order.ts';

/** As many as a form stays readable with. */
const linesMax = 20;

interface Props {
  readonly lines: readonly TypedLine[];
  readonly onChange: (lines: readonly TypedLine[]) => void;
}

/** What is bought: a product, or anything of a category. */
export function OrderLines({ lines, onChange }: Props) {
  const { t } = useTranslation();
  const nextKey = Math.max(0, ...lines.map(({ key }) => key)) + 1;
  return (
    <>
      <ol className="trial-lines" aria-label={t('wallets.trial.lines')}>
        {lines.map((line, index) => (
          <li key={line.key} className="trial-line">
            <OrderLine
              line={line}
              number={index + 1}
              onChange={(next) => onChange(lines.map((one) => (one.key === line.key ? next : one)))}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              disabled={lines.length === 1}
              aria-label={t('wallets.trial.removeLine', { number: index + 1 })}
              onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}
            />
          </li>
        ))}
      </ol>
      <Button
        className="trial-add"
        size="small"
        icon={<PlusOutlined />}
        disabled={lines.length >= linesMax}
        onClick={() => {
          const line = { productId: '', category: '', quantity: 1, priceMinor: 10_000, discountMinor: 0 };
          onChange([...lines, { ...line, key: nextKey }]);
        }}
      >
        {t('wallets.trial.addLine')}
      </Button>
    </>
  );
}

interface LineProps {
  readonly line: TypedLine;
  readonly number: number;
  readonly onChange: (line: TypedLine) => void;
}

function OrderLine({ line, number, onChange }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = (field: LineField) => t('wallets.trial.ofLine', { field: t(`wallets.trial.${field}`), number });
  return (
    <>
      <LineLabel field="product">
        <ProductInput label={label('product')} line={line} onChange={onChange} />
      </LineLabel>
      <LineLabel field="category">
        <Input
          aria-label={label('category')}
          value={line.category}
          onChange={({ target }) => onChange({ ...line, category: target.value })}
        />
      </LineLabel>
      <LineLabel field="quantity">
        <InputNumber
          aria-label={label('quantity')}
          min={0}
          value={line.quantity}
          onChange={(quantity) => onChange({ ...line, quantity: quantity ?? 0 })}
        />
      </LineLabel>
      <LineLabel field="price">
        <MoneyInput
          label={label('price')}
          value={line.priceMinor}
          onChange={(priceMinor) => onChange({ ...line, priceMinor })}
        />
      </LineLabel>
      <LineLabel field="discount">
        <MoneyInput
          label={label('discount')}
          value={line.discountMinor}
          onChange={(discountMinor) => onChange({ ...line, discountMinor })}
        />
      </LineLabel>
      <span className="trial-amount">{format.money(amountOfLine(line))}</span>
    </>
  );
}

type LineField = 'product' | 'category' | 'quantity' | 'price' | 'discount';

/** What a field is, above it; who hears the page is told the line as well. */
function LineLabel({ field, children }: { readonly field: LineField; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <span className="trial-field">
      <span aria-hidden="true">{t(`wallets.trial.${field}`)}</span>
      {children}
    </span>
  );
}

const restMs = 250;

/** A product by name or number; one that is chosen brings its category and its price, and any other one can be typed. */
function ProductInput({ label, line, onChange }: Omit<LineProps, 'number'> & { readonly label: string }) {
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const q = useDebounced(line.productId.trim(), restMs);
  const { data } = useQuery({ ...productsQuery(q), enabled: isOpen });
  const products = data?.items ?? [];
  const choose = (productId: string) => {
    const product = products.find((one) => one.productId === productId);
    if (product === undefined) return;
    const priceMinor = product.priceMinor ?? line.priceMinor;
    onChange({ ...line, productId, category: (product.categoryPath ?? []).join('/'), priceMinor });
  };
  return (
    <AutoComplete
      aria-label={label}
      value={line.productId}
      onOpenChange={setIsOpen}
      onSelect={choose}
      onChange={(productId: string) => onChange({ ...line, productId })}
      popupMatchSelectWidth={false}
      options={products.map(({ productId, name, brand, categoryPath = [], priceMinor = null }) => ({
        value: productId,
        label: [name, brand, categoryPath.join('/'), priceMinor === null ? '' : format.money(priceMinor)]
          .filter((part) => part !== '')
          .join(' · '),
      }))}
    >
      <ComboInput />
    </AutoComplete>
  );
}

interface MoneyProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (amountMinor: number) => void;
}

/** An amount in the currency of the program, kept in its minor units. */
export function MoneyInput({ label, value, onChange }: MoneyProps) {
  const { currency } = useFormat();
  const digits = minorDigits(currency);
  return (
    <InputNumber
      aria-label={label}
      className="trial-money"
      min={0}
      max={100_000_000}
      precision={digits}
      value={value / 10 ** digits}
      onChange={(next) => onChange(Math.round((next ?? 0) * 10 ** digits))}
    />
  );
}
