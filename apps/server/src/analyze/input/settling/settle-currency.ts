import type { ScratchStore } from '@perennial/clickhouse';
import { currenciesOfMark } from '@perennial/domain/reading';
import { DataUnusable } from '../../wishes/data-unusable.ts';

export interface SettledCurrency {
  /** ISO 4217; '' where neither the files nor the user say. */
  readonly currency: string;
  /** Signs and codes that stand for it in the files. */
  readonly marks: readonly string[];
}

/** Amounts in several currencies cannot be added up: refuses them unless told which one to take. Throws DataUnusable. */
export async function settleCurrency(
  store: ScratchStore,
  { wanted, marks }: { readonly wanted: string | undefined; readonly marks: ReadonlyMap<string, number> },
): Promise<SettledCurrency> {
  const rows = await store.rows<{ currency: string; lines: number }>(
    `select toString(currency) as currency, count() as lines from raw where currency != '' group by currency order by lines desc, currency limit 50`,
  );
  const named = rows.map(({ currency, lines }) => [currency, lines] as const);
  // A column says it of every line; signs beside the amounts are then only its dress.
  const found = named.length > 0 ? named : [...marks].sort(([, one], [, other]) => other - one);
  const [first] = found;
  if (first === undefined) return { currency: wanted ?? '', marks: [] };
  const standFor = (code: string) =>
    found.map(([mark]) => mark).filter((mark) => currenciesOfMark(mark).includes(code));
  const list = found.map(([mark, lines]) => `${mark} ${lines.toLocaleString('en-US')}`).join(', ');
  if (wanted !== undefined) {
    const own = standFor(wanted);
    if (own.length > 0) return { currency: wanted, marks: own };
    throw new DataUnusable('currency', `No line is in ${wanted}. Lines by currency: ${list}.`);
  }
  const common = currenciesOfMark(first[0]).find((code) => standFor(code).length === found.length);
  if (common !== undefined) {
    // A sign that several currencies share names none of them.
    const isSure = found.some(([mark]) => currenciesOfMark(mark).length === 1);
    return { currency: isSure ? common : '', marks: found.map(([mark]) => mark) };
  }
  const [likeliest = ''] = currenciesOfMark(first[0]);
  throw new DataUnusable(
    'currencies',
    `The amounts are in ${found.length} currencies (lines: ${list}), and amounts in several currencies cannot be added up.\n` +
      `Say which one to analyse, and the lines in others are counted apart: --currency ${likeliest}. Or convert them in the file first.`,
  );
}
