import { LensUnavailableError } from '@perennial/clickhouse';
import type { LensReader } from '@perennial/clickhouse';
import type { Facets } from '@perennial/domain';
import type { Database } from '@perennial/postgres';
import type { Finding } from '../finding.ts';
import { compareLens } from './compare-lens.ts';
import type { FutureRows, LensComparison, TableDifference } from './compare-lens.ts';
import type { RangeDifference } from './compare-logs.ts';

export interface LensContentPorts {
  readonly database: Database;
  readonly facets: Facets;
  readonly openLens: () => Promise<LensReader>;
}

const check = 'lens content';

/** Whether the lens still holds all that it was sent, and nothing that never was. */
export async function checkLensContent({ database, facets, openLens }: LensContentPorts): Promise<Finding> {
  try {
    return describeComparison(await compareLens({ database, facets, lens: await openLens() }));
  } catch (error) {
    // That it does not answer is another check's finding.
    const verdict = error instanceof LensUnavailableError ? 'warning' : 'wrong';
    const detail = `could not be compared: ${error instanceof Error ? error.message : String(error)}`;
    return { check, verdict, detail };
  }
}

/** What was found, in words. */
export function describeComparison(found: LensComparison | undefined): Finding {
  if (found === undefined) return { check, verdict: 'warning', detail: 'nothing was sent to it yet; a start fills it' };
  const { future, ranges, tables } = found;
  if (future.length > 0) return { check, verdict: 'wrong', detail: describeFuture(future) };
  const lost = [...describeRanges(ranges), ...describeTables(tables)];
  if (lost.length === 0) return { check, verdict: 'ok', detail: describeHeld(found) };
  const advice = 'To ship it again: perennial doctor --repair';
  return { check, verdict: 'wrong', detail: `${advice}${lost.map((line) => `\n           ${line}`).join('')}` };
}

function describeHeld({ counts, sentAnew }: LensComparison): string {
  const { fact, derived_fact: derived, members } = counts;
  const held = `${fact} facts, ${derived} derived facts and ${members} members, as in PostgreSQL`;
  const { repairs, members: touched, parts } = sentAnew;
  const onItsWay = [
    ...(repairs === 0 ? [] : [`${repairs} ranges`]),
    ...(touched === 0 ? [] : [`${touched} members`]),
    ...(parts.length === 0 ? [] : [parts.join(', ')]),
  ];
  return onItsWay.length === 0 ? held : `${held}; being sent again: ${onItsWay.join('; ')}`;
}

/** What the lens knows of what never happened cannot be repaired row by row: segments and figures were made of it. */
function describeFuture(future: readonly FutureRows[]): string {
  const [first] = future;
  const where =
    first === undefined ? '' : ` (${first.log} of shard ${first.shard}: ${first.held}, and ${first.logged} there)`;
  return `holds what PostgreSQL does not have, in ${future.length} places${where}: the database was brought back from before them. Empty the lens: it is filled again`;
}

const shownMax = 5;

function describeRanges(ranges: readonly RangeDifference[]): readonly string[] {
  return [...Map.groupBy(ranges, ({ log }) => log)].flatMap(([log, own]) => {
    const sum = (read: (range: RangeDifference) => number) => own.reduce((total, range) => total + read(range), 0);
    const counts = [
      [sum(({ missing }) => missing), 'missing'],
      [sum(({ doubled }) => doubled), 'doubled'],
      [sum(({ surplus }) => surplus), 'too many'],
    ] as const;
    const said = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} rows ${word}`])).join(', ');
    const shown = own.slice(0, shownMax).map(describeRange);
    const rest = own.length > shownMax ? [`and ${own.length - shownMax} more`] : [];
    return [`${log}: ${said}, in ${own.length} blocks: ${[...shown, ...rest].join('; ')}`];
  });
}

function describeRange({ shard, after, upto, expected, missing, doubled, surplus }: RangeDifference): string {
  const counts = [
    ...(missing === 0 ? [] : [`${missing} of ${expected} missing`]),
    ...(doubled === 0 ? [] : [`${doubled} doubled`]),
    ...(surplus === 0 ? [] : [`${surplus} too many`]),
  ];
  return `shard ${shard}, ${after + 1} to ${upto}: ${counts.join(', ')}`;
}

function describeTables(tables: readonly TableDifference[]): readonly string[] {
  return [...Map.groupBy(tables, ({ table }) => table)].map(([table, own]) => {
    const missing = own.reduce((sum, one) => sum + one.missing, 0);
    const shown = own.slice(0, shownMax).map((one) => `shard ${one.shard}: ${one.missing} of ${one.expected}`);
    const rest = own.length > shownMax ? [`and ${own.length - shownMax} more`] : [];
    return `${table}: ${missing} rows missing or older, in ${own.length} shards: ${[...shown, ...rest].join('; ')}`;
  });
}
