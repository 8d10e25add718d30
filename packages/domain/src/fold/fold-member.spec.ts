import { describe, expect, it } from 'vitest';
import { encodeActivity } from '../facets/lifecycle/activity/activity-codec.ts';
import { activityDayRows, orderRows } from '../facets/lifecycle/activity/rows.ts';
import type { OrderRow } from '../facets/lifecycle/activity/rows.ts';
import { averageOrderMinor } from '../facets/lifecycle/fields.ts';
import { memberAsOf } from '../facets/lifecycle/member-as-of.ts';
import { stageEntryRows } from '../facets/lifecycle/stages/entry-row.ts';
import { lifecycleCodec } from '../facets/lifecycle/timeline/state.ts';
import { fiveStages, sixStages } from '../facets/lifecycle/stages/presets.ts';
import { facets } from '../facets/index.ts';
import type { Member } from '../kernel/facet.ts';
import type { Need } from '../kernel/rows/needs.ts';
import type { RowSet } from '../kernel/rows/row-set.ts';
import type { AbsorbStep, FactStep, MergeStep, SplitStep } from '../kernel/steps/steps.ts';
import {
  activityOf,
  applyAll,
  daysLater,
  entriesIn,
  fact,
  foldFacts,
  inOrder,
  lifecycleOf,
  newMember,
  order,
  registersIn,
  standingsOf,
  testContext,
  testMemberId,
  testProgram,
  timelineOf,
} from '../testing/given.ts';
import { createStoredMember, foldStored, loadWhole, needsOfStep, needsOfWake } from '../testing/stored-member.ts';
import type { StoredMember } from '../testing/stored-member.ts';
import { advanceTo } from './advance.ts';
import { applyStep } from './apply-step.ts';
import { supplyHistory } from './fold-own.ts';

const context = testContext();
const registered = fact({ type: 'member.registered', at: daysLater(0) });

function net(member: Member): number {
  const activity = activityOf(member);
  return activity.grossMinor - activity.refundedMinor;
}

function ordersOf(member: Member): RowSet<OrderRow> {
  return lifecycleOf(member).rows(orderRows);
}

function derivedTypes(member: Member): string[] {
  return member.derived.map((derived) => derived.type);
}

/** The value of an attribute, tag or consent as JSON text. */
function registerOf(member: Member, kind: 'attribute' | 'tag', name: string): string | undefined {
  return registersIn(member).find((row) => row.kind === kind && row.name === name)?.value;
}

function storeFacts(facts: readonly FactStep[], use = { context }): StoredMember {
  const stored = createStoredMember(facets, testMemberId(1));
  foldStored(stored, inOrder(facts), use);
  return stored;
}

/** How much of the past is asked for: all of it, single rows, or nothing. */
function reachOf(needs: readonly Need[]): 'everything' | 'keys' | 'nothing' {
  if (needs.some(({ by }) => by === 'all')) return 'everything';
  return needs.length > 0 ? 'keys' : 'nothing';
}

