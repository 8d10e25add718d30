import { listRates, listRateVersions, publishRates, readCurrentRates } from '@perennial/postgres';
import type { CurrencyRate, Database } from '@perennial/postgres';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import { authorOf } from '../program/drafts.ts';
import { csvByPages } from '../reading/csv-pages.ts';
import { toVersions, versionBefore } from '../reference/reference.ts';

export interface RateDependencies {
  readonly database: Database;
  readonly programCurrency: string;
  /** Told after rates were published, so that this process converts by them at once; others do within a minute. */
  readonly onPublished: () => void;
}

type RateKey = Pick<CurrencyRate, 'currency' | 'fromOn'>;

/** What other currencies are worth in the program's: versioned like other reference data, and read by ingest. */
export function createRateHandlers(dependencies: RateDependencies): GroupHandlers<'rates'> {
  const { database, programCurrency } = dependencies;
  return {
    list: async ({ query }) => {
      const rows = await listRates(database, {
        programCurrency,
        q: query.q ?? '',
        after: readCursor(query.cursor),
        limit: query.limit + 1,
      });
      return {
        ...toPage(rows, query.limit, { item: (row) => row, cursor: (row) => [row.currency, row.fromOn] }),
        programCurrency,
      };
    },
    versions: async ({ query }) => {
      const { currency, fromOn, limit } = query;
      const beforeVersion = versionBefore(query.cursor);
      const asked = { programCurrency, currency, fromOn, beforeVersion, limit: limit + 1 };
      return toVersions(await listRateVersions(database, asked), query, (row) => row);
    },
    csv: async ({ query, signal }) => ({
      fileName: 'rates.csv',
      parts: csvByPages(['currency', 'from_on', 'rate', 'version', 'updated_at', 'updated_by'], {
        read: (after: RateRow | undefined, limit) =>
          listRates(database, { programCurrency, q: query.q ?? '', after, limit }),
        cells: (row) => [row.currency, row.fromOn, row.rate ?? ''],
        signal,
      }),
    }),
    publish: async ({ body, caller, note }) => {
      note({ subject: subjectOf(body.items) });
      await check(dependencies, body.items);
      const counts = await publishRates(database, { programCurrency, items: body.items, by: authorOf(caller) });
      dependencies.onPublished();
      return counts;
    },
  };
}

type RateRow = Awaited<ReturnType<typeof listRates>>[number];

const dayShape = /^\d{4}-\d{2}-\d{2}$/;

function readCursor(cursor: string | undefined): RateKey | undefined {
  if (cursor === undefined) return undefined;
  const [currency, fromOn] = decodeCursor(cursor, ['', '']);
  // A day that is none would be an error of the database.
  if (!dayShape.test(fromOn) || Number.isNaN(Date.parse(fromOn))) throw new ProblemError('request.cursor_invalid');
  return { currency, fromOn };
}

/** Nothing is published when any of it cannot be. */
async function check({ database, programCurrency }: RateDependencies, items: readonly CurrencyRate[]): Promise<void> {
  const own = items.findIndex(({ currency }) => currency === programCurrency);
  if (own >= 0) {
    const message = `rates say what other currencies are worth in ${programCurrency}`;
    throw new ProblemError('rate.program_currency', { errors: [{ path: `/items/${own}/currency`, message }] });
  }
  const withdrawn = items.filter(({ rate }) => rate === null);
  if (withdrawn.length === 0) return;
  const known = new Set((await readCurrentRates(database, programCurrency, withdrawn)).map(keyOf));
  const unknown = withdrawn.find((item) => !known.has(keyOf(item)));
  if (unknown === undefined) return;
  const path = `/items/${items.indexOf(unknown)}/rate`;
  throw new ProblemError('rate.not_published', { errors: [{ path, message: `no rate of ${keyOf(unknown)}` }] });
}

function keyOf({ currency, fromOn }: RateKey): string {
  return `${currency} ${fromOn}`;
}

function subjectOf(items: readonly CurrencyRate[]): string {
  const [first] = items;
  return items.length === 1 && first !== undefined ? keyOf(first) : `${items.length} rates`;
}
