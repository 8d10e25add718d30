import type { MemberId } from '@perennial/domain';
import type { NextStageOf, BlockContent, BlockRange, LensBlock, LensLease, ShippingStore } from '@perennial/engine';
import type { ShippedDerivedFact, ShippedFact, ShippedMember, ShippedPlace, ShippedTimeline } from '@perennial/engine';
import type { Database, Sql } from '../database/database.ts';
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
import {
  readBlockDerivedFacts,
  readBlockFacts,
  readPlaces,
  readSnapshots,
  readTimelines,
} from '../sql/lens/read-block.ts';
import type { FactRow } from '../sql/fact-row.ts';
import type { BlockDerivedRow } from '../sql/lens/read-block.ts';
import { deleteTouches, readTouches, takeShardsPastPublish, touchShards } from '../sql/lens/touch.ts';
import { shareBlock } from './block-ranges.ts';
import { placeOfFact, placeOfRow, snapshotOfRow, timelineOfRow } from './snapshot.ts';

const noNextStage: NextStageOf = () => new Map();
/** Steps of the log that are facts; merges, absorptions and splits have other kinds and touch timelines. */
const factKind = 0;
const keysPerQuery = 5_000;

/** The system of record as the shipping sees it (`packages/engine/src/shipping/shipper.ts`). */
export function createShippingStore(database: Database, nextStageOf: NextStageOf = noNextStage): ShippingStore {
  return {
    register: (lens) =>
      database.transaction({ name: 'register lens' }, async (sql) => {
        await registerLens(sql, lens);
        await registerLensCursors(sql, lens);
      }),
    takeLease: (lease) => takeLensLease(database, lease),
    openBlocks: async (lens) => toBlocks(await readOpenBlocks(database, lens)),
    recordBlock: (lease, rowsMax) =>
      database.transaction({ name: 'record lens block' }, (sql) => recordBlock(sql, lease, rowsMax)),
    readBlock: (block) => readBlock(database, block, nextStageOf),
    acknowledge: (lens, block) =>
      database.transaction({ name: 'acknowledge lens block' }, (sql) => acknowledge(sql, lens, block)),
    async readTouched(_lens, membersMax) {
      const touches = await readTouches(database, membersMax);
      if (touches.length === 0) return undefined;
      // Taken before the rows are read: a snapshot must not be older than its version.
      const version = await nextBlockId(database);
      const keys = touches.map((touch) => ({ shard: touch.shard, id: touch.member_id }));
      const content = await readMembersOf(database, { members: keys, timelines: keys, places: keys }, nextStageOf);
      return { version, ...content, done: () => deleteTouches(database, touches) };
    },
    touchAfterPublish: (lens) =>
      database.transaction({ name: 'touch after publish' }, async (sql) => {
        const shards = await takeShardsPastPublish(sql, lens);
        return shards.length === 0 ? 0 : touchShards(sql, shards);
      }),
    async lag(lens) {
      const row = await readLensLag(database, lens ?? (await readNewestLens(database)));
      if (row === undefined) return { rows: 0, milliseconds: 0, blocks: 0 };
      const milliseconds = row.oldest_at === null ? 0 : Math.max(0, row.now - row.oldest_at);
      return { rows: row.rows, milliseconds, blocks: row.blocks };
    },
  };
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

async function readBlock(sql: Sql, block: LensBlock, nextStageOf: NextStageOf): Promise<BlockContent> {
  const { ranges } = block;
  const factRows = await readBlockFacts(
    sql,
    ranges.map(({ shard, factFrom, factTo }) => ({ shard, from: factFrom, to: factTo })),
  );
  const derivedRows = await readBlockDerivedFacts(
    sql,
    ranges.map(({ shard, derivedFrom, derivedTo }) => ({ shard, from: derivedFrom, to: derivedTo })),
  );
  const joined = factRows.filter((row) => row.kind !== factKind);
  const moved = [...joined, ...derivedRows.filter((row) => row.type.startsWith('stage.'))];
  const members = await readMembersOf(
    sql,
    {
      members: distinctKeys([...factRows, ...derivedRows]),
      timelines: distinctKeys(moved),
      // Who took another member in has her orders from now on.
      places: distinctKeys(joined),
    },
    nextStageOf,
  );
  const facts = factRows.filter((row) => row.kind === factKind).map(factOfRow);
  const places = [...factRows.map(placeOfFact).filter((place) => place !== undefined), ...members.places];
  return { facts, derivedFacts: derivedRows.map(derivedFactOfRow), ...members, places };
}

interface Key {
  readonly shard: number;
  readonly id: string;
}

interface Wanted {
  readonly members: readonly Key[];
  readonly timelines: readonly Key[];
  readonly places: readonly Key[];
}

interface MemberContent {
  readonly members: readonly ShippedMember[];
  readonly timelines: readonly ShippedTimeline[];
  readonly places: readonly ShippedPlace[];
}

async function readMembersOf(sql: Sql, wanted: Wanted, nextStageOf: NextStageOf): Promise<MemberContent> {
  const members: ShippedMember[] = [];
  const timelines: ShippedTimeline[] = [];
  const places: ShippedPlace[] = [];
  // In portions, so that the fold's statements get their turn at the database in between.
  for (const keys of portions(wanted.members)) {
    for (const row of await readSnapshots(sql, keys)) members.push(snapshotOfRow(row, nextStageOf));
  }
  for (const keys of portions(wanted.timelines)) {
    for (const row of await readTimelines(sql, keys)) timelines.push(timelineOfRow(row));
  }
  for (const keys of portions(wanted.places)) {
    for (const row of await readPlaces(sql, keys)) places.push(placeOfRow(row));
  }
  return { members, timelines, places };
}

function portions(keys: readonly Key[]): readonly (readonly Key[])[] {
  return Array.from({ length: Math.ceil(keys.length / keysPerQuery) }, (_, index) =>
    keys.slice(index * keysPerQuery, (index + 1) * keysPerQuery),
  );
}

function distinctKeys(rows: readonly { readonly shard: number; readonly member_id: string | null }[]): readonly Key[] {
  const keys = new Map<string, Key>();
  for (const row of rows) if (row.member_id !== null) keys.set(row.member_id, { shard: row.shard, id: row.member_id });
  return [...keys.values()];
}

function factOfRow(row: FactRow): ShippedFact {
  return {
    shard: row.shard,
    position: row.position,
    memberId: row.member_id as MemberId | null,
    source: row.source,
    messageId: row.message_id,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    isBackfill: row.is_backfill,
    channel: row.channel,
    storeId: row.store_id,
    payload: row.payload,
  };
}

function derivedFactOfRow(row: BlockDerivedRow): ShippedDerivedFact {
  return {
    shard: row.shard,
    position: row.position,
    memberId: row.member_id as MemberId,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    causeKind: row.cause_kind,
    causePosition: row.cause_position,
    causeAt: row.cause_at,
    programVersion: row.program_version,
    payload: row.payload,
  };
}
