import { openView, returnsOf, type EffectRequest, type Member, type StepInput } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import { writeStates, type StateToWrite } from '../rows/member-facets.ts';
import { writeRows, type Owned } from '../rows/write-rows.ts';
import { insertDerivedFacts, takeOutputPositions } from '../sql/derived-facts.ts';
import { insertRequests, readWantedEvents, takeOutboxPositions } from '../sql/outbox/requests.ts';
import { insertStepInputs } from '../sql/step-inputs.ts';
import { writeMembers, type MemberUpdate } from '../sql/write-members.ts';
import { giveBackShares } from './take.ts';
import { dueText, statusCode } from './members-of-rows.ts';

function updateOf(member: Member): MemberUpdate {
  return {
    shard: member.shard,
    id: member.id,
    position: member.position,
    clockAt: member.clockAt,
    wakeAt: member.status === 'live' ? member.wakeAt : null,
    programVersion: member.programVersion,
    status: statusCode[member.status],
    state: stateInRow(member),
    due: dueText(member),
  };
}

/** Null: unchanged. */
function stateInRow(member: Member): Uint8Array | null {
  const { inRow } = member.facets;
  if (inRow === null) return null;
  const view = openView(member, inRow);
  return view.isStateChanged ? inRow.codec.encode(view.state) : null;
}

/** States that are kept apart and changed. */
function statesApart(members: readonly Member[]): readonly StateToWrite[] {
  const states: StateToWrite[] = [];
  for (const { shard, id, views } of members) {
    for (let n = 0; n < views.length; n += 1) {
      const view = views[n];
      if (view === undefined || !view.isStateChanged || view.facet.keeps !== 'apart') continue;
      const { codec, name } = view.facet;
      states.push({ shard, memberId: id, facet: name, state: codec.encode(view.state) });
    }
  }
  return states;
}

function collect<Row>(members: readonly Member[], rowsOf: (member: Member) => readonly Row[]): Owned<Row>[] {
  const owned: Owned<Row>[] = [];
  for (const member of members) {
    for (const row of rowsOf(member)) owned.push({ shard: member.shard, memberId: member.id, row });
  }
  return owned;
}

type TakePositions = typeof takeOutputPositions;

/** Gives rows their places in a log that is dense per shard, in the order in which they came. */
async function place<Row>(sql: Sql, rows: readonly Owned<Row>[], take: TakePositions) {
  const counts = new Map<number, number>();
  for (const { shard } of rows) counts.set(shard, (counts.get(shard) ?? 0) + 1);
  const taken = [...counts].map(([shard, count]) => ({ shard, count })).toSorted((a, b) => a.shard - b.shard);
  const next = new Map<number, number>();
  for (const { shard, position } of await take(sql, taken)) next.set(shard, position - (counts.get(shard) ?? 0));
  return rows.map((row) => {
    const position = (next.get(row.shard) ?? 0) + 1;
    next.set(row.shard, position);
    return { ...row, position };
  });
}

/**
 * Writes what changed, set-based; the members are done with. All of it is asked for when this resolves, and `done` once the answer is
 * there; it fails when a member's stored position was ahead: her lock was lost, and the transaction must not commit.
 */
export async function beginWriting(sql: Sql, members: readonly Member[]): Promise<{ readonly done: Promise<void> }> {
  if (members.length === 0) return { done: Promise.resolve() };
  const inputs = collect(members, (member) => member.inputs);
  const returned = returnedIn(inputs);
  // Resources are locked before the outputs; who gives back nothing, which is nearly everybody, does not wait for it either.
  if (returned.length > 0) await giveBackShares(sql, returned);
  const [derived, wanted] = await Promise.all([
    placeIfAny(
      sql,
      collect(members, (member) => member.derived),
      takeOutputPositions,
    ),
    wantedRequests(sql, members),
  ]);
  const requests = await placeIfAny(sql, wanted, takeOutboxPositions);
  const writes = [
    writeMembers(sql, members.map(updateOf)),
    writeStates(sql, statesApart(members)),
    writeRows(sql, members),
  ];
  if (derived.length > 0) writes.push(insertDerivedFacts(sql, derived));
  if (requests.length > 0) writes.push(insertRequests(sql, requests));
  if (inputs.length > 0) writes.push(insertStepInputs(sql, inputs));
  return { done: Promise.all(writes).then(() => undefined) };
}

/** What steps gave back, into the slice of each member's shard. */
function returnedIn(inputs: readonly Owned<StepInput>[]) {
  return inputs.flatMap(({ shard, row }) =>
    returnsOf([row]).map(({ resource, units }) => ({ shard, resource, granted: units })),
  );
}

/**
 * Requests but for events that nobody is to be told of. Read in the same transaction, so that who subscribed before a step was folded is
 * told of it, on every process.
 */
async function wantedRequests(sql: Sql, members: readonly Member[]): Promise<readonly Owned<EffectRequest>[]> {
  const requests = collect(members, (member) => member.requests);
  const events = members[0]?.facets.events;
  if (events === undefined || !requests.some(({ row }) => events.has(row.type))) return requests;
  const wanted = await readWantedEvents(sql);
  return requests.filter(({ row }) => !events.has(row.type) || wanted.has(row.type));
}

async function placeIfAny<Row>(sql: Sql, rows: readonly Owned<Row>[], take: TakePositions) {
  return rows.length === 0 ? [] : place(sql, rows, take);
}
