import { describe, expect, it } from 'vitest';
import type { Member } from '../kernel/facet.ts';
import type { AbsorbStep, FactStep, MergeStep, SplitStep } from '../kernel/steps/steps.ts';
import { ordersOf, registerOf, registered } from '../testing/folded.ts';
import {
  applyAll,
  daysLater,
  entriesIn,
  fact,
  inOrder,
  newMember,
  order,
  registersIn,
  testContext,
  testMemberId,
  timelineOf,
} from '../testing/given.ts';
import { applyStep } from './apply-step.ts';
import { supplyHistory } from './fold-own.ts';

const context = testContext();

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
