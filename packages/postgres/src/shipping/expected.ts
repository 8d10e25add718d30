import type { LensTable } from '@perennial/domain';
import type { LensLog, LogRange } from '@perennial/engine';
import type { Database, Sql } from '../database/database.ts';
import {
  countSettledMembers,
  countShippedDerivedFacts,
  countShippedFacts,
  readAcknowledged,
  readSentAnew,
  type AcknowledgedRow,
  type AnewRow,
  type BucketRow,
  type SettledRow,
} from '../sql/lens/expected.ts';
import { beginLensFills } from '../sql/lens/parts.ts';
import { readStepsAfter } from '../sql/lens/read-fill.ts';
import { insertRepairs } from '../sql/lens/repairs.ts';
import { touchShards } from '../sql/lens/touch.ts';
import { addRowsOfSteps } from './step-rows.ts';
import type { RowsByTable } from './step-rows.ts';

/** What a lens has said that it holds, as of one moment. */
export interface LensExpectation {
  readonly shards: readonly AcknowledgedRow[];
  readonly logs: Readonly<Record<LensLog, readonly BucketRow[]>>;
  readonly members: readonly SettledRow[];
  readonly sentAnew: AnewRow;
}

/** `positions`: how many of a log make one count. */
export function readLensExpectation(database: Database, lens: string, positions: number): Promise<LensExpectation> {
  return database.transaction({ name: 'expect of lens', mode: 'snapshot' }, async (sql) => {
    const shards = await readAcknowledged(sql, lens);
    const facts = shards.map(({ shard, fact }) => ({ shard, upto: fact }));
    const derived = shards.map(({ shard, derived: upto }) => ({ shard, upto }));
    return {
      shards,
      logs: {
        fact: await countShippedFacts(sql, facts, positions),
        derived_fact: await countShippedDerivedFacts(sql, derived, positions),
      },
      members: await countSettledMembers(sql, facts),
      sentAnew: await readSentAnew(sql, lens),
    };
  });
}

const stepsPerPage = 10_000;

/** Rows that the steps up to an acknowledged place stand for in a table, by shard, those that are known by the same counted once. */
export async function countRowsOfSteps(
  sql: Sql,
  { part, ...rest }: LensTable,
  shards: readonly AcknowledgedRow[],
): Promise<ReadonlyMap<number, number>> {
  const upTo = new Map(shards.map(({ shard, fact }) => [shard, fact]));
  const keys = new Map<number, Set<string>>();
  const indexes = part.sortBy.map((name) => part.columns.findIndex((column) => column.name === name));
  const { facts: types = [], hasDecisions = false } = part.steps ?? {};
  let after = { shard: -1, position: 0 };
  for (;;) {
    const steps = await readStepsAfter(sql, after, { types, hasDecisions, limit: stepsPerPage });
    const rows: RowsByTable = new Map();
    const known = steps.filter(({ shard, position }) => position <= (upTo.get(shard) ?? 0));
    addRowsOfSteps(rows, { tables: [{ part, ...rest }] }, known);
    for (const { shard, memberId, values } of rows.get(part.name) ?? []) {
      const own = keys.get(shard) ?? new Set();
      keys.set(shard, own.add(JSON.stringify([memberId, ...indexes.map((index) => values[index])])));
    }
    const last = steps.at(-1);
    if (last === undefined || steps.length < stepsPerPage)
      return new Map([...keys].map(([shard, own]) => [shard, own.size]));
    after = { shard: last.shard, position: last.position };
  }
}

/** What a lens is to be sent again. */
export interface LensLoss {
  readonly logs: Readonly<Record<LensLog, readonly LogRange[]>>;
  /** Of which every member is sent again, with what the facets have of her. */
  readonly shards: readonly number[];
  /** Tables of facets that are filled anew. */
  readonly tables: readonly LensTable[];
}

/** Asks whoever ships for what was lost; asking twice is asking once. */
export function askForLoss(database: Database, lens: string, { logs, shards, tables }: LensLoss): Promise<void> {
  const named = (wanted: (table: LensTable) => boolean) => tables.filter(wanted).map(({ part }) => part.name);
  return database.transaction({ name: 'ask for loss' }, async (sql) => {
    for (const log of ['fact', 'derived_fact'] as const) {
      if (logs[log].length > 0) await insertRepairs(sql, { lens, log }, logs[log]);
    }
    if (shards.length > 0) await touchShards(sql, shards);
    if (tables.length > 0) {
      const ofMembers = named(({ part }) => part.whole !== undefined);
      await beginLensFills(sql, lens, { ofMembers, ofSteps: named(({ part }) => part.steps !== undefined) });
    }
  });
}
