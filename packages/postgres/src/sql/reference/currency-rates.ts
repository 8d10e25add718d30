import type { Database, Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';
import type { Versioned } from './reference-data.ts';
import { writeVersions, type UpsertCounts, type VersionedTable } from './versioned-table.ts';

/** What a currency is worth in the program's, from a day on. */
export interface CurrencyRate {
  /** ISO 4217. */
  readonly currency: string;
  /** First day, `yyyy-mm-dd` in the program's zone, on which it holds; it holds until the next one begins. */
  readonly fromOn: string;
  /** Units of the program's currency for one unit of this one, as decimal text; null withdraws it. */
  readonly rate: string | null;
}

type StoredRate = CurrencyRate & { readonly programCurrency: string };

const rates: VersionedTable<StoredRate> = {
  name: 'currency_rate',
  key: ['program_currency', 'currency', 'from_on'],
  columns: [
    { name: 'program_currency', type: 'text', of: (item) => item.programCurrency },
    { name: 'currency', type: 'text', of: (item) => item.currency },
    { name: 'from_on', type: 'date', of: (item) => item.fromOn },
    { name: 'rate', type: 'numeric', of: (item) => item.rate },
  ],
};

export interface RatesToPublish {
  readonly programCurrency: string;
  readonly items: readonly CurrencyRate[];
  /** Who publishes: a person or a key, by name. */
  readonly by: string;
}

/** Publishes rates; of items of one currency and day the last one counts. */
export function publishRates(
  database: Database,
  { programCurrency, items, by }: RatesToPublish,
): Promise<UpsertCounts> {
  const distinct = new Map(items.map((item) => [`${item.currency} ${item.fromOn}`, { ...item, programCurrency }]));
  return writeVersions(database, rates, { items: [...distinct.values()], by });
}

const rateColumns = `currency, to_char(from_on, 'YYYY-MM-DD') as "fromOn", trim_scale(rate)::text as rate,
                     version, recorded_at as "updatedAt", recorded_by as "updatedBy"`;

export interface RatesQuery {
  readonly programCurrency: string;
  /** Beginning of the currency's code; '' for all. */
  readonly q: string;
  /** The last row of the page before; undefined on the first. */
  readonly after: Pick<CurrencyRate, 'currency' | 'fromOn'> | undefined;
  readonly limit: number;
}

/** Current rates by currency, the newest day first (index: currency_rate_current). */
export function listRates(sql: Sql, query: RatesQuery): Promise<(CurrencyRate & Versioned)[]> {
  const { programCurrency, q, after, limit } = query;
  return sql.rows(
    {
      name: 'list_currency_rates',
      text: `select ${rateColumns} from currency_rate
              where is_current and program_currency = $1 and starts_with(currency, upper($2))
                and ($3::text is null or currency > $3 or (currency = $3 and from_on < $4::text::date))
              order by currency, from_on desc limit $5`,
    },
    [programCurrency, q, after?.currency ?? null, after?.fromOn ?? null, limit],
  );
}

export interface RateVersionsQuery extends Pick<CurrencyRate, 'currency' | 'fromOn'> {
  readonly programCurrency: string;
  readonly beforeVersion: number;
  readonly limit: number;
}

/** Versions of the rate of one currency and day, the newest first (index: primary key). */
export function listRateVersions(sql: Sql, query: RateVersionsQuery): Promise<(CurrencyRate & Versioned)[]> {
  const { programCurrency, currency, fromOn, beforeVersion, limit } = query;
  return sql.rows(
    {
      name: 'list_currency_rate_versions',
      text: `select ${rateColumns} from currency_rate
              where program_currency = $1 and currency = $2 and from_on = $3::text::date and version < $4
              order by version desc limit $5`,
    },
    [programCurrency, currency, fromOn, beforeVersion, limit],
  );
}

/** Those of the rates of these currencies and days that were published (index: currency_rate_current). */
export function readCurrentRates(
  sql: Sql,
  programCurrency: string,
  keys: readonly Pick<CurrencyRate, 'currency' | 'fromOn'>[],
): Promise<(CurrencyRate & Versioned)[]> {
  return sql.rows(
    {
      name: 'read_current_rates',
      text: `select ${rateColumns} from unnest($2::text[], $3::text[]) as asked(of_currency, day)
               join currency_rate on currency = asked.of_currency and from_on = asked.day::date
              where is_current and program_currency = $1`,
    },
    [programCurrency, textArray(keys.map(({ currency }) => currency)), textArray(keys.map(({ fromOn }) => fromOn))],
  );
}

/** A question of ingest: what is this currency worth on this day? */
export interface RateQuestion {
  readonly currency: string;
  /** `yyyy-mm-dd` in the program's zone. */
  readonly day: string;
}

export interface HeldRate extends RateQuestion {
  /** Null when a rate is published, but none that reaches back to the day: then `fromOn` is the first day that has one. */
  readonly rate: string | null;
  readonly fromOn: string;
  readonly version: number;
}

/** The rates that hold on the days asked for; currencies without any rate are absent (index: currency_rate_current). */
export function readHeldRates(
  sql: Sql,
  programCurrency: string,
  questions: readonly RateQuestion[],
): Promise<HeldRate[]> {
  return sql.rows(
    {
      name: 'read_held_rates',
      text: `select asked.currency, asked.day, trim_scale(held.rate)::text as rate, held.version,
                    to_char(coalesce(held.from_on, first.from_on), 'YYYY-MM-DD') as "fromOn"
               from unnest($2::text[], $3::text[]) as asked(currency, day)
               join lateral (
                 select min(from_on) as from_on from currency_rate r
                  where r.program_currency = $1 and r.currency = asked.currency and r.is_current and r.rate is not null
               ) first on first.from_on is not null
               left join lateral (
                 select r.rate, r.from_on, r.version from currency_rate r
                  where r.program_currency = $1 and r.currency = asked.currency and r.is_current and r.rate is not null
                    and r.from_on <= asked.day::date
                  order by r.from_on desc limit 1
               ) held on true`,
    },
    [programCurrency, textArray(questions.map(({ currency }) => currency)), textArray(questions.map(({ day }) => day))],
  );
}
