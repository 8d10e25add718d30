import {
  heldAgainstLens,
  heldMembers,
  heldMembersOfShard,
  heldOfLog,
  isHeldAgainstLens,
  lastHeld,
  readLensId,
  rowsOfTable,
} from '@perennial/clickhouse';
import type { LensReader } from '@perennial/clickhouse';
import { createLensLayout } from '@perennial/domain';
import type { Facets, LensTable } from '@perennial/domain';
import type { LensLog } from '@perennial/engine';
import { countRowsOfSteps, knowsLens, readLensExpectation, readSettledMembers } from '@perennial/postgres';
import type { AnewRow, Database, LensExpectation } from '@perennial/postgres';
import { differencesOf, positionsPerRange } from './compare-logs.ts';
import type { RangeDifference } from './compare-logs.ts';

export interface ComparedStores {
  readonly database: Database;
  readonly lens: LensReader;
  readonly facets: Facets;
}

/** Rows of a shard that a table has not, of so many. */
export interface TableDifference {
  readonly table: string;
  readonly shard: number;
  readonly expected: number;
  readonly missing: number;
}

/** Rows of a log that the lens has and the database never had: it was brought back from before them. */
export interface FutureRows {
  readonly log: LensLog;
  readonly shard: number;
  readonly held: number;
  readonly logged: number;
}

export interface LensComparison {
  readonly lensId: string;
  readonly counts: Readonly<Record<LensLog | 'members', number>>;
  readonly ranges: readonly RangeDifference[];
  /** Members among them; each of these is sent again with her shard. */
  readonly tables: readonly TableDifference[];
  readonly future: readonly FutureRows[];
  /** What is on its way already; tables that are being filled were not looked at. */
  readonly sentAnew: AnewRow;
}

export const memberTable = 'member';

/**
 * Holds what the lens has against what it has acknowledged. PostgreSQL is read first, as of one moment: what is shipped meanwhile the lens
 * has in addition, so nothing seems to be missing that is not. Undefined where this database has not shipped to the lens yet.
 */
export async function compareLens({ database, lens, facets }: ComparedStores): Promise<LensComparison | undefined> {
  const lensId = await readLensId(lens);
  if (lensId === undefined || !(await knowsLens(database, lensId))) return undefined;
  const expected = await readLensExpectation(database, lensId, positionsPerRange);
  const { sentAnew } = expected;
  const isFilled = ({ part }: LensTable) => !sentAnew.parts.includes(part.name);
  const tables = createLensLayout(facets).tables.filter(isFilled);
  const differing = await compareMembers({ database, lens }, expected);
  for (const table of tables) differing.push(...(await compareTable({ database, lens }, table, expected)));
  return {
    lensId,
    counts: {
      fact: sumOf(expected.logs.fact, ({ rows }) => rows),
      derived_fact: sumOf(expected.logs.derived_fact, ({ rows }) => rows),
      members: sumOf(expected.members, ({ members }) => members),
    },
    ranges: [...(await compareLog(lens, 'fact', expected)), ...(await compareLog(lens, 'derived_fact', expected))],
    tables: differing,
    future: [...(await futureOf(lens, 'fact', expected)), ...(await futureOf(lens, 'derived_fact', expected))],
    sentAnew,
  };
}

function sumOf<Row>(rows: readonly Row[], read: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + read(row), 0);
}

async function compareLog(
  lens: LensReader,
  log: LensLog,
  { logs, shards }: LensExpectation,
): Promise<readonly RangeDifference[]> {
  const upTo = new Map(shards.map(({ shard, fact, derived }) => [shard, log === 'fact' ? fact : derived]));
  const listed = Array.from({ length: Math.max(...upTo.keys()) + 1 }, (_, shard) => upTo.get(shard) ?? 0);
  const held = await heldOfLog(lens, log, { upTo: listed, positions: positionsPerRange });
  return differencesOf({ log, expected: logs[log], held, upTo });
}

async function futureOf(lens: LensReader, log: LensLog, { shards }: LensExpectation): Promise<readonly FutureRows[]> {
  const logged = new Map(shards.map(({ shard, head, output }) => [shard, log === 'fact' ? head : output]));
  const last = await lastHeld(lens, log);
  return last.flatMap(({ shard, position }) => {
    const end = logged.get(shard) ?? 0;
    return position > end ? [{ log, shard, held: position, logged: end }] : [];
  });
}

type TwoStores = Pick<ComparedStores, 'database' | 'lens'>;

/** By count and sum of positions; shards that differ member by member, because those who moved on meanwhile differ rightly. */
async function compareMembers({ database, lens }: TwoStores, expected: LensExpectation): Promise<TableDifference[]> {
  const held = new Map((await heldMembers(lens)).map((one) => [one.shard, one]));
  const found: TableDifference[] = [];
  for (const { shard, members, positions } of expected.members) {
    const own = held.get(shard);
    if (own?.members === members && own.positions === positions) continue;
    const upto = expected.shards.find((one) => one.shard === shard)?.fact ?? 0;
    const missing = await missingMembers({ database, lens }, { shard, upto });
    if (missing > 0) found.push({ table: memberTable, shard, expected: members, missing });
  }
  return found;
}

async function missingMembers(
  { database, lens }: TwoStores,
  place: { readonly shard: number; readonly upto: number },
): Promise<number> {
  const settled = await readSettledMembers(database, place);
  const held = await heldMembersOfShard(lens, place.shard);
  return settled.filter(({ id, position }) => (held.get(id) ?? 0) < position).length;
}

async function compareTable(
  { database, lens }: TwoStores,
  table: LensTable,
  { shards }: LensExpectation,
): Promise<readonly TableDifference[]> {
  const { name } = table.part;
  const counted = isHeldAgainstLens(name)
    ? await heldAgainstLens(lens, name)
    : heldOf(await countRowsOfSteps(database, table, shards), await rowsOfTable(lens, table.part));
  return counted
    .filter(({ expected, held }) => held < expected)
    .map(({ shard, expected, held }) => ({ table: name, shard, expected, missing: expected - held }));
}

function heldOf(expected: ReadonlyMap<number, number>, held: ReadonlyMap<number, number>) {
  return [...expected].map(([shard, rows]) => ({ shard, expected: rows, held: held.get(shard) ?? 0 }));
}
