import { createLensLayout, type LensTable } from '@perennial/domain';
import type {
  BlockContent,
  BlockRange,
  LensBlock,
  LensLag,
  LensLease,
  Programs,
  ShippingStore,
} from '@perennial/engine';
import type { Database, Sql } from '../database/database.ts';
import { logKinds } from '@perennial/engine';
import type { FactRow } from '../sql/fact-row.ts';
import {
  deleteBlock,
  deleteBlockRanges,
  insertBlock,
  insertBlockRanges,
  nextBlockId,
  noteShipped,
  readLensLag,
  readNewestLens,
  readOpenBlocks,
  readUnrecorded,
} from '../sql/lens/blocks.ts';
import type { BlockRangeRow } from '../sql/lens/blocks.ts';
import { registerLens, registerLensCursors, takeLensLease } from '../sql/lens/lease.ts';
import { readBlockDerivedFacts, readBlockFacts } from '../sql/lens/read-block.ts';
import type { BlockDerivedRow } from '../sql/lens/read-block.ts';
import { deleteTouches, readTouches, takeShardsPastPublish, touchShards } from '../sql/lens/touch.ts';
import { shareBlock } from './block-ranges.ts';
import { readErasuresToShip } from './erasures.ts';
import { noteParts, readFill } from './fill-parts.ts';
import { readMembersOf } from './read-members.ts';
import type { LensUse, WantedMember } from './read-members.ts';
import { shippedDerivedFact, shippedFact } from './shipped.ts';
import { isShippedFact, readRepair } from './repairs.ts';
import { addRowsOfSteps, toShippedRows } from './step-rows.ts';
import type { RowsByTable } from './step-rows.ts';

/** The system of record as the shipping sees it (`packages/engine/src/shipping/shipper.ts`). */
export function createShippingStore(database: Database, programs: Programs): ShippingStore {
  const layout = createLensLayout(programs.facets);
  const use = { programs, layout };
  return {
    register: (lens) =>
      database.transaction({ name: 'register lens' }, async (sql) => {
        const isNew = await registerLens(sql, lens);
        await registerLensCursors(sql, lens);
        await noteParts(sql, { id: lens, isNew }, layout);
      }),
    takeLease: (lease) => takeLensLease(database, lease),
    openBlocks: async (lens) => toBlocks(await readOpenBlocks(database, lens)),
    recordBlock: (lease, rowsMax) =>
      database.transaction({ name: 'record lens block' }, (sql) => recordBlock(sql, lease, rowsMax)),
    readBlock: (block) => readBlock(database, block, use),
    acknowledge: (lens, block) =>
      database.transaction({ name: 'acknowledge lens block' }, (sql) => acknowledge(sql, lens, block)),
    async readTouched(_lens, membersMax) {
      const touches = await readTouches(database, membersMax);
      if (touches.length === 0) return undefined;
      // Taken before the rows are read: a snapshot must not be older than its version.
      const version = await nextBlockId(database);
      const { tables } = layout;
      const wanted = touches.map((touch) => ({ shard: touch.shard, id: touch.member_id, tables }));
      const rows: RowsByTable = new Map();
      const members = await readMembersOf(database, wanted, { ...use, rows });
      const done = () => deleteTouches(database, touches);
      return { version, members, rows: toShippedRows(rows), looked: members.length, done };
    },
    readErasures: (lens, limit) => readErasuresToShip(database, lens, limit),
    readRepair: (lens, rowsMax) => readRepair(database, lens, rowsMax),
    readFill: (lens, limit) => readFill(database, { ...use, lens, limit }),
    touchAfterPublish: (lens) =>
      database.transaction({ name: 'touch after publish' }, async (sql) => {
        const shards = await takeShardsPastPublish(sql, lens);
        return shards.length === 0 ? 0 : touchShards(sql, shards);
      }),
    lag: (lens) => readShippingLag(database, lens),
  };
}

/** How far a lens is behind, the newest one when none is named. */
export async function readShippingLag(sql: Sql, lens?: string): Promise<LensLag> {
  const row = await readLensLag(sql, lens ?? (await readNewestLens(sql)));
  if (row === undefined) return { rows: 0, milliseconds: 0, blocks: 0 };
  const milliseconds = row.oldest_at === null ? 0 : Math.max(0, row.now - row.oldest_at);
  return { rows: row.rows, milliseconds, blocks: row.blocks };
}

