import type { ScratchStore } from '@perennial/clickhouse';
import { DataUnusable } from '../wishes/data-unusable.ts';

export interface SettledCurrency {
  /** '' where neither the files nor the user say. */
  readonly currency: string;
  readonly note?: string;
}

/** Amounts in several currencies cannot be added up: refuses them unless told which one to take. Throws DataUnusable. */
export async function settleCurrency(store: ScratchStore, wanted: string | undefined): Promise<SettledCurrency> {
  const found = await store.rows<{ currency: string; lines: number }>(
    `select toString(currency) as currency, count() as lines from raw where currency != '' group by currency order by lines desc, currency limit 50`,
  );
  const [first] = found;
  if (first === undefined) return { currency: wanted ?? '' };
  const list = found.map(({ currency, lines }) => `${currency} ${lines.toLocaleString('en-US')}`).join(', ');
  if (wanted !== undefined) {
    if (found.some(({ currency }) => currency === wanted)) return { currency: wanted };
    throw new DataUnusable('currency', `No line is in ${wanted}. Lines by currency: ${list}.`);
  }
  if (found.length === 1) return { currency: first.currency };
  throw new DataUnusable(
    'currencies',
    `The amounts are in ${found.length} currencies (lines: ${list}), and amounts in several currencies cannot be added up.\n` +
      `Say which one to analyse, and the lines in others are counted apart: --currency ${first.currency}. Or convert them in the file first.`,
  );
}
