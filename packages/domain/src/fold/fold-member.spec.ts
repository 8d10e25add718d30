import { describe, expect, it } from 'vitest';
import { advanceTo } from './advance-member.ts';
import { daysLater, fact, foldFacts, order, testContext, timelineOf } from './testing/given.ts';

describe('the member fold', () => {
  it('moves a buyer through the six stages at the instants the windows end', () => {
    const work = foldFacts([fact({ type: 'member.registered', at: daysLater(0) }), order('a', 1)]);
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1']);
    expect(work.wakeAt).toBe(daysLater(31));
    advanceTo(work, daysLater(400), testContext());
    expect(timelineOf(work)).toEqual(['potential@0', 'new@1', 'active@31', 'silent@91', 'dormant@181', 'churned@366']);
    expect(work.wakeAt).toBeNull();
  });
});
