import type { Database } from '@perennial/postgres';
import { expect } from 'vitest';
import type { Call } from './moody-receiver.ts';

/** An event as the outbox holds it. */
interface Decided {
  readonly member_id: string;
  readonly position: number;
  readonly type: string;
}

export interface ToldReport {
  readonly events: number;
  readonly members: number;
  /** Members with more than one event: those whose order can be seen. */
  readonly membersWithOrder: number;
  readonly calls: number;
  /** Calls beyond the first acknowledged one of each event. */
  readonly repeats: number;
}

const keyOf = (memberId: string, position: number) => `${memberId}/${position}`;
/** A restored database counts on from the restore, in seconds of so many places; within one the place is that of the outbox. */
const placesPerSecond = 2 ** 20;
const keyOfCall = ({ received: { data } }: Call) => keyOf(data.memberId, data.sequence % placesPerSecond);

/** Holds what a receiver saw against what the fold decided, which the database knows. */
export async function expectToldAsDecided(database: Database, calls: readonly Call[]): Promise<ToldReport> {
  const decided = await readDecided(database);
  expectTold(decided, calls);
  const ofMembers = Map.groupBy(decided, ({ member_id }) => member_id);
  return {
    events: decided.length,
    members: ofMembers.size,
    membersWithOrder: [...ofMembers.values()].filter(({ length }) => length > 1).length,
    calls: calls.length,
    repeats: acknowledgedOf(calls).length - decided.length,
  };
}

/**
 * Every event arrived and was acknowledged, nothing else did, ids and bodies are stable, and of each member nothing arrived, or was
 * acknowledged, before what is earlier.
 */
export function expectTold(decided: readonly Decided[], calls: readonly Call[]): void {
  const expected = new Set(decided.map(({ member_id, position }) => keyOf(member_id, position)));
  const arrived = new Set(calls.map(keyOfCall));
  expect([...expected.difference(arrived)], 'decided and never told').toEqual([]);
  expect([...arrived.difference(expected)], 'told and never decided').toEqual([]);
  expectStableIds(calls);
  const acknowledged = acknowledgedOf(calls);
  expect([...expected.difference(new Set(acknowledged.map(keyOfCall)))], 'settled and not acknowledged').toEqual([]);
  expectInOrder(firstOfEach(calls), 'arrived');
  expectInOrder(firstOfEach(acknowledged), 'acknowledged');
}

const acknowledgedOf = (calls: readonly Call[]) => calls.filter(({ status }) => status === 200);

/** What the fold asked to be told, which is what it decided: nothing that was derived is missing in the outbox. */
async function readDecided(database: Database): Promise<readonly Decided[]> {
  const lost = await database.rows(
    {
      name: 'test_lost_events',
      text: `select d.member_id, d.type, d.cause_position from derived_fact d
              where d.type = 'stage.changed' and d.recorded_at > (select min(created_at) from webhook) and not exists (
                select 1 from outbox o
                 where o.shard = d.shard and o.member_id = d.member_id and o.type = d.type
                   and o.cause_position = d.cause_position)`,
    },
    [],
  );
  expect(lost, 'derived and not in the outbox').toEqual([]);
  return database.rows<Decided>(
    { name: 'test_decided', text: `select member_id, position, type from outbox order by shard, position` },
    [],
  );
}

function expectStableIds(calls: readonly Call[]): void {
  for (const [id, same] of Map.groupBy(calls, ({ received }) => received.id)) {
    expect(new Set(same.map(keyOfCall)).size, `events with the id ${id}`).toBe(1);
    const installations = Map.groupBy(same, ({ received }) => Math.floor(received.data.sequence / placesPerSecond));
    for (const own of installations.values())
      expect(new Set(own.map(({ received }) => received.text)).size, `bodies of ${id}`).toBe(1);
  }
  for (const [key, same] of Map.groupBy(calls, keyOfCall))
    expect(new Set(same.map(({ received }) => received.id)).size, `ids of ${key}`).toBe(1);
}

function firstOfEach(calls: readonly Call[]): readonly Call[] {
  return [...Map.groupBy(calls, keyOfCall).values()].flatMap(([first]) => first ?? []);
}

function expectInOrder(calls: readonly Call[], what: string): void {
  for (const [memberId, own] of Map.groupBy(calls, ({ received }) => received.data.memberId)) {
    const sequences = own.map(({ received }) => received.data.sequence);
    expect(sequences, `${what}, of ${memberId}`).toEqual(sequences.toSorted((one, other) => one - other));
  }
}
