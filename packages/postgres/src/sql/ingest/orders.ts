import type { MemberId } from '@perennial/domain';
import type { LogPlace, MemberPlace, OrderClaim, OrderRow, WaitingFact } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { boolArray, int4Array, int8Array, uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

interface Row {
  readonly id: string;
  readonly member_id: MemberId | null;
  readonly identity_hash: string | null;
  readonly is_strong: boolean;
  readonly waiting_shards: string | null;
  readonly waiting_positions: string | null;
}

/** Of `order_owner`, named `o`. */
const columns = `o.id, o.member_id, o.identity_hash, o.is_strong,
                    array_to_string(o.waiting_shards, ',') as waiting_shards,
                    array_to_string(o.waiting_positions, ',') as waiting_positions`;

function toOrder(row: Row): OrderRow {
  const { id, member_id: memberId, identity_hash: identity, is_strong: isStrong } = row;
  const owner = memberId === null || identity === null ? null : { memberId, identity, isStrong };
  return { id, owner, waiting: row.waiting_shards === null ? noPlaces : placesOf(row) };
}

const noPlaces: readonly LogPlace[] = [];

function placesOf(row: Row): readonly LogPlace[] {
  const positions = row.waiting_positions?.split(',').map(Number) ?? [];
  return (row.waiting_shards?.split(',') ?? []).map((shard, n) => ({
    shard: Number(shard),
    position: positions[n] ?? 0,
  }));
}

/** Orders without a lock; those that nobody claimed or waits for are absent (index: primary key). */
export async function readOrders(sql: Sql, ids: readonly string[]): Promise<readonly OrderRow[]> {
  const rows = await sql.rows<Row>(
    { name: 'read_orders', text: `select ${columns} from order_owner o where o.id = any($1::uuid[])` },
    [uuidArray(ids)],
  );
  return rows.map(toOrder);
}

/** Whether a claim takes the order: it had no owner, or one by a weak identity only. */
const isTaken = 'o.member_id is null or (excluded.is_strong and not o.is_strong)';

/**
 * Claims orders, sorted by id and distinct; answers each as it stands now. Waits for another transaction that holds one of them,
 * and holds all of them from here on: a row that stays as it was is written all the same, which is what locks it.
 */
export async function claimOrders(sql: Sql, claims: readonly OrderClaim[]): Promise<readonly OrderRow[]> {
  const rows = await sql.rows<Row>(
    {
      name: 'claim_orders',
      text: `insert into order_owner as o (id, shard, member_id, identity_hash, is_strong)
             select id, shard, member_id, identity_hash, is_strong
               from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::uuid[], $5::boolean[])
                 as claim(id, shard, member_id, identity_hash, is_strong)
              order by id
                 on conflict (id) do update
                set shard = case when ${isTaken} then excluded.shard else o.shard end,
                    member_id = case when ${isTaken} then excluded.member_id else o.member_id end,
                    identity_hash = case when ${isTaken} then excluded.identity_hash else o.identity_hash end,
                    is_strong = case when ${isTaken} then excluded.is_strong else o.is_strong end
             returning ${columns}`,
    },
    [
      uuidArray(claims.map(({ id }) => id)),
      int4Array(claims.map(({ shard }) => shard)),
      uuidArray(claims.map(({ owner }) => owner?.memberId ?? null)),
      uuidArray(claims.map(({ owner }) => owner?.identity ?? null)),
      boolArray(claims.map(({ owner }) => owner?.isStrong ?? false)),
    ],
  );
  return rows.map(toOrder);
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