describe('a live history', () => {
  it('moves a buyer through the six stages at the instants the windows end', () => {
    const work = foldFacts([registered, order('a', 1)]);
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1']);
    expect(work.wakeAt).toBe(daysLater(31));
    advanceTo(work, daysLater(400), context);
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1', 'active@31', 'silent@91', 'dormant@181', 'churned@366']);
    expect(work.wakeAt).toBeNull();
  });

  it('tells each transition once, with its cause, and acts on it', () => {
    const work = foldFacts([registered, order('a', 1)]);
    advanceTo(work, daysLater(31), context);
    expect(work.derived.map(({ type, payload, cause }) => [type, payload['to'], cause.kind, cause.position])).toEqual([
      ['stage.changed', 'potential', 'fact', 1],
      ['stage.changed', 'new', 'fact', 2],
      ['stage.changed', 'active', 'wake', 0],
    ]);
    expect(entriesIn(work).every((entry) => entry.isActed)).toBe(true);
  });

  it('fires a wake at its due instant, however late the worker is (E2)', () => {
    const [onTime, late] = [foldFacts([registered, order('a', 1)]), foldFacts([registered, order('a', 1)])];
    for (let day = 2; day < 500; day += 1) advanceTo(onTime, daysLater(day), context);
    advanceTo(late, daysLater(499), context);
    expect(entriesIn(late)).toEqual(entriesIn(onTime));
    expect(entriesIn(late).at(-1)).toMatchObject({
      stage: 'churned',
      recordedAt: daysLater(366),
      causeAt: daysLater(366),
      causeKind: 'wake',
    });
  });

  it('records coming back from silence as a reactivation, but not a first purchase', () => {
    const work = foldFacts([registered, order('a', 1), order('b', 100)]);
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1', 'active@31', 'silent@91', 'active@100 back']);
    expect(standingsOf(work)[0]?.reactivations).toBe(1);
    expect(derivedTypes(work).filter((type) => type === 'member.reactivated')).toHaveLength(1);
  });

  it('is not moved by what no condition asks for', () => {
    const before = foldFacts([registered, order('a', 1)]);
    const after = foldFacts([
      registered,
      order('a', 1),
      fact({ type: 'page.viewed', at: daysLater(2) }),
      fact({ type: 'brand.unknown', at: daysLater(3) }),
    ]);
    expect(timelineOf(after)).toEqual(timelineOf(before));
    expect(after.wakeAt).toBe(before.wakeAt);
    expect(lifecycleOf(after).rows(activityDayRows).rows().length).toBe(3);
  });

  it('refuses a step at or before the member’s position (E4)', () => {
    const work = foldFacts([registered, order('a', 1)]);
    const bytes = encodeActivity(activityOf(work));
    applyStep(work, { ...order('b', 2), position: 2 }, { context });
    applyStep(work, { ...order('b', 2), position: 1 }, { context });
    expect(encodeActivity(activityOf(work))).toEqual(bytes);
  });
});

