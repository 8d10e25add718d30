import { setTimeout as delay } from 'node:timers/promises';
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
import {
  countRowsOfSteps,
  knowsLens,
  readKnownMembers,
  readLensExpectation,
  readSettledMembers,
} from '@perennial/postgres';
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

/**
 * What the lens has and the database never had, because it was brought back from before: rows beyond the end of a log, by their positions,
 * or members, by their number.
 */
export interface FutureRows {
  readonly log: LensLog | 'member';
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
 * Holds what the lens has against what it has acknowledged. PostgreSQL is read as of one moment: what is shipped afterwards the lens has in
 * addition, so nothing seems to be missing that is not. Where the lens ends is read before: the log only grows, so nothing seems to be too much. Undefined where this database has not shipped to the lens yet.
 */
export async function compareLens({ database, lens, facets }: ComparedStores): Promise<LensComparison | undefined> {
  const lensId = await readLensId(lens);
  if (lensId === undefined || !(await knowsLens(database, lensId))) return undefined;
  const ends = { fact: await lastHeld(lens, 'fact'), derived_fact: await lastHeld(lens, 'derived_fact') };
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
    future: [
      ...futureOf('fact', ends.fact, expected),
      ...futureOf('derived_fact', ends.derived_fact, expected),
      ...(await unknownMembers({ database, lens }, expected)),
    ],
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
  const held = await heldOfLog(lens, log, { upTo: listed(upTo), positions: positionsPerRange });
  return differencesOf({ log, expected: logs[log], held, upTo });
}

/** By the number of the shard. */
function listed(upTo: ReadonlyMap<number, number>): readonly number[] {
  return Array.from({ length: Math.max(...upTo.keys()) + 1 }, (_, shard) => upTo.get(shard) ?? 0);
}

function futureOf(
  log: LensLog,
  last: Awaited<ReturnType<typeof lastHeld>>,
  { shards }: LensExpectation,
): readonly FutureRows[] {
  const logged = new Map(shards.map(({ shard, head, output }) => [shard, log === 'fact' ? head : output]));
  return last.flatMap(({ shard, position }) => {
    const end = logged.get(shard) ?? 0;
    return position > end ? [{ log, shard, held: position, logged: end }] : [];
  });
}

/** Whoever came meanwhile is in both stores by now: each of a shard that has too many is looked for. */
async function unknownMembers(
  { database, lens }: TwoStores,
  { members }: LensExpectation,
): Promise<readonly FutureRows[]> {
  const all = new Map(members.map((one) => [one.shard, one.all]));
  const found: FutureRows[] = [];
  for (const { shard, members: held } of await heldMembers(lens)) {
    if (held <= (all.get(shard) ?? 0)) continue;
    const ids = [...(await heldMembersOfShard(lens, shard)).keys()];
    const known = await readKnownMembers(database, shard, ids);
    if (known.length < ids.length) found.push({ log: memberTable, shard, held: ids.length, logged: known.length });
  }
  return found;
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
  const upTo = listed(new Map(shards.map(({ shard, fact }) => [shard, fact])));
  const counted = isHeldAgainstLens(name)
    ? await heldAtRest(() => heldAgainstLens(lens, name, upTo))
    : heldOf(await countRowsOfSteps(database, table, shards), await rowsOfTable(lens, table.part));
  return counted
    .filter(({ expected, held }) => held < expected)
    .map(({ shard, expected, held }) => ({ table: name, shard, expected, missing: expected - held }));
}

const looksMax = 3;
const restMs = 500;

/** Rows of a table and of what it is held against come one after the other: what is missing for a moment is looked at again. */
async function heldAtRest(look: () => ReturnType<typeof heldAgainstLens>): ReturnType<typeof heldAgainstLens> {
  for (let looks = 1; ; looks += 1) {
    const found = await look();
    if (looks === looksMax || found.every(({ expected, held }) => held >= expected)) return found;
    await delay(restMs);
  }
}

function heldOf(expected: ReadonlyMap<number, number>, held: ReadonlyMap<number, number>) {
  return [...expected].map(([shard, rows]) => ({ shard, expected: rows, held: held.get(shard) ?? 0 }));
}
