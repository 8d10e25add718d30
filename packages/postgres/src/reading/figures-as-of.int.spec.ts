import {
  activityAsOf,
  applyStep,
  attributeKey,
  attributeRows,
  createMember,
  encodeActivity,
  facets,
  lifecycleFacet,
  openView,
  registersAsOf,
  registersFacet,
  shardOf,
} from '@perennial/domain';
import type { ActivityState, AttributeRow, FactStep, MemberId } from '@perennial/domain';
import {
  membersAsOfMax,
  foldBatch,
  logSegmentsOf,
  belongsToSegment,
  readMembersAsOf,
  undoMerge,
} from '@perennial/engine';
import type { AppendVerdict, MemberThen, Programs, RawIdentity } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stepOfRow } from '../fold-store/steps-of-rows.ts';
import { createMergeStore } from '../stores/merge-store.ts';
import { readOwnRows } from '../sql/read-pending.ts';
import { createPastStepsReader } from './past-steps.ts';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

const hourMs = 3_600_000;
const startAt = Date.UTC(2025, 2, 1);
const allShards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();
let installation: FoldInstallation;
let programs: Programs;

beforeAll(async () => {
  installation = await createFoldInstallation();
  programs = await installation.createPrograms();
});
afterAll(async () => {
  await installation?.close();
});

let serial = 0;

interface SentFact {
  readonly type: string;
  readonly hour: number;
  readonly payload?: object;
}

async function send(identities: readonly RawIdentity[], { type, hour, payload = {} }: SentFact): Promise<MemberId> {
  serial += 1;
  const fact = { messageId: `m${serial}`, type, payload: JSON.stringify(payload), occurredAt: startAt + hour * hourMs };
  const [verdict] = await installation.append([prepare({ ...fact, identities })]);
  return memberOf(verdict);
}

function memberOf(verdict: AppendVerdict | undefined): MemberId {
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  return verdict.memberId;
}

async function foldAll(): Promise<void> {
  for (;;) {
    const batch = await foldBatch(installation.store, programs, { shards: allShards, stepsMax: 1_000 });
    if (batch.steps === 0) return;
  }
}

const keyOf = (id: MemberId) => ({ shard: shardOf(id, testShardCount), id });

/** All facts that are a member's now, wherever they stand. */
async function factsOf(id: MemberId): Promise<readonly FactStep[]> {
  const facts: FactStep[] = [];
  for (const segment of await logSegmentsOf(createMergeStore(installation.database), keyOf(id))) {
    const range = { after: segment.after, upTo: segment.upTo ?? Number.MAX_SAFE_INTEGER };
    for (const row of await readOwnRows(installation.database, segment.place, range)) {
      const step = stepOfRow(row);
      if (step?.kind === 'fact' && belongsToSegment(segment, row.position, row.identities.split(','))) facts.push(step);
    }
  }
  return facts;
}

interface Figures {
  readonly activity: ActivityState;
  readonly registers: ReadonlyMap<string, AttributeRow>;
}

function figuresThen(then: MemberThen): Figures {
  return {
    activity: activityAsOf(openView(then.member, lifecycleFacet), then),
    registers: registersAsOf(openView(then.member, registersFacet), then),
  };
}

/** By folding only the facts that had occurred by then. */
async function foldedAsOf(id: MemberId, asOfAt: number): Promise<Figures> {
  const member = createMember(facets, id, 0);
  const facts = (await factsOf(id)).filter((step) => step.occurredAt <= asOfAt);
  const ordered = facts.toSorted((a, b) => a.recordedAt - b.recordedAt);
  for (const [index, step] of ordered.entries())
    applyStep(member, { ...step, position: index + 1, memberId: id }, programs);
  const rows = openView(member, registersFacet).rows(attributeRows).rows();
  const registers = new Map(rows.map((row) => [attributeKey(row.kind, row.name), row]));
  return { activity: openView(member, lifecycleFacet).state.activity, registers };
}

const bytesOf = ({ activity }: Figures) => [...encodeActivity({ ...activity, factCount: 1 })];
const registersOf = ({ registers }: Figures) => [...registers.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));

