import {
  applyStep,
  activityDayRows,
  createMember,
  facets,
  lifecycleFacet,
  openView,
  orderRows,
  shardOf,
  stageEntryRows,
  type FactPayload,
  type FactStep,
  type FoldContext,
  type Member,
  type MemberId,
} from '@perennial/domain';
import { createMemberId, type BlindIdentityOf } from '@perennial/engine';
import type { Database } from '@perennial/postgres';
import { externalIdOf, phoneOf } from './facts.ts';

/**
 * Members made by set-based SQL instead of by their facts, so that a million takes a minute: one member's registration and first
 * order are folded in memory by the domain, and her encoded state, rows and stage entries are written for everybody under ids of
 * their own. The log is empty up to the position that they claim, so a replay would not find their facts; the fold does not ask.
 */
export interface BuiltMembers {
  readonly database: Database;
  readonly context: FoldContext;
  readonly shardCount: number;
  readonly members: number;
  /** When all of them bought for the first and only time, epoch milliseconds. */
  readonly purchasedAt: number;
  /** Number of the first of them, whom their identities are made of; 0 unless some were built before. */
  readonly firstMember?: number;
  /** Undefined: nobody will send facts about them, so they need no identities. */
  readonly blind?: BlindIdentityOf;
}

/** The last position that the built members have folded, in every shard. */
const builtPosition = 2;
const batchMembers = 20_000;

/** Writes the members; answers when the first of them is due to be woken. */
export async function buildMembers(options: BuiltMembers): Promise<number> {
  const { database, members } = options;
  const model = foldModel(options);
  await database.run(`update shard_head set position = ${builtPosition}`);
  await database.run(`update shard_cursor set position = ${builtPosition}`);
  for (let from = 0; from < members; from += batchMembers) {
    await insertBatch(options, model, { from, to: Math.min(members, from + batchMembers) });
  }
  for (const table of ['member', 'identity', 'member_order', 'activity_day', 'stage_entry'])
    await database.run(`vacuum (analyze) ${table}`);
  await database.run('checkpoint');
  return model.wakeAt ?? Number.POSITIVE_INFINITY;
}

function foldModel({ context, purchasedAt }: BuiltMembers): Member {
  const member = createMember(facets, '00000000-0000-7000-8000-000000000000' as MemberId, 0);
  const registered = { position: 1, type: 'member.registered', at: purchasedAt - 3_600_000, payload: {} };
  applyStep(member, stepOf(registered), { context });
  const payload = { orderId: 'first', amountMinor: 25_900, currency: 'CNY', lines: [] };
  const order = stepOf({ position: builtPosition, type: 'order.placed', at: purchasedAt, payload });
  applyStep(member, order, { context });
  return member;
}

interface StepParts {
  readonly position: number;
  readonly type: string;
  readonly at: number;
  readonly payload: FactPayload;
}

function stepOf({ position, type, at, payload }: StepParts): FactStep {
  return {
    kind: 'fact',
    shard: 0,
    position,
    memberId: '00000000-0000-7000-8000-000000000000' as MemberId,
    source: 'bench',
    messageId: `built-${position}`,
    type,
    occurredAt: at,
    recordedAt: at,
    isBackfill: false,
    channel: 'web',
    storeId: '',
    payload: () => payload,
  };
}

async function insertBatch(
  options: BuiltMembers,
  model: Member,
  range: { readonly from: number; readonly to: number },
): Promise<void> {
  const { database, shardCount } = options;
  const ids = Array.from({ length: range.to - range.from }, () => createMemberId(options.purchasedAt));
  const shards = ids.map((id) => shardOf(id, shardCount));
  const state = Buffer.from(lifecycleFacet.codec.encode(openView(model, lifecycleFacet).state));
  await database.pool.query(
    `insert into member (shard, id, position, clock_at, wake_at, program_version, created_at, state)
     select shard, id, ${builtPosition}, $3, $4, $5, $3, $6 from unnest($1::integer[], $2::uuid[]) as m(shard, id)`,
    [shards, ids, model.clockAt, model.wakeAt, model.programVersion, state],
  );
  await insertRows(options, model, [shards, ids]);
  if (options.blind !== undefined)
    await insertIdentities(database, [shards, ids], identitiesOf(options.blind, range, options.firstMember));
}

