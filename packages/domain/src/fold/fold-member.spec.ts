import { describe, expect, it } from 'vitest';
import { encodeActivity } from '../facets/lifecycle/activity/activity-codec.ts';
import { averageOrderMinor } from '../conditions/read-value.ts';
import { fiveStages, sixStages } from '../facets/lifecycle/stages/presets.ts';
import { advanceTo } from './advance-member.ts';
import { createMemberWork } from './create-work.ts';
import { applyStep, stepNeeds } from './fold-member.ts';
import { memberAsOf } from '../facets/lifecycle/member-as-of.ts';
import { mergeInto, splitInto } from './merge-members.ts';
import type { MemberWork } from './member-work.ts';
import type { AbsorbStep, MergeStep, SplitStep } from '../kernel/steps.ts';
import {
  daysLater,
  fact,
  foldFacts,
  inOrder,
  order,
  testContext,
  testMemberId,
  testProgram,
  timelineOf,
} from '../testing/given.ts';

const context = testContext();
const registered = fact({ type: 'member.registered', at: daysLater(0) });

function net(work: MemberWork): number {
  return work.activity.grossMinor - work.activity.refundedMinor;
}

function derivedTypes(work: MemberWork): string[] {
  return work.changes.derived.map((derived) => derived.type);
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
    expect(
      work.changes.derived.map(({ type, payload, cause }) => [type, payload['to'], cause.kind, cause.position]),
    ).toEqual([
      ['stage.changed', 'potential', 'fact', 1],
      ['stage.changed', 'new', 'fact', 2],
      ['stage.changed', 'active', 'wake', 0],
    ]);
    expect(work.rows.entries.every((entry) => entry.isActed)).toBe(true);
  });

  it('fires a wake at its due instant, however late the worker is (E2)', () => {
    const [onTime, late] = [foldFacts([registered, order('a', 1)]), foldFacts([registered, order('a', 1)])];
    for (let day = 2; day < 500; day += 1) advanceTo(onTime, daysLater(day), context);
    advanceTo(late, daysLater(499), context);
    expect(late.rows.entries).toEqual(onTime.rows.entries);
    expect(late.rows.entries.at(-1)).toMatchObject({
      stage: 'churned',
      recordedAt: daysLater(366),
      causeAt: daysLater(366),
      causeKind: 'wake',
    });
  });

  it('records coming back from silence as a reactivation, but not a first purchase', () => {
    const work = foldFacts([registered, order('a', 1), order('b', 100)]);
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1', 'active@31', 'silent@91', 'active@100 back']);
    expect(work.lifecycle.standings[0]?.reactivations).toBe(1);
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
    expect(after.rows.days.size).toBe(3);
  });

  it('refuses a step at or before the member’s position (E4)', () => {
    const work = foldFacts([registered, order('a', 1)]);
    const bytes = encodeActivity(work.activity);
    applyStep(work, { ...order('b', 2), position: 2 }, context);
    applyStep(work, { ...order('b', 2), position: 1 }, context);
    expect(encodeActivity(work.activity)).toEqual(bytes);
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
    expect(work.activity.purchaseCount).toBe(1);
    expect(net(work)).toBe(8000);
    expect(work.activity.firstPurchaseAt).toBe(daysLater(1));
  });

  it('lowers the net by each refund, never below nothing, and counts no more when all is given back', () => {
    const partly = foldFacts([order('a', 1), refunded('a', 2, { amountMinor: 4000 })]);
    expect([net(partly), partly.activity.purchaseCount, partly.activity.refundCount]).toEqual([6000, 1, 1]);
    const wholly = foldFacts([
      order('a', 1),
      refunded('a', 2, { amountMinor: 4000 }),
      refunded('a', 3, { amountMinor: 9000 }),
    ]);
    expect([net(wholly), wholly.activity.purchaseCount, wholly.activity.refundCount]).toEqual([0, 0, 2]);
    expect(timelineOf(wholly)).toEqual(['new@1', 'potential@3']);
    expect(averageOrderMinor(wholly.activity)).toBeNull();
  });

  it('gives back what is left of the order when a refund states neither amount nor lines, however early it is told', () => {
    const whole = fact({ type: 'order.refunded', at: daysLater(3), payload: { orderId: 'a' } });
    for (const facts of [
      [order('a', 1), whole],
      [whole, order('a', 1)],
      [order('a', 1), refunded('a', 2, { amountMinor: 4000 }), whole],
    ]) {
      const work = foldFacts(facts);
      expect([net(work), work.activity.purchaseCount]).toEqual([0, 0]);
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
    expect([net(work), work.activity.purchaseCount, work.activity.cancelledCount]).toEqual([10_000, 1, 1]);
  });

  it('never counts when it was cancelled before it was placed', () => {
    expect(foldFacts([cancelled('a', 1), order('a', 2)]).activity.purchaseCount).toBe(0);
  });

  it('that is not known is returned without an amount, because the history began later', () => {
    const work = foldFacts([refunded('old', 1, { amountMinor: 5000 })]);
    expect([net(work), work.activity.refundCount]).toEqual([0, 1]);
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
    expect([...work.rows.orders.values()][0]).toMatchObject({ category: 'Hair', itemCount: 4 });
  });
});