async function expectSameEveryHour(ids: readonly MemberId[], hours: number): Promise<void> {
  const readSteps = createPastStepsReader(installation.database);
  for (let hour = -1; hour <= hours; hour += 1) {
    const asOfAt = startAt + hour * hourMs;
    const figures = await readMembersAsOf(installation.store, programs, { keys: ids.map(keyOf), asOfAt, readSteps });
    for (const id of ids) {
      const then = figures.get(id);
      const found = then === undefined ? undefined : figuresThen(then);
      const expected = await foldedAsOf(id, asOfAt);
      if (found === undefined) throw new Error('a member is missing');
      expect(bytesOf(found)).toEqual(bytesOf(expected));
      expect(registersOf(found)).toEqual(registersOf(expected));
    }
  }
}

const history = (id: string): readonly SentFact[] => [
  { type: 'member.registered', hour: 0, payload: { attributes: { city: 'Hangzhou' } } },
  { type: 'page.viewed', hour: 1 },
  { type: 'page.viewed', hour: 5 },
  { type: 'order.placed', hour: 2, payload: { orderId: `${id}-1`, amountMinor: 1000 } },
  { type: 'tag.added', hour: 3, payload: { tag: 'vip' } },
  { type: 'review.posted', hour: 4, payload: { rating: 5 } },
  { type: 'review.posted', hour: 7, payload: { rating: 2 } },
  { type: 'order.paid', hour: 6, payload: { orderId: `${id}-1`, amountMinor: 900 } },
  { type: 'order.placed', hour: 8, payload: { orderId: `${id}-2`, amountMinor: 400 } },
  { type: 'order.refunded', hour: 9, payload: { orderId: `${id}-2` } },
  { type: 'order.refunded', hour: 10, payload: { orderId: `${id}-1`, refundId: 'r', amountMinor: 300 } },
  { type: 'tag.removed', hour: 11, payload: { tag: 'vip' } },
  { type: 'attributes.changed', hour: 12, payload: { attributes: { city: 'Suzhou' } } },
  { type: 'order.cancelled', hour: 13, payload: { orderId: `${id}-1` } },
];

describe('the figures of members as of an instant', () => {
  it('are those of a fold of what had occurred by then, at every hour, for several members at once', async () => {
    const phones = ['+8613900000001', '+8613900000002'].map((value): RawIdentity => ({ type: 'phone', value }));
    const ids: MemberId[] = [];
    for (const [index, phone] of phones.entries()) {
      // The second one's facts arrive the last first.
      const facts = index === 0 ? history('a') : history('b').toReversed();
      for (const fact of facts) ids[index] = await send([phone], fact);
    }
    await foldAll();
    await expectSameEveryHour(ids, 14);
  });

  it('are so for members who were merged, and for both when the merge was taken back', async () => {
    const phone: RawIdentity = { type: 'phone', value: '+8613900000003' };
    const email: RawIdentity = { type: 'email', value: 'c@example.cn' };
    let one = await send([phone], { type: 'page.viewed', hour: 0 });
    let other = await send([email], { type: 'page.viewed', hour: 0 });
    for (const [index, fact] of history('c').entries()) await send([index % 2 === 0 ? phone : email], fact);
    const survivor = await send([phone, email], { type: 'page.viewed', hour: 6 });
    for (const [index, fact] of history('d').entries()) await send([index % 3 === 0 ? phone : email], fact);
    await foldAll();
    await expectSameEveryHour([survivor], 14);

    const [merge] = await createMergeStore(installation.database).readMergesOf([keyOf(survivor)]);
    const signal = () => undefined;
    const undone = await undoMerge(
      { store: createMergeStore(installation.database), signal },
      merge?.mergeId ?? '',
      'li',
    );
    expect(undone.kind).toBe('undone');
    one = await send([phone], { type: 'order.placed', hour: 3, payload: { orderId: 'e', amountMinor: 77 } });
    other = await send([email], { type: 'order.placed', hour: 4, payload: { orderId: 'f', amountMinor: 78 } });
    expect(one).not.toBe(other);
    await foldAll();
    await expectSameEveryHour([one, other], 14);
  });

  it('of unknown members are absent, and of too many at once refused', async () => {
    const readSteps = createPastStepsReader(installation.database);
    const nobody = '00000000-0000-7000-8000-000000000009' as MemberId;
    const query = { asOfAt: startAt, readSteps };
    const figures = await readMembersAsOf(installation.store, programs, { ...query, keys: [keyOf(nobody)] });
    expect(figures.size).toBe(0);
    const keys = Array.from({ length: membersAsOfMax + 1 }, () => keyOf(nobody));
    await expect(readMembersAsOf(installation.store, programs, { ...query, keys })).rejects.toThrow(RangeError);
  });
});