async function recordBlock(sql: Sql, lease: LensLease, rowsMax: number): Promise<LensBlock | undefined> {
  // Locks the lens, so that nobody else records at the same time, and proves the lease within this transaction.
  if (!(await takeLensLease(sql, lease))) return undefined;
  const ranges = shareBlock(await readUnrecorded(sql, lease.lens), rowsMax);
  if (ranges.length === 0) return undefined;
  const id = await nextBlockId(sql);
  await insertBlock(sql, { lens: lease.lens, id });
  await insertBlockRanges(sql, { lens: lease.lens, id }, ranges);
  return { id, ranges };
}

async function acknowledge(sql: Sql, lens: string, block: LensBlock): Promise<void> {
  await deleteBlockRanges(
    sql,
    { lens, id: block.id },
    block.ranges.map((range) => range.shard),
  );
  await deleteBlock(sql, { lens, id: block.id });
  await noteShipped(sql, lens);
}

function toBlocks(rows: readonly BlockRangeRow[]): readonly LensBlock[] {
  const byBlock = Map.groupBy(rows, (row) => row.block);
  return [...byBlock].map(([id, ranges]) => ({ id, ranges: ranges.map(toRange) }));
}

function toRange(row: BlockRangeRow): BlockRange {
  return {
    shard: row.shard,
    factFrom: row.fact_from,
    factTo: row.fact_to,
    derivedFrom: row.derived_from,
    derivedTo: row.derived_to,
  };
}

async function readBlock(sql: Sql, block: LensBlock, use: LensUse): Promise<BlockContent> {
  const { ranges } = block;
  const factRows = await readBlockFacts(
    sql,
    ranges.map(({ shard, factFrom, factTo }) => ({ shard, from: factFrom, to: factTo })),
  );
  const derivedRows = await readBlockDerivedFacts(
    sql,
    ranges.map(({ shard, derivedFrom, derivedTo }) => ({ shard, from: derivedFrom, to: derivedTo })),
  );
  const rows: RowsByTable = new Map();
  addRowsOfSteps(rows, use.layout, factRows);
  const wanted = wantedOf(use.layout.tables, factRows, derivedRows);
  const members = await readMembersOf(sql, wanted, { ...use, rows });
  const facts = factRows.filter(isShippedFact).map(shippedFact);
  return { facts, derivedFacts: derivedRows.map(shippedDerivedFact), members, rows: toShippedRows(rows) };
}

/** Everybody in a block, with the tables of which what happened to her changed rows; any step but a fact may have changed all. */
function wantedOf(
  tables: readonly LensTable[],
  factRows: readonly FactRow[],
  derivedRows: readonly BlockDerivedRow[],
): readonly WantedMember[] {
  const wholes = tables.filter(({ part }) => part.whole !== undefined);
  const byFact = tablesByType(wholes, ({ part }) => part.whole?.facts ?? []);
  const byDerived = tablesByType(wholes, ({ part }) => part.whole?.derived ?? []);
  const wanted = new Map<string, { readonly shard: number; readonly id: string; readonly tables: Set<LensTable> }>();
  const want = (row: Pick<FactRow, 'shard' | 'member_id'>, moved: readonly LensTable[]): void => {
    if (row.member_id === null) return;
    const known = wanted.get(row.member_id) ?? { shard: row.shard, id: row.member_id, tables: new Set() };
    for (const table of moved) known.tables.add(table);
    wanted.set(row.member_id, known);
  };
  const byDecision = wholes.filter(({ part }) => part.whole?.isPastDecisions !== true);
  const movedBy = (row: FactRow): readonly LensTable[] => {
    if (row.kind === logKinds.fact) return byFact.get(row.type) ?? [];
    return row.kind === logKinds.decision ? byDecision : wholes;
  };
  for (const row of factRows) want(row, movedBy(row));
  for (const row of derivedRows) want(row, byDerived.get(row.type) ?? []);
  return [...wanted.values()].map(({ shard, id, tables: moved }) => ({ shard, id, tables: [...moved] }));
}

function tablesByType(
  tables: readonly LensTable[],
  typesOf: (table: LensTable) => readonly string[],
): ReadonlyMap<string, readonly LensTable[]> {
  const byType = new Map<string, LensTable[]>();
  for (const table of tables) {
    for (const type of typesOf(table)) byType.set(type, [...(byType.get(type) ?? []), table]);
  }
  return byType;
}
