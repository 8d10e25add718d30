import { listRates, listRateVersions, publishRates, readCurrentRates } from '@perennial/postgres';
import type { CurrencyRate, Database } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import type { Download } from '../kernel/download.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { csvByPages } from '../reading/csv-pages.ts';
import { toVersions, versionBefore } from '../reading/version-pages.ts';

export interface RateDependencies {
  readonly audit: Audit;
  readonly database: Database;
  readonly programCurrency: string;
  /** Told after rates were published, so that this process converts by them at once; others do within a minute. */
  readonly onPublished: () => void;
}

type RateKey = Pick<CurrencyRate, 'currency' | 'fromOn'>;

/** Rates of currencies whose code begins with `q`. */
interface RateSearch {
  readonly q?: string | undefined;
}

export type Rates = ReturnType<typeof createRates>;

/** What other currencies are worth in the program's: versioned like other reference data, and read by ingest. */
export function createRates(dependencies: RateDependencies) {
  const { audit, database, programCurrency } = dependencies;
  return {
    async list({ cursor, limit, q = '' }: RateSearch & PageRequest) {
      const rows = await listRates(database, { programCurrency, q, after: readCursor(cursor), limit: limit + 1 });
      const page = toPage(rows, limit, { item: (row) => row, cursor: (row) => [row.currency, row.fromOn] });
      return { ...page, programCurrency };
    },
    /** Throws `reference.not_found`. */
    async versions(request: RateKey & PageRequest) {
      const { currency, fromOn, limit } = request;
      const beforeVersion = versionBefore(request.cursor);
      const asked = { programCurrency, currency, fromOn, beforeVersion, limit: limit + 1 };
      return toVersions(await listRateVersions(database, asked), request, (row) => row);
    },
    csv: ({ signal }: Pick<CallContext, 'signal'>, { q = '' }: RateSearch): Download => ({
      fileName: 'rates.csv',
      parts: csvByPages(['currency', 'from_on', 'rate', 'version', 'updated_at', 'updated_by'], {
        read: (after: RateRow | undefined, limit) => listRates(database, { programCurrency, q, after, limit }),
        cells: (row) => [row.currency, row.fromOn, row.rate ?? ''],
        signal,
      }),
    }),
    /** A rate of null withdraws. Throws `rate.program_currency`, `rate.not_published`. */
    publish: (context: CallContext, items: readonly CurrencyRate[]) =>
      audit.act(context, { action: 'rates.published' }, async (note) => {
        note({ subject: subjectOf(items) });
        await check(dependencies, items);
        const counts = await publishRates(database, { programCurrency, items, by: nameOfCaller(context.caller) });
        dependencies.onPublished();
        return counts;
      }),
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
