import type { EffectRequest } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import {
  effectArrays,
  effectArrayTypes,
  effectColumns,
  takePositions,
  type Placed,
  type PositionCount,
} from '../placed-effects.ts';
import { int8Array } from '../../wire/binary-arrays.ts';

/** Takes `counts` positions of the outbox and returns the last one of each shard (index: primary key). */
export async function takeOutboxPositions(
  sql: Sql,
  counts: readonly PositionCount[],
): Promise<{ shard: number; position: number }[]> {
  return takePositions(sql, { name: 'take_outbox_positions', column: 'outbox_position' }, counts);
}

/** Writes what is to be done outside; one that is there already by its cause stays as it is (index: outbox_cause). */
export async function insertRequests(sql: Sql, rows: readonly Placed<EffectRequest>[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_outbox',
      text: `insert into outbox (${effectColumns}, occurred_at)
             select * from unnest(${effectArrayTypes}, $13::bigint[])
                 on conflict (shard, member_id, cause_kind, cause_position, cause_at, cause_facet, cause_n) do nothing`,
    },
    [...effectArrays(rows), int8Array(rows.map((r) => r.row.occurredAt))],
  );
}

/** Types of events that somebody is to be told of; read in the transaction that writes events (small table, sequential). */
export async function readWantedEvents(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ readonly type: string }>(
    { name: 'read_wanted_events', text: `select distinct unnest(types) as type from webhook` },
    [],
  );
  return new Set(rows.map(({ type }) => type));
}
