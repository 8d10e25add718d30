import type { MemberId } from '@perennial/domain';
import type {
  HeldOrder,
  KnownOrder,
  LogPlace,
  MemberPlace,
  OrderClaim,
  OrderOwner,
  WaitingFact,
} from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { boolArray, int4Array, int8Array, uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

interface OwnerRow {
  readonly id: string;
  readonly member_id: MemberId | null;
  readonly identity_hash: string | null;
  readonly is_strong: boolean;
}

function ownerOf({ member_id: memberId, identity_hash: identity, is_strong: isStrong }: OwnerRow): OrderOwner | null {
  return memberId === null || identity === null ? null : { memberId, identity, isStrong };
}

/** Orders without a lock; those that nobody claimed or waits for are absent (index: primary key). */
export async function readOrders(sql: Sql, ids: readonly string[]): Promise<readonly KnownOrder[]> {
  const rows = await sql.rows<OwnerRow>(
    {
      name: 'read_orders',
      text: `select id, member_id, identity_hash, is_strong from order_owner where id = any($1::uuid[])`,
    },
    [uuidArray(ids)],
  );
  return rows.map((row) => ({ id: row.id, owner: ownerOf(row) }));
}

interface HeldRow extends OwnerRow {
  readonly waiting_shards: string;
  readonly waiting_positions: string;
}

/** Whether a claim takes the order: it had no owner, or one by a weak identity only. */
const isTaken = 'o.member_id is null or (excluded.is_strong and not o.is_strong)';

const nobody = `'00000000-0000-0000-0000-000000000000'::uuid`;

/**
 * Claims orders, sorted by id and distinct; answers those that are not simply as claimed now: they have another owner, or facts
 * wait for the owner. Waits for another transaction that holds one of them, and holds all of them from here on: a row that stays as
 * it was is written all the same, which is what locks it (index: primary key). What came of it is looked up among the claims by a
 * hash: planned for arrays of unknown length, a join of the two would compare each with each.
 */
export async function claimOrders(sql: Sql, claims: readonly OrderClaim[]): Promise<readonly HeldOrder[]> {
  const rows = await sql.rows<HeldRow>(
    {
      name: 'claim_orders',
      text: `with claim as materialized (
               select id, shard, member_id, identity_hash, is_strong
                 from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::uuid[], $5::boolean[])
                   as c(id, shard, member_id, identity_hash, is_strong)
             ), held as (
               insert into order_owner as o (id, shard, member_id, identity_hash, is_strong)
               select id, shard, member_id, identity_hash, is_strong from claim order by id
                   on conflict (id) do update
                  set shard = case when ${isTaken} then excluded.shard else o.shard end,
                      member_id = case when ${isTaken} then excluded.member_id else o.member_id end,
                      identity_hash = case when ${isTaken} then excluded.identity_hash else o.identity_hash end,
                      is_strong = case when ${isTaken} then excluded.is_strong else o.is_strong end
               returning o.*
             )
             select h.id, h.member_id, h.identity_hash, h.is_strong,
                    coalesce(array_to_string(h.waiting_shards, ','), '') as waiting_shards,
                    coalesce(array_to_string(h.waiting_positions, ','), '') as waiting_positions
               from held h
              where h.waiting_shards is not null
                 or (h.id, coalesce(h.member_id, ${nobody}), coalesce(h.identity_hash, ${nobody}))
                    not in (select id, coalesce(member_id, ${nobody}), coalesce(identity_hash, ${nobody}) from claim)`,
    },
    [
      uuidArray(claims.map(({ id }) => id)),
      int4Array(claims.map(({ shard }) => shard)),
      uuidArray(claims.map(({ owner }) => owner?.memberId ?? null)),
      uuidArray(claims.map(({ owner }) => owner?.identity ?? null)),
      boolArray(claims.map(({ owner }) => owner?.isStrong ?? false)),
    ],
  );
  return rows.map((row) => ({ id: row.id, owner: ownerOf(row), waiting: placesOf(row) }));
}

function placesOf(row: HeldRow): readonly LogPlace[] {
  if (row.waiting_shards === '') return [];
  const positions = row.waiting_positions.split(',').map(Number);
  return row.waiting_shards.split(',').map((shard, n) => ({ shard: Number(shard), position: positions[n] ?? 0 }));
}

/** Notes facts of nobody under their orders, up to `most` an order. The caller holds the rows (index: primary key). */
export async function noteWaiting(sql: Sql, facts: readonly WaitingFact[], most: number): Promise<void> {
  await sql.execute(
    {
      name: 'note_waiting_facts',
      text: `update order_owner o
                set waiting_shards = (coalesce(o.waiting_shards, '{}') || n.shards)[1:$4::integer],
                    waiting_positions = (coalesce(o.waiting_positions, '{}') || n.positions)[1:$4::integer]
               from (select id, array_agg(shard order by shard, position) as shards,
                            array_agg(position order by shard, position) as positions
                       from unnest($1::uuid[], $2::integer[], $3::bigint[]) as new(id, shard, position)
                      group by id) n
              where o.id = n.id and coalesce(cardinality(o.waiting_shards), 0) < $4::integer`,
    },
    [
      uuidArray(facts.map(({ id }) => id)),
      int4Array(facts.map(({ shard }) => shard)),
      int8Array(facts.map(({ position }) => position)),
      most,
    ],
  );
}

/** Nothing waits under these orders any more. The caller holds the rows (index: primary key). */
export async function clearWaiting(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.execute(
    {
      name: 'clear_waiting_facts',
      text: `update order_owner
                set waiting_shards = null, waiting_positions = null
              where id = any($1::uuid[])`,
    },
    [uuidArray(ids)],
  );
}

/** Gives orders that were claimed under these identities to another member (index: order_owner_by_member). */
export async function moveOrders(
  sql: Sql,
  { from, to }: { readonly from: MemberPlace; readonly to: MemberPlace },
  identities: readonly string[],
): Promise<void> {
  await sql.execute(
    {
      name: 'move_orders',
      text: `update order_owner
                set shard = $3, member_id = $4
              where shard = $1 and member_id = $2 and identity_hash = any($5::uuid[])`,
    },
    [from.shard, from.id, to.shard, to.id, uuidArray(identities)],
  );
}

/** Orders of these members have no owner any more (index: order_owner_by_member). */
export async function deleteOrders(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_orders',
      text: `delete from order_owner o
              using unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
              where o.shard = wanted.shard and o.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}