describe('an order', () => {
  const paid = (id: string, days: number, amountMinor: number) =>
    fact({ type: 'order.paid', at: daysLater(days), payload: { orderId: id, amountMinor } });
  const refunded = (id: string, days: number, rest: { amountMinor: number; refundId?: string }) =>
    fact({ type: 'order.refunded', at: daysLater(days), payload: { orderId: id, refundId: `r${days}`, ...rest } });
  const cancelled = (id: string, days: number) =>
    fact({ type: 'order.cancelled', at: daysLater(days), payload: { orderId: id } });

  it('counts once however often it is placed and paid, at the amount that was paid', () => {
    const work = foldFacts([
      order('a', 1),
      order('a', 1.5, { messageId: 'again' }),
      paid('a', 2, 9000),
      paid('a', 3, 8000),
    ]);
    expect(activityOf(work).purchaseCount).toBe(1);
    expect(net(work)).toBe(8000);
    expect(activityOf(work).firstPurchaseAt).toBe(daysLater(1));
  });

  it('lowers the net by each refund, never below nothing, and counts no more when all is given back', () => {
    const partly = foldFacts([order('a', 1), refunded('a', 2, { amountMinor: 4000 })]);
    expect([net(partly), activityOf(partly).purchaseCount, activityOf(partly).refundCount]).toEqual([6000, 1, 1]);
    const wholly = foldFacts([
      order('a', 1),
      refunded('a', 2, { amountMinor: 4000 }),
      refunded('a', 3, { amountMinor: 9000 }),
    ]);
    expect([net(wholly), activityOf(wholly).purchaseCount, activityOf(wholly).refundCount]).toEqual([0, 0, 2]);
    expect(timelineOf(wholly)).toEqual(['new@1', 'potential@3']);
    expect(averageOrderMinor(activityOf(wholly))).toBeNull();
  });

  it('gives back what is left of the order when a refund states neither amount nor lines, however early it is told', () => {
    const whole = fact({ type: 'order.refunded', at: daysLater(3), payload: { orderId: 'a' } });
    for (const facts of [
      [order('a', 1), whole],
      [whole, order('a', 1)],
      [order('a', 1), refunded('a', 2, { amountMinor: 4000 }), whole],
    ]) {
      const work = foldFacts(facts);
      expect([net(work), activityOf(work).purchaseCount]).toEqual([0, 0]);
    }
    const zero = fact({ type: 'order.refunded', at: daysLater(3), payload: { orderId: 'a', amountMinor: 0 } });
    expect(net(foldFacts([order('a', 1), zero]))).toBe(10_000);
  });

  it('is the same refund when it is told twice', () => {
    expect(
      net(
        foldFacts([
          order('a', 1),
          refunded('a', 2, { amountMinor: 4000, refundId: 'r' }),
          refunded('a', 3, { amountMinor: 4000, refundId: 'r' }),
        ]),
      ),
    ).toBe(6000);
  });

  it('gives recency back to the purchase before it when it is cancelled', () => {
    const work = foldFacts([order('a', 1), order('b', 80), cancelled('b', 100)]);
    expect(timelineOf(work)).toEqual(['new@1', 'active@31', 'silent@100']);
    expect([net(work), activityOf(work).purchaseCount, activityOf(work).cancelledCount]).toEqual([10_000, 1, 1]);
  });

  it('never counts when it was cancelled before it was placed', () => {
    expect(activityOf(foldFacts([cancelled('a', 1), order('a', 2)])).purchaseCount).toBe(0);
  });

  it('that is not known is returned without an amount, because the history began later', () => {
    const work = foldFacts([refunded('old', 1, { amountMinor: 5000 })]);
    expect([net(work), activityOf(work).refundCount]).toEqual([0, 1]);
    expect(timelineOf(work)).toEqual(['potential@1']);
  });

  it('takes its amount from its lines when it states none', () => {
    const payload = {
      orderId: 'a',
      lines: [
        { productId: 'p', amountMinor: 300 },
        { productId: 'q', priceMinor: 200, quantity: 3, category: 'Hair' },
      ],
    };
    const work = foldFacts([fact({ type: 'order.placed', at: daysLater(1), payload })]);
    expect(net(work)).toBe(900);
    expect(ordersOf(work).rows()[0]).toMatchObject({ category: 'Hair', itemCount: 4 });
  });
});

describe('late and imported facts', () => {
  const late = order('late', 50, { recordedAt: daysLater(100) });

  it('repair the timeline from their own instant, keep what was acted on, and act on nothing of the past', () => {
    const work = foldFacts([registered, order('a', 1), fact({ type: 'page.viewed', at: daysLater(95) }), late]);
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1', 'active@31']);
    const superseded = lifecycleOf(work)
      .rows(stageEntryRows)
      .changes()
      .written.filter((entry) => entry.supersededAt !== null);
    expect(superseded).toMatchObject([{ stage: 'silent', validFrom: daysLater(91), supersededAt: daysLater(100) }]);
    expect(work.wakeAt).toBe(daysLater(140));
    expect(derivedTypes(work).at(-1)).toBe('stage.repaired');
  });

  it('show the whole past of an imported history, told as repairs', () => {
    const importAt = daysLater(400);
    const work = foldFacts(
      [1, 20, 200].map((day) => order(`o${day}`, day, { recordedAt: importAt, isBackfill: true })),
    );
    expect(timelineOf(work)).toEqual([
      'new@1',
      'active@20',
      'silent@110',
      'active@200 back',
      'silent@290',
      'dormant@380',
    ]);
    expect(entriesIn(work).some((entry) => entry.isActed)).toBe(false);
    expect(new Set(derivedTypes(work))).toEqual(new Set(['stage.repaired']));
    expect(lifecycleOf(work).rows(stageEntryRows).changes().removed).toEqual([]);
    expect(work.wakeAt).toBe(daysLater(565));
  });

  it('ask for everything when they are late, for keys when they are an order, for nothing when no condition asks', () => {
    const stored = storeFacts([registered, order('a', 1), order('b', 5)]);
    const needs = (step: FactStep) => reachOf(needsOfStep(stored, { ...step, position: 9 }, { context }));
    expect(needs(order('c', 3))).toBe('everything');
    expect(needs(order('c', 6))).toBe('keys');
    expect(needs(fact({ type: 'page.viewed', at: daysLater(6) }))).toBe('nothing');
    expect(needs(fact({ type: 'page.viewed', at: daysLater(3) }))).toBe('nothing');
    expect(needs(fact({ type: 'page.viewed', at: daysLater(-1) }))).toBe('everything');
    expect(needs(fact({ type: 'tag.added', at: daysLater(6), payload: { tag: 'vip' } }))).toBe('keys');
  });
});

