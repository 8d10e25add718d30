import { factTotals } from '@perennial/clickhouse';
import type { Installation } from '@perennial/contracts/staff';
import type { DeliveryGate } from '@perennial/engine';
import { countLiveMembers } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { readImportEnds } from '@perennial/postgres/imports';
import { currencyDigits } from '../../ingest/currency-digits.ts';
import { keepFor } from '../kernel/keep-for.ts';
import { maskText } from '../personal-data/mask-text.ts';
import type { ReadApplying } from '../program/applied.ts';
import { dayOf } from '../reading/days.ts';
import type { ReadingWorld } from '../reading/world.ts';

export interface InstallationDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  readonly version: string;
  readonly currency: string;
  readonly phoneCountry: string;
  readonly shardCount: number;
  /** Counts the log itself, which is slower than to ask the lens, once. */
  readonly countFacts: () => Promise<number>;
  readonly delivery: DeliveryGate;
  readonly isDemo: () => boolean;
  readonly foldLag: () => Promise<{ readonly steps: number; readonly milliseconds: number }>;
  readonly lensLag: () => Promise<{ readonly facts: number; readonly milliseconds: number }>;
  /** The version that is being applied. */
  readonly applying: ReadApplying;
}

export type DescribeInstallation = () => Promise<Installation>;

/** Counting members costs an index from end to end: one answer serves everybody for a while. */
const countsKeptMs = 5_000;
const daysOldMin = 2;
const importsOfferedMax = 5;

/** How large the installation is, how far behind it is, and which days are worth looking at. */
export function createDescribeInstallation(dependencies: InstallationDependencies): DescribeInstallation {
  const { sql, world } = dependencies;
  const readCounts = keepFor(countsKeptMs, world.now, async () => {
    const [membersCount, totals, importEnds] = await Promise.all([
      countLiveMembers(sql),
      readTotals(dependencies),
      readImportEnds(sql, importsOfferedMax),
    ]);
    return { counts: { membersCount, ...totals }, importEnds };
  });
  return async () => {
    const [{ counts, importEnds }, foldLag, lensLag, program, deliveryPause, publication] = await Promise.all([
      readCounts(),
      dependencies.foldLag(),
      dependencies.lensLag(),
      world.program(),
      dependencies.delivery.readPause(),
      dependencies.applying(),
    ]);
    return {
      ...counts,
      version: dependencies.version,
      zone: world.zone,
      shardCount: dependencies.shardCount,
      isDemo: dependencies.isDemo(),
      currency: dependencies.currency,
      phoneCountry: dependencies.phoneCountry,
      currencyDigits: currencyDigits(dependencies.currency),
      asOfSuggestions: suggest(world, counts.lastFactAt, importEnds),
      foldLag: { steps: foldLag.steps, milliseconds: foldLag.milliseconds },
      lensLag: { facts: lensLag.facts, milliseconds: lensLag.milliseconds },
      programVersion: program.version,
      publication,
      deliveryPause,
    };
  };
}

type Totals = Pick<Installation, 'factsCount' | 'firstFactAt' | 'lastFactAt'>;

/** How many facts there are (as many as are exported), and between which instants. While the lens is away their number is still worth knowing. */
async function readTotals({ world, countFacts }: InstallationDependencies): Promise<Totals> {
  try {
    const totals = await factTotals(await world.lens());
    return { factsCount: totals.facts, firstFactAt: totals.firstOccurredAt, lastFactAt: totals.lastOccurredAt };
  } catch {
    return { factsCount: await countFacts(), firstFactAt: null, lastFactAt: null };
  }
}

type Suggestion = Installation['asOfSuggestions'][number];

/** Data that ends days ago was imported: the last days of the data and of each import are where its pages are worth looking at. */
function suggest(
  world: ReadingWorld,
  lastFactAt: number | null,
  importEnds: readonly { readonly file_name: string; readonly last_fact_at: number }[],
): Suggestion[] {
  const today = dayOf(world.now(), world.zone);
  const isOld = (at: number) => at <= world.now() - daysOldMin * 86_400_000;
  const ends = importEnds.map((end): [number, Suggestion] => {
    const on = dayOf(end.last_fact_at, world.zone);
    return [end.last_fact_at, { on, reason: 'import', label: maskText(end.file_name) }];
  });
  if (lastFactAt !== null) {
    const on = dayOf(lastFactAt, world.zone);
    ends.push([lastFactAt, { on, reason: 'last_fact', label: on }]);
  }
  const byDay = new Map<string, Suggestion>([[today, { on: today, reason: 'today', label: today }]]);
  for (const [at, one] of ends) if (isOld(at) && !byDay.has(one.on)) byDay.set(one.on, one);
  return [...byDay.values()].toSorted((one, other) => (one.on < other.on ? 1 : -1));
}
