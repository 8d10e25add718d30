import { createHash } from 'node:crypto';

/**
 * Retries of a block are recognised by their token within this many inserts; beyond, the shipping asks for the last position.
 * Plain MergeTree tables recognise none unless told how many to remember.
 */
const deduplication = 'settings non_replicated_deduplication_window = 10000';

/**
 * Facts, in the order in which they are asked for: by type and time. Not partitioned, because an insert is atomic only within one
 * partition, and a block of late facts would fall into many.
 */
const fact = `create table if not exists fact (
  shard UInt16,
  position UInt64 codec(Delta, ZSTD(1)),
  block UInt64,
  member_id Nullable(UUID),
  type LowCardinality(String),
  occurred_at Int64 codec(Delta, ZSTD(1)),
  recorded_at Int64 codec(Delta, ZSTD(1)),
  is_backfill Bool,
  source LowCardinality(String),
  message_id String codec(ZSTD(1)),
  channel LowCardinality(String),
  store_id LowCardinality(String),
  payload String codec(ZSTD(3)),
  -- What sums need of an order, read from the payload once. An order without an id stands for itself, as it does in the fold.
  order_id String materialized if(startsWith(type, 'order.'), if(JSONHas(payload, 'orderId'),
    trim(both '"' from JSONExtractRaw(payload, 'orderId')), concat(source, '/', message_id)), '') codec(ZSTD(1)),
  amount_minor Int64 materialized if(startsWith(type, 'order.'), if(JSONHas(payload, 'amountMinor'),
    JSONExtractInt(payload, 'amountMinor'),
    arraySum(line -> JSONExtractInt(line, 'amountMinor'), JSONExtractArrayRaw(payload, 'lines'))), 0)
) engine = MergeTree order by (type, occurred_at, shard, position) ${deduplication}`;

/** What the fold decided, as it decided it: what was known then. */
const derivedFact = `create table if not exists derived_fact (
  shard UInt16,
  position UInt64 codec(Delta, ZSTD(1)),
  block UInt64,
  member_id UUID,
  type LowCardinality(String),
  occurred_at Int64 codec(Delta, ZSTD(1)),
  recorded_at Int64 codec(Delta, ZSTD(1)),
  cause_kind LowCardinality(String),
  cause_position UInt64,
  cause_at Int64,
  program_version UInt32,
  payload String codec(ZSTD(3))
) engine = MergeTree order by (type, occurred_at, shard, position) ${deduplication}`;

/**
 * One row a member and lifecycle: her whole timeline as known now, in parallel arrays. A repaired timeline replaces the row, so nothing
 * has to be deleted, and the end of an interval is the next element of the array.
 */
const stageTimeline = `create table if not exists stage_timeline (
  shard UInt16,
  member_id UUID,
  lifecycle LowCardinality(String),
  version UInt64,
  from_at Array(Int64) codec(ZSTD(1)),
  stage Array(LowCardinality(String)) codec(ZSTD(1)),
  is_reactivation Array(Bool) codec(ZSTD(1)),
  is_acted Array(Bool) codec(ZSTD(1))
) engine = ReplacingMergeTree(version) order by (lifecycle, shard, member_id)`;

/** One row a member: what is known of her now. */
const member = `create table if not exists member (
  shard UInt16,
  member_id UUID,
  version UInt64,
  status LowCardinality(String),
  merged_into Nullable(UUID),
  position UInt64,
  clock_at Int64,
  program_version UInt32,
  created_at Int64,
  -- One element a lifecycle: where she stands, since when, when time alone moves her on and where to.
  lifecycles Array(LowCardinality(String)),
  stages Array(LowCardinality(String)),
  since_at Array(Int64),
  next_at Array(Nullable(Int64)),
  next_stages Array(LowCardinality(String)),
  reactivations Array(UInt32),
  facts UInt64,
  orders UInt32,
  cancelled_orders UInt32,
  refunds UInt32,
  gross_minor Int64,
  net_minor Int64,
  reviews UInt32,
  registered_at Nullable(Int64),
  first_at Nullable(Int64),
  first_order_at Nullable(Int64),
  last_order_at Nullable(Int64),
  last_interaction_at Nullable(Int64),
  median_gap_ms Nullable(Int64),
  tags Array(LowCardinality(String))
) engine = ReplacingMergeTree(version) order by (shard, member_id)`;

/**
 * Where each member was seen last: (instant, store) and (instant, channel), the greater one wins whenever rows are merged, so their order
 * of arrival does not matter. A purchase counts as later than any registration.
 */
const memberPlace = `create table if not exists member_place (
  shard UInt16,
  member_id UUID,
  store SimpleAggregateFunction(max, Tuple(Int64, String)),
  channel SimpleAggregateFunction(max, Tuple(Int64, String))
) engine = AggregatingMergeTree order by (shard, member_id)`;

/** Which lens this is. */
const identity = `create table if not exists lens_identity (
  id UUID,
  -- Fingerprint of the statements that made its tables.
  schema_version String,
  created_at DateTime default now()
) engine = MergeTree order by id`;

export const lensTables: Readonly<Record<string, string>> = {
  lens_identity: identity,
  fact,
  derived_fact: derivedFact,
  stage_timeline: stageTimeline,
  member,
  member_place: memberPlace,
};

/**
 * Changes whenever a table does: a lens of another version is emptied and shipped everything again, because all of it can be made anew
 * from the system of record.
 */
export const lensSchemaVersion = createHash('sha256').update(JSON.stringify(lensTables)).digest('hex').slice(0, 16);