describe('late and imported facts', () => {
  const late = order('late', 50, { recordedAt: daysLater(100) });

  it('repair the timeline from their own instant, keep what was acted on, and act on nothing of the past', () => {
    const work = foldFacts([registered, order('a', 1), fact({ type: 'page.viewed', at: daysLater(95) }), late]);
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1', 'active@31']);
    const superseded = work.changes.entriesAdded.filter((entry) => entry.supersededAt !== null);
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
    expect(work.rows.entries.some((entry) => entry.isActed)).toBe(false);
    expect(new Set(derivedTypes(work))).toEqual(new Set(['stage.repaired']));
    expect(work.changes.entriesRemoved).toEqual([]);
    expect(work.wakeAt).toBe(daysLater(565));
  });

  it('ask for everything when they are late, for keys when they are an order, for nothing when no condition asks', () => {
    const work = foldFacts([registered, order('a', 1), order('b', 5)]);
    work.rows.hasAllEvidence = false;
    work.rows.orders.clear();
    const needs = (step: ReturnType<typeof fact>) => stepNeeds(work, { ...step, position: 9 }, context).kind;
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
    expect(work.rows.entries[0]).toMatchObject({
      programVersion: 2,
      causeKind: 'program',
      causeAt: daysLater(40),
      isActed: false,
    });
    expect(work.wakeAt).toBe(daysLater(181));
  });

  it('asks for everything only when it folds members to another timeline', () => {
    const work = foldFacts([registered, order('a', 1)], programs);
    work.rows.hasAllEvidence = false;
    expect(programs.needsEverythingToAdvance(work, daysLater(39))).toBe(false);
    expect(programs.needsEverythingToAdvance(work, daysLater(40))).toBe(true);
    work.programVersion = 2;
    expect(programs.needsEverythingToAdvance(work, daysLater(60))).toBe(false);
    expect(programs.eagerVersion).toBe(2);
  });
});

describe('a shared card', () => {
  it('is kept as counts, without stages and, once it is one, without asking for its past', () => {
    const work = foldFacts([registered, order('a', 1)]);
    expect(timelineOf(work)).not.toEqual([]);
    work.activity.factCount = 50_000;
    work.rows.hasAllEvidence = false;
    expect(stepNeeds(work, { ...order('b', 2), position: 3 }, context).kind).toBe('everything');
    work.rows.hasAllEvidence = true;
    applyStep(work, { ...order('b', 2), position: 3 }, context);
    applyStep(work, { ...order('c', 1.5, { recordedAt: daysLater(3) }), position: 4 }, context);
    expect(work.activity).toMatchObject({ purchaseCount: 3, grossMinor: 30_000, recentPurchases: [] });
    expect(timelineOf(work)).toEqual([]);
    expect([work.lifecycle.standings, work.wakeAt]).toEqual([[], null]);
    expect(memberAsOf(work, daysLater(1.2), context).lifecycle.standings).toEqual([]);
    work.rows.hasAllEvidence = false;
    expect(stepNeeds(work, { ...fact({ type: 'page.viewed', at: daysLater(-3) }), position: 5 }, context).kind).toBe(
      'nothing',
    );
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

  function merged(): { survivor: MemberWork; absorbed: MemberWork } {
    const survivor = createMemberWork(testMemberId(1), 0);
    const absorbed = createMemberWork(testMemberId(2), 0);
    for (const step of survivorFacts) applyStep(survivor, step, context);
    for (const step of absorbedFacts) applyStep(absorbed, step, context);
    applyStep(absorbed, absorb, context);
    mergeInto(survivor, { absorbed, step: merge }, context);
    return { survivor, absorbed };
  }

  it('gives the survivor one history of both, and acts on none of it', () => {
    const { survivor, absorbed } = merged();
    expect(timelineOf(survivor)).toEqual(['potential@0', 'new@1', 'active@20']);
    expect(survivor.rows.entries.at(-1)).toMatchObject({ causeKind: 'merge', causePosition: 9, isActed: false });
    expect(survivor.rows.attributes.get('tag|vip')?.value).toBe('true');
    expect(absorbed).toMatchObject({ status: 'absorbed', wakeAt: null });
    expect(timelineOf(absorbed)).toEqual([]);
  });

  it('refuses facts for a member that was absorbed', () => {
    const { absorbed } = merged();
    expect(() => applyStep(absorbed, { ...order('c', 30, { member: 2 }), position: 10 }, context)).toThrow('absorbed');
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
    });
    splitInto(survivor, { ownFacts: survivorFacts, step: split(survivor.id) }, context);
    splitInto(absorbed, { ownFacts: absorbedFacts, step: split(absorbed.id) }, context);
    expect(timelineOf(survivor)).toEqual(['potential@0', 'new@1']);
    expect([...survivor.rows.orders.keys()]).toEqual(['a']);
    expect(survivor.rows.attributes.size).toBe(0);
    expect(absorbed.status).toBe('live');
    expect(timelineOf(absorbed)).toEqual(['new@20']);
    expect([...absorbed.changes.orders]).toEqual(['b']);
    expect(survivor.wakeAt).toBe(daysLater(31));
  });
});

describe('registers', () => {
  it('keep the later write, whichever comes first, and removal too', () => {
    const set = (value: string | null, days: number) =>
      fact({ type: 'attributes.changed', at: daysLater(days), payload: { attributes: { city: value } } });
    expect(
      foldFacts([set('Paris', 2), { ...set('Rome', 1), recordedAt: daysLater(3) }]).rows.attributes.get(
        'attribute|city',
      )?.value,
    ).toBe('"Paris"');
    expect(
      foldFacts([set(null, 2), { ...set('Rome', 1), recordedAt: daysLater(3) }]).rows.attributes.get('attribute|city')
        ?.value,
    ).toBe('null');
  });

  it('take attributes from a registration, and consents by topic', () => {
    const work = foldFacts([
      fact({ type: 'member.registered', at: daysLater(0), payload: { attributes: { level: 3 } } }),
      fact({ type: 'consent.changed', at: daysLater(1), payload: { topic: 'sms', isGranted: true } }),
    ]);
    expect([...work.rows.attributes.keys()]).toEqual(['attribute|level', 'consent|sms']);
  });
});
