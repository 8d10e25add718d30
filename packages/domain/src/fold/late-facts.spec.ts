import { describe, expect, it } from 'vitest';
import { stageEntryRows } from '../facets/lifecycle/stages/entry-row.ts';
import type { FactStep } from '../kernel/steps/steps.ts';
import { derivedTypes, reachOf, registered, storeFacts } from '../testing/folded.ts';
import {
  daysLater,
  entriesIn,
  fact,
  foldFacts,
  lifecycleOf,
  order,
  testContext,
  timelineOf,
} from '../testing/given.ts';
import { needsOfStep } from '../testing/stored-member.ts';

const context = testContext();

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
