import { describe, expect, it } from 'vitest';
import { encodeActivity } from '../facets/lifecycle/activity/activity-codec.ts';
import { activityDayRows } from '../facets/lifecycle/activity/rows.ts';
import { derivedTypes, registered } from '../testing/folded.ts';
import {
  activityOf,
  daysLater,
  entriesIn,
  fact,
  foldFacts,
  lifecycleOf,
  order,
  standingsOf,
  testContext,
  timelineOf,
} from '../testing/given.ts';
import { advanceTo } from './advance.ts';
import { applyStep } from './apply-step.ts';

const context = testContext();

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
