import { type CheckedFact, toMinorRate } from '@perennial/domain';
import { foreignCurrency, type PublishedRate, type RateOf } from './convert-amounts.ts';

/** Published rates as ingest needs them: answers from memory, after a look-up for each batch that holds another currency. */
export interface RateBook {
  readonly rateOf: RateOf;
  /** Makes the rates of these facts known, in one look-up for all that are not; undefined when there is nothing to look up. */
  prefetch(facts: readonly CheckedFact[]): Promise<void> | undefined;
  /** What was just published holds from the next batch on; one that is under way keeps the rates that it looked up. */
  forget(): void;
}

/** What a currency is worth on a day of the program's zone (`yyyy-mm-dd`). */
export interface RateQuestion {
  readonly currency: string;
  readonly day: string;
}

/** The rate that holds; one of null when the first is published only from `fromOn` on. Absent: none is published. */
export interface RateAnswer extends RateQuestion {
  readonly rate: string | null;
  readonly fromOn: string;
  readonly version: number | null;
}

export interface RateBookOptions {
  readonly program: string;
  readonly readRates: (questions: readonly RateQuestion[]) => Promise<readonly RateAnswer[]>;
  /** Digits of the minor unit of a currency. */
  readonly digitsOf: (currency: string) => number;
  /** The day of an instant in the program's zone. */
  readonly dayOf: (at: number) => string;
  readonly now: () => number;
}

type Answer = ReturnType<RateOf>;

interface Known {
  readonly answer: Answer;
  readonly until: number;
  /** Publications that this process knew of when it asked. */
  readonly publications: number;
}

/** How long another process's publication may stay unnoticed here. */
const keptMs = 60_000;
/** Currencies and days kept, and as many again of before: a century of days of one currency, or a year of a hundred. */
const answersMax = 36_600;
const currencyShape = /^[A-Z]{3}$/;

export function createRateBook(options: RateBookOptions): RateBook {
  const { program, dayOf } = options;
  let known = new Map<string, Known>();
  let older = known;
  let publications = 0;
  const keyOf = (currency: string, occurredAt: number) => `${currency} ${dayOf(occurredAt)}`;
  const isFresh = (one: Known | undefined) =>
    one !== undefined && one.publications === publications && one.until > options.now();
  async function lookUp(wanted: ReadonlyMap<string, RateQuestion>): Promise<void> {
    const asked = { until: options.now() + keptMs, publications };
    const found = await options.readRates([...wanted.values()]);
    const answers = new Map(found.map((one) => [`${one.currency} ${one.day}`, one]));
    // Answers are put aside, not dropped: a batch between its look-up and its conversion would find none.
    if (known.size + wanted.size > answersMax) [older, known] = [known, new Map()];
    for (const [key, { currency }] of wanted)
      known.set(key, { answer: toAnswer(options, currency, answers.get(key)), ...asked });
  }
  return {
    rateOf(currency, occurredAt) {
      const key = keyOf(currency, occurredAt);
      return (known.get(key) ?? older.get(key))?.answer ?? missing(currency);
    },
    prefetch(facts) {
      let wanted: Map<string, RateQuestion> | undefined;
      for (const { payload, occurredAt } of facts) {
        const currency = foreignCurrency(payload, program);
        if (currency === undefined || !currencyShape.test(currency)) continue;
        const key = keyOf(currency, occurredAt);
        if (isFresh(known.get(key))) continue;
        wanted ??= new Map();
        wanted.set(key, { currency, day: dayOf(occurredAt) });
      }
      return wanted === undefined ? undefined : lookUp(wanted);
    },
    forget() {
      publications += 1;
    },
  };
}

function toAnswer(options: RateBookOptions, currency: string, found: RateAnswer | undefined): Answer {
  if (found === undefined) return missing(currency);
  const { rate, fromOn, version } = found;
  if (rate === null || version === null)
    return { missing: `the first published rate for "${currency}" holds from ${fromOn}` };
  const minor = toMinorRate(rate, { from: options.digitsOf(currency), to: options.digitsOf(options.program) });
  return minor === undefined ? missing(currency) : ({ rate, fromOn, version, minor } satisfies PublishedRate);
}

function missing(currency: string): Answer {
  return { missing: `no rate is published for ${JSON.stringify(currency)}` };
}
