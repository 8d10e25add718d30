import { nullableNumberOf, numberOf, textOf } from '../client/lens-query.ts';
import type { LensReader, LensRow } from '../client/lens-query.ts';
import { isStanding } from '../log/standing-facts.ts';
import { edgesOf } from '../periods/buckets.ts';
import type { Bucket } from '../periods/buckets.ts';

export interface FactCount {
  readonly on: string;
  readonly type: string;
  readonly count: number;
}

const typesMax = 200;

/** Facts by type and bucket, by when they happened; the 200 most frequent types. */
export async function factCounts(lens: LensReader, buckets: readonly Bucket[]): Promise<readonly FactCount[]> {
  const edges = edgesOf(buckets);
  const rows = await lens.read({
    sql: `select toInt64(roundDown(occurred_at, {edges:Array(Int64)})) as edge, type, count() as count
            from fact
           where occurred_at >= {from:Int64} and occurred_at < {to:Int64} and ${isStanding}
             and type in (select type from fact group by type order by count() desc limit ${typesMax})
           group by edge, type
           order by edge, count desc, type`,
    params: { edges, from: edges[0] ?? 0, to: edges.at(-1) ?? 0 },
  });
  const onOf = new Map(buckets.map((bucket) => [bucket.fromAt, bucket.on]));
  return rows.map((row) => ({
    on: onOf.get(numberOf(row, 'edge')) ?? '',
    type: textOf(row, 'type'),
    count: numberOf(row, 'count'),
  }));
}

/** What the lens holds in all. */
export interface FactTotals {
  readonly facts: number;
  readonly anonymousFacts: number;
  readonly types: number;
  /** Epoch milliseconds; null without facts. */
  readonly firstOccurredAt: number | null;
  readonly lastOccurredAt: number | null;
  readonly lastRecordedAt: number | null;
}

export async function factTotals(lens: LensReader): Promise<FactTotals> {
  const [row] = await lens.read({
    sql: `select count() as facts, countIf(isNull(member_id)) as anonymous, uniqExact(type) as types,
                 minOrNull(occurred_at) as first_at, maxOrNull(occurred_at) as last_at, maxOrNull(recorded_at) as recorded_at
            from fact
           where ${isStanding}`,
  });
  if (row === undefined) throw new Error('The lens gave no totals');
  return {
    facts: numberOf(row, 'facts'),
    anonymousFacts: numberOf(row, 'anonymous'),
    types: numberOf(row, 'types'),
    firstOccurredAt: nullableNumberOf(row, 'first_at'),
    lastOccurredAt: nullableNumberOf(row, 'last_at'),
    lastRecordedAt: nullableNumberOf(row, 'recorded_at'),
  };
}

export interface TailFact {
  readonly shard: number;
  readonly position: number;
  readonly memberId: string | null;
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly channel: string;
  readonly storeId: string;
  readonly isBackfill: boolean;
  /** JSON text. */
  readonly payload: string;
}

export interface TailOptions {
  /** Facts of later blocks only; 0 for the newest there are. */
  readonly afterBlock: number;
  readonly limit: number;
  readonly source?: string;
  readonly type?: string;
}

/**
 * The newest facts that reached the lens, newest first, and the block to ask after next. Positions are per shard, so the order among
 * shards is that of the blocks, then of `recorded_at`.
 */
export async function factTail(
  lens: LensReader,
  options: TailOptions,
): Promise<{ readonly facts: readonly TailFact[]; readonly block: number }> {
  const rows = await lens.read({
    sql: `select block, shard, position, toString(member_id) as member, source, message_id, type, occurred_at, recorded_at,
                 channel, store_id, is_backfill, payload
            from fact
           where block > {after:UInt64} and ${isStanding}
             and ({source:String} = '' or source = {source:String}) and ({type:String} = '' or type = {type:String})
           order by block desc, recorded_at desc, shard, position desc
           limit {limit:UInt32}`,
    params: {
      after: options.afterBlock,
      limit: options.limit,
      source: options.source ?? '',
      type: options.type ?? '',
    },
  });
  return {
    facts: rows.map(tailFactOf),
    block: Math.max(options.afterBlock, ...rows.map((row) => numberOf(row, 'block'))),
  };
}

function tailFactOf(row: LensRow): TailFact {
  return {
    shard: numberOf(row, 'shard'),
    position: numberOf(row, 'position'),
    memberId: row['member'] === null ? null : textOf(row, 'member'),
    source: textOf(row, 'source'),
    messageId: textOf(row, 'message_id'),
    type: textOf(row, 'type'),
    occurredAt: numberOf(row, 'occurred_at'),
    recordedAt: numberOf(row, 'recorded_at'),
    channel: textOf(row, 'channel'),
    storeId: textOf(row, 'store_id'),
    isBackfill: row['is_backfill'] === true,
    payload: textOf(row, 'payload'),
  };
}
