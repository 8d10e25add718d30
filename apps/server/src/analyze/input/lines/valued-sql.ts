import { sqlText } from '@perennial/clickhouse';
import { readOrderStatus } from '@perennial/domain/reading';
import type { NumberField } from '../columns/fields.ts';
import type { SettledNumbers } from '../settling/settle-numbers.ts';
import { columnOf } from '../raw/raw-table.ts';

export interface ValuedOptions {
  readonly numbers: readonly NumberField[];
  readonly settled: SettledNumbers;
  /** Different texts of the status columns. */
  readonly statuses: readonly string[];
  /** No file has amounts: each line counts as one. */
  readonly hasMoney: boolean;
}

const nothing = 'cast(null as Nullable(Float64))';

/**
 * SQL of the rows of `raw` with their numbers read: `quantity`, `own` (what the line says that it brought), what it says of its order
 * (`total`, `refund`, `discount`, `shipping`, `standing`), the mark of its currency, and which number cannot be read.
 * A quantity below zero or a `C` invoice is a return, as is an amount below zero where an amount is stated.
 */
export function valuedSql(options: ValuedOptions): string {
  const { numbers, hasMoney } = options;
  const value = (field: NumberField): string => (numbers.includes(field) ? `v_${columnOf(field)}` : nothing);
  const texts = numbers.filter((field) => options.settled.withTexts.has(field));
  const marks = texts.filter((field) => field === 'amount' || field === 'total' || field === 'price');
  const bad = numbers.map(
    (field) =>
      `if(isNaN(ifNull(${value(field)}, 0)) or abs(ifNull(${value(field)}, 0)) >= 1e12, '${field} ' || substring(if(t_${columnOf(field)} = '', toString(n_${columnOf(field)}), t_${columnOf(field)}), 1, 60), '')`,
  );
  const stated = `coalesce(${value('amount')}, ${value('price')} * coalesce(${value('quantity')}, 1))`;
  const dressed = `if(stated_ > 0, greatest(0, stated_ - abs(coalesce(${value('line-discount')}, 0))) + abs(coalesce(${value('line-shipping')}, 0)), stated_)`;
  const isReturn = ['quantity', 'amount', 'total'] as const;
  return `with
    ${numbers.map((field) => `${numberSql(field, options)} as v_${columnOf(field)},`).join('\n')}
    ${hasMoney ? stated : '1'} as stated_,
    ${bad.length === 0 ? `''` : `concat(${bad.join(', ')}, '')`} as bad_
    select file, line, extra, cells, customer, date_text, order_id, product, product_name, category, store, channel, fingerprint,
      if(currency != '', toString(currency), ${marks.length === 0 ? `''` : `arrayFirst(one_ -> one_ != '', [${marks.map((field) => `mark_${columnOf(field)}`).join(', ')}])`}) as mark,
      bad_ as bad_number, ${value('quantity')} as quantity, if(bad_ = '', ${dressed}, null) as own,
      if(bad_ = '', abs(${value('total')}), null) as total, if(bad_ = '', abs(${value('refund')}), null) as refund,
      if(bad_ = '', abs(${value('discount')}), null) as discount, if(bad_ = '', abs(${value('shipping')}), null) as shipping,
      ${standingSql(options.statuses)} as standing,
      toUInt8(${isReturn.map((field) => `coalesce(${value(field)} < 0, 0)`).join(' or ')} or (startsWith(order_id, 'C') and match(order_id, '^C\\\\d'))) as is_return
    from raw ${texts.map(joinSql).join(' ')}`;
}

/** A number as its column is written. Where that has commas before decimals, what has a point before them is none. */
function numberSql(field: NumberField, { settled }: ValuedOptions): string {
  const name = columnOf(field);
  const read = settled.withTexts.has(field) ? `if(t_${name} = '', n_${name}, value_${name})` : `n_${name}`;
  return settled.decimals.get(field) === 'comma' ? `if(d_${name} = 1, nan, ${read})` : read;
}

function joinSql(field: NumberField): string {
  const name = columnOf(field);
  return `left any join (select text as text_${name}, value as value_${name}, mark as mark_${name} from texts_${name}) as of_${name} on raw.t_${name} = of_${name}.text_${name}`;
}

/** What the status says; '' for none, and for one that nobody knows, which counts as sold. */
function standingSql(statuses: readonly string[]): string {
  const known = statuses.flatMap((status) => {
    const standing = readOrderStatus(status);
    return standing === undefined ? [] : [[status, standing] as const];
  });
  if (known.length === 0) return `if(is_cancelled = 1, 'cancelled', '')`;
  const told = `transform(toString(status), [${known.map(([status]) => sqlText(status)).join(', ')}], [${known.map(([, standing]) => sqlText(standing)).join(', ')}], '')`;
  return `if(is_cancelled = 1 and ${told} != 'refunded', 'cancelled', ${told})`;
}
