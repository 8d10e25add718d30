import type { LogPlace, LoggedFact } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { readLoggedFacts } from './log.ts';

export interface OrderWanted {
  /** Key of the order in its number space, or in a source's own. */
  readonly id: string;
  readonly number: string;
}

type OrderFact = Pick<LoggedFact, 'source' | 'messageId' | 'type' | 'occurredAt' | 'payload'>;

/** Facts that may say what orders hold: those of their owners whose payload has the number somewhere, and those that wait for an owner. */
export async function readOrderFacts(sql: Sql, wanted: readonly OrderWanted[]): Promise<readonly OrderFact[]> {
  const numbers = new Map(wanted.map(({ id, number }) => [id, number]));
  const places = await readPlaces(sql, [...numbers.keys()]);
  const owned = places.flatMap(({ id, shard, member_id: member }) =>
    shard === null || member === null ? [] : [{ shard, member, number: numbers.get(id) ?? '' }],
  );
  const waiting = places.flatMap(waitingOf);
  const [ofOwners, ofNobody] = await Promise.all([
    owned.length === 0 ? [] : readOwned(sql, owned),
    waiting.length === 0 ? [] : readLoggedFacts(sql, waiting),
  ]);
  return [...ofOwners, ...ofNobody];
}

interface PlaceRow {
  readonly id: string;
  readonly shard: number | null;
  readonly member_id: string | null;
  readonly waiting_shards: string;
  readonly waiting_positions: string;
}

/** Whose orders are, and where facts wait for an owner (index: primary key). */
async function readPlaces(sql: Sql, ids: readonly string[]): Promise<readonly PlaceRow[]> {
  return sql.rows<PlaceRow>(
    {
      name: 'read_order_places',
      text: `select id, shard, member_id, coalesce(array_to_string(waiting_shards, ','), '') as waiting_shards,
                    coalesce(array_to_string(waiting_positions, ','), '') as waiting_positions
               from order_owner where id = any($1::uuid[])`,
    },
    [uuidArray(ids)],
  );
}

function waitingOf({ waiting_shards: shards, waiting_positions: positions }: PlaceRow): readonly LogPlace[] {
  if (shards === '') return [];
  const numbers = positions.split(',').map(Number);
  return shards.split(',').map((shard, index) => ({ shard: Number(shard), position: numbers[index] ?? 0 }));
}

interface Owned {
  readonly shard: number;
  readonly member: string;
  readonly number: string;
}

/** Facts of these members that say what an order holds (index: fact_by_member). */
async function readOwned(sql: Sql, owned: readonly Owned[]): Promise<readonly OrderFact[]> {
  return sql.rows<OrderFact>(
    {
      name: 'read_order_facts',
      text: `select f.source, f.message_id as "messageId", f.type, f.occurred_at as "occurredAt", f.payload
               from unnest($1::integer[], $2::uuid[], $3::text[]) as wanted(shard, member_id, number)
               join fact f on f.shard = wanted.shard and f.member_id = wanted.member_id
              where f.type in ('order.placed', 'order.updated', 'order.paid') and strpos(f.payload, wanted.number) > 0`,
    },
    [
      int4Array(owned.map(({ shard }) => shard)),
      uuidArray(owned.map(({ member }) => member)),
      textArray(owned.map(({ number }) => number)),
    ],
  );
}
