import { describe, expect, it } from 'vitest';
import { memberAsOf } from '../facets/lifecycle/member-as-of.ts';
import { lifecycleCodec } from '../facets/lifecycle/timeline/state.ts';
import type { FactStep } from '../kernel/steps/steps.ts';
import { reachOf, registered, storeFacts } from '../testing/folded.ts';
import { activityOf, daysLater, fact, order, standingsOf, testContext, timelineOf } from '../testing/given.ts';
import { foldStored, loadWhole, needsOfStep } from '../testing/stored-member.ts';

const context = testContext();

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