describe('a new program version', () => {
  const programs = testContext(
    testProgram(sixStages, 1),
    testProgram(fiveStages, 2, daysLater(40)),
    testProgram(fiveStages, 3, daysLater(50)),
  );

  it('judges the timeline anew at its instant, and is recorded as the cause', () => {
    const work = foldFacts([registered, order('a', 1)], programs);
    advanceTo(work, daysLater(60), programs);
    expect(timelineOf(work)).toEqual(['acquisition@0', 'activation@1']);
    expect(work.programVersion).toBe(3);
    expect(entriesIn(work)[0]).toMatchObject({
      programVersion: 2,
      causeKind: 'program',
      causeAt: daysLater(40),
      isActed: false,
    });
    expect(work.wakeAt).toBe(daysLater(181));
  });

  it('asks for everything only when it folds members to another timeline', () => {
    const stored = storeFacts([registered, order('a', 1)], { context: programs });
    const needs = (instant: number) => reachOf(needsOfWake(stored, instant, { context: programs }));
    expect(needs(daysLater(39))).toBe('nothing');
    expect(needs(daysLater(40))).toBe('everything');
    stored.programVersion = 2;
    expect(needs(daysLater(60))).toBe('nothing');
    expect(programs.eagerVersion).toBe(2);
  });
});

describe('a shared card', () => {
  it('is kept as counts, without stages and, once it is one, without asking for its past', () => {
    const stored = storeFacts([registered, order('a', 1)]);
    const needs = (step: FactStep) => reachOf(needsOfStep(stored, step, { context }));
    expect(timelineOf(loadWhole(stored))).not.toEqual([]);
    const state = lifecycleCodec.decode(stored.states.get('lifecycle')!);
    state.activity.factCount = 50_000;
    stored.states.set('lifecycle', lifecycleCodec.encode(state));
    const crossing = { ...order('b', 2), position: 3 };
    expect(needs(crossing)).toBe('everything');
    foldStored(stored, [crossing, { ...order('c', 1.5, { recordedAt: daysLater(3) }), position: 4 }], { context });
    const work = loadWhole(stored);
    expect(activityOf(work)).toMatchObject({ purchaseCount: 3, grossMinor: 30_000, recentPurchases: [] });
    expect(timelineOf(work)).toEqual([]);
    expect([standingsOf(work), work.wakeAt]).toEqual([[], null]);
    expect(memberAsOf(work, daysLater(1.2), context).lifecycle.standings).toEqual([]);
    expect(needs({ ...fact({ type: 'page.viewed', at: daysLater(-3) }), position: 5 })).toBe('nothing');
  });
});