/** Shards and ids of members, each in the same place. */
export type Places = readonly [readonly number[], readonly string[]];

async function insertRows({ database }: BuiltMembers, model: Member, places: Places): Promise<void> {
  const view = openView(model, lifecycleFacet);
  const members = 'unnest($1::integer[], $2::uuid[]) as m(shard, id)';
  for (const order of view.rows(orderRows).rows()) {
    await database.pool.query(
      `insert into member_order (shard, member_id, space, order_id, placed_at, amount_minor, amount_rank, amount_at,
                                 amount_message, channel)
       select shard, id, $3, $4, $5, $6, $7, $8, $9, $10 from ${members}`,
      [
        ...places,
        order.space,
        order.orderId,
        order.placedAt,
        order.amountMinor,
        order.amountRank,
        order.amountAt,
        order.amountMessage,
        order.channel,
      ],
    );
  }
  for (const day of view.rows(activityDayRows).rows()) {
    await database.pool.query(
      `insert into activity_day (shard, member_id, day, kind, place, count, first_at, last_at)
       select shard, id, $3, $4, $5, $6, $7, $8 from ${members}`,
      [...places, day.day, day.kind, day.place, day.count, day.firstAt, day.lastAt],
    );
  }
  for (const entry of view.rows(stageEntryRows).rows()) {
    await database.pool.query(
      `insert into stage_entry (shard, member_id, lifecycle, valid_from, recorded_at, stage, from_stage, is_reactivation,
                                program_version, cause_kind, cause_position, cause_at, is_acted)
       select shard, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 from ${members}`,
      [
        ...places,
        entry.lifecycle,
        entry.validFrom,
        entry.recordedAt,
        entry.stage,
        entry.fromStage,
        entry.isReactivation,
        entry.programVersion,
        entry.causeKind,
        entry.causePosition,
        entry.causeAt,
        entry.isActed,
      ],
    );
  }
}

/** Gives members of these places external ids and telephone numbers, so that facts find them; the first of them has the number `from`. */
export async function giveIdentities(
  database: Database,
  blind: BlindIdentityOf,
  { places, from }: { readonly places: Places; readonly from: number },
): Promise<void> {
  await insertIdentities(database, places, identitiesOf(blind, { from, to: from + places[0].length }));
}

interface IdentityColumns {
  readonly externals: readonly string[];
  readonly phones: readonly string[];
  readonly tails: readonly (string | null)[];
}

function identitiesOf(
  blind: BlindIdentityOf,
  range: { readonly from: number; readonly to: number },
  firstMember = 0,
): IdentityColumns {
  const columns = { externals: [] as string[], phones: [] as string[], tails: [] as (string | null)[] };
  for (let member = firstMember + range.from; member < firstMember + range.to; member += 1) {
    const external = blind({ type: 'external_id:bench', value: externalIdOf(member) });
    const phone = blind({ type: 'phone', value: phoneOf(member) });
    if (external.kind !== 'identity' || phone.kind !== 'identity') throw new Error('a made-up identity was refused');
    columns.externals.push(external.identity.hash);
    columns.phones.push(phone.identity.hash);
    columns.tails.push(phone.identity.tailHash);
  }
  return columns;
}

async function insertIdentities(database: Database, places: Places, columns: IdentityColumns): Promise<void> {
  await database.pool.query(
    `insert into identity (hash, type, shard, member_id, tail_hash, hash_key_id, created_at)
     select hash, type, shard, id, tail, gen_random_uuid(), 0
       from (select shard, id, external as hash, 'external_id:bench' as type, null::uuid as tail
               from unnest($1::integer[], $2::uuid[], $3::uuid[]) as e(shard, id, external)
             union all
             select shard, id, phone, 'phone', tail
               from unnest($1::integer[], $2::uuid[], $4::uuid[], $5::uuid[]) as p(shard, id, phone, tail)) i
      order by hash`,
    [...places, columns.externals, columns.phones, columns.tails],
  );
}