describe('a merge and its undoing', () => {
  const survivorFacts = inOrder([registered, order('a', 1)]);
  const absorbedFacts = inOrder([
    order('b', 20, { member: 2 }),
    fact({ type: 'tag.added', at: daysLater(21), member: 2, payload: { tag: 'vip' } }),
  ]);
  const merge: MergeStep = {
    kind: 'merge',
    shard: 0,
    position: 9,
    memberId: testMemberId(1),
    recordedAt: daysLater(22),
    absorbedShard: 0,
    absorbedId: testMemberId(2),
    absorbedPosition: 3,
    mergeId: 'm',
  };
  const absorb: AbsorbStep = {
    kind: 'absorb',
    shard: 0,
    position: 3,
    memberId: testMemberId(2),
    recordedAt: daysLater(22),
    survivorShard: 0,
    survivorId: testMemberId(1),
    mergeId: 'm',
  };

  function merged(): { survivor: Member; absorbed: Member } {
    const survivor = applyAll(newMember(1), survivorFacts, context);
    const absorbed = applyAll(newMember(2), [...absorbedFacts, absorb], context);
    expect(applyStep(survivor, merge, { context, absorbed })).toBeNull();
    return { survivor, absorbed };
  }

  /** Her own facts are asked for, and what is folded from them takes the place of all she had. */
  function takeBack(member: Member, ownFacts: readonly FactStep[], step: SplitStep): void {
    expect(applyStep(member, step, { context })?.needs).toMatchObject([{ by: 'history', programVersion: 1 }]);
    supplyHistory(member, ownFacts, { programVersion: 1, recordedAt: step.recordedAt, context });
    expect(applyStep(member, step, { context })).toBeNull();
  }

  it('gives the survivor one history of both, and acts on none of it', () => {
    const { survivor, absorbed } = merged();
    expect(timelineOf(survivor)).toEqual(['potential@0', 'new@1', 'active@20']);
    expect(entriesIn(survivor).at(-1)).toMatchObject({ causeKind: 'merge', causePosition: 9, isActed: false });
    expect(registerOf(survivor, 'tag', 'vip')).toBe('true');
    expect(absorbed).toMatchObject({ status: 'absorbed', wakeAt: null });
    expect(timelineOf(absorbed)).toEqual([]);
  });

  it('refuses facts for a member that was absorbed', () => {
    const { absorbed } = merged();
    expect(() => applyStep(absorbed, { ...order('c', 30, { member: 2 }), position: 10 }, { context })).toThrow(
      'absorbed',
    );
  });

  it('is taken back by folding each side’s own facts', () => {
    const { survivor, absorbed } = merged();
    const split = (memberId: SplitStep['memberId']): SplitStep => ({
      kind: 'split',
      shard: 0,
      position: 20,
      memberId,
      recordedAt: daysLater(25),
      mergeId: 'm',
      other: null,
    });
    takeBack(survivor, survivorFacts, split(survivor.id));
    takeBack(absorbed, absorbedFacts, split(absorbed.id));
    expect(timelineOf(survivor)).toEqual(['potential@0', 'new@1']);
    expect(
      ordersOf(survivor)
        .rows()
        .map(({ orderId }) => orderId),
    ).toEqual(['a']);
    expect(registersIn(survivor)).toHaveLength(0);
    expect(absorbed.status).toBe('live');
    expect(timelineOf(absorbed)).toEqual(['new@20']);
    expect(
      ordersOf(absorbed)
        .changes()
        .written.map(({ orderId }) => orderId),
    ).toEqual(['b']);
    expect(survivor.wakeAt).toBe(daysLater(31));
  });
});

describe('registers', () => {
  it('keep the later write, whichever comes first, and removal too', () => {
    const set = (value: string | null, days: number) =>
      fact({ type: 'attributes.changed', at: daysLater(days), payload: { attributes: { city: value } } });
    const rome = { ...set('Rome', 1), recordedAt: daysLater(3) };
    expect(registerOf(foldFacts([set('Paris', 2), rome]), 'attribute', 'city')).toBe('"Paris"');
    expect(registerOf(foldFacts([set(null, 2), rome]), 'attribute', 'city')).toBe('null');
  });

  it('take attributes from a registration, and consents by topic', () => {
    const work = foldFacts([
      fact({ type: 'member.registered', at: daysLater(0), payload: { attributes: { level: 3 } } }),
      fact({ type: 'consent.changed', at: daysLater(1), payload: { topic: 'sms', isGranted: true } }),
    ]);
    expect(registersIn(work).map(({ kind, name }) => `${kind}|${name}`)).toEqual(['attribute|level', 'consent|sms']);
  });
});
