import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceTo } from '../../fold/advance.ts';
import { applyStep } from '../../fold/apply-step.ts';
import type { Member } from '../../kernel/facet.ts';
import type { FoldContext } from '../../kernel/program.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import {
  activityOf,
  applyAll,
  entriesIn,
  fiveStages,
  lifecycleOf,
  newMember,
  paidProgram,
  registersIn,
  sortedRows,
  testContext,
  testMemberId,
  testProgram,
} from '../../testing/given.ts';
import { endAt, historyAndShuffle, imported, live } from '../../testing/histories.ts';
import { createStoredMember, foldStored, loadWhole, needsOfWake, wakeStored } from '../../testing/stored-member.ts';
import type { StoredMember } from '../../testing/stored-member.ts';
import { facets } from '../index.ts';
import { encodeActivity } from './activity/activity-codec.ts';
import { sharedCardFactsMin } from './activity/activity-state.ts';
import { activityDayRows, orderRows, refundRows } from './activity/rows.ts';
import { encodeLifecycle } from './stages/lifecycle-codec.ts';
import { lifecycleCodec } from './timeline/state.ts';

/** So many facts of the history make the member a shared card: wherever it stands, the rest comes before it or after. */
const crossings = fc.integer({ min: 0, max: 30 });

function nearlyShared(member: number, crossing: number): Member {
  const work = newMember(member);
  // As if she had so many facts of which no row tells.
  activityOf(work).factCount = sharedCardFactsMin - crossing;
  return work;
}

function storeNearlyShared(crossing: number): StoredMember {
  const stored = createStoredMember(facets, testMemberId(1));
  // A position before every step: she is stored already.
  stored.position = 0.5;
  stored.states.set('lifecycle', lifecycleCodec.encode(lifecycleOf(nearlyShared(1, crossing)).state));
  return stored;
}

function foldAll(facts: readonly FactStep[], crossing: number, context: FoldContext): Member {
  const work = applyAll(nearlyShared(1, crossing), facts, context);
  advanceTo(work, endAt, context);
  return work;
}

function essence(work: Member) {
  const view = lifecycleOf(work);
  return {
    activity: [...encodeActivity(view.state.activity)],
    lifecycle: [...encodeLifecycle(view.state.lifecycle)],
    orders: sortedRows(view, orderRows).filter((order) =>
      [order.placedAt, order.paidAt, order.fulfilledAt, order.cancelledAt].some((at) => at !== null),
    ),
    refunds: sortedRows(view, refundRows),
    days: sortedRows(view, activityDayRows),
    attributes: registersIn(work),
    timeline: entriesIn(work).map(({ lifecycle, validFrom, stage }) => ({ lifecycle, validFrom, stage })),
    wakeAt: work.wakeAt,
  };
}

describe.each([
  ['orders that count when placed', testContext(testProgram())],
  ['orders that count when paid', testContext(paidProgram())],
])('a card that a till lends to everybody, with %s', (_name, context) => {
  it('is the same whatever the order in which its facts arrive (E3)', () => {
    fc.assert(
      fc.property(historyAndShuffle({ maxLength: 40 }), crossings, ({ facts, other }, crossing) => {
        expect(essence(foldAll(imported(other), crossing, context))).toEqual(
          essence(foldAll(live(facts), crossing, context)),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('is the same when it came to be one by a merge (E3)', () => {
    fc.assert(
      fc.property(
        historyAndShuffle({ maxLength: 40 }),
        crossings,
        fc.infiniteStream(fc.boolean()),
        (told, crossing, sides) => {
          const steps = imported(told.other);
          const survivor = nearlyShared(1, crossing);
          const absorbed = newMember(2);
          const mergeAt = Math.ceil(steps.length / 2);
          for (const step of steps) {
            if (step.position === mergeAt) {
              const place = {
                shard: 0,
                position: step.position - 0.5,
                memberId: survivor.id,
                recordedAt: step.recordedAt,
              };
              const other = { absorbedShard: 0, absorbedId: absorbed.id, absorbedPosition: 99, mergeId: 'm' };
              applyStep(survivor, { kind: 'merge', ...place, ...other }, { context, absorbed });
            }
            const isOther = sides.next().value === true && step.position < mergeAt;
            applyStep(isOther ? absorbed : survivor, step, { context });
          }
          advanceTo(survivor, endAt, context);
          expect(essence(survivor)).toEqual(essence(foldAll(live(told.facts), crossing, context)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the same however its log is cut into batches, and asks for its past at most once (E2)', () => {
    fc.assert(
      fc.property(
        historyAndShuffle({ maxLength: 40 }),
        crossings,
        fc.integer({ min: 1, max: 7 }),
        ({ other }, crossing, size) => {
          const steps = imported(other);
          const stored = storeNearlyShared(crossing);
          const whole = foldAll(steps, crossing, context);
          const before = steps.slice(0, crossing);
          for (let from = 0; from < before.length; from += size)
            foldStored(stored, before.slice(from, from + size), { context });
          const loadsBefore = stored.fullLoads;
          for (let from = crossing; from < steps.length; from += size)
            foldStored(stored, steps.slice(from, from + size), { context });
          if (steps.length > crossing) expect(stored.fullLoads - loadsBefore).toBe(1);
          wakeStored(stored, endAt, { context });
          const loaded = loadWhole(stored);
          expect(essence(loaded)).toEqual(essence(whole));
          expect(entriesIn(loaded)).toEqual(entriesIn(whole));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a new version that counts purchases otherwise', () => {
  const placed = testProgram();
  const paid = { ...paidProgram(), version: 2, effectiveAt: endAt };

  it('counts those of a shared card anew, from all evidence, and no other version asks for it', () => {
    fc.assert(
      fc.property(historyAndShuffle({ maxLength: 40 }), ({ facts }) => {
        const before = testContext(placed);
        const after = testContext(placed, paid);
        const work = foldAll(live(facts), 0, before);
        const stored = storeNearlyShared(0);
        foldStored(stored, live(facts), { context: before });
        wakeStored(stored, endAt, { context: before });
        const asksForAll = (context: FoldContext) =>
          needsOfWake(stored, endAt, { context }).some(({ by }) => by === 'all');
        expect(asksForAll(after)).toBe(true);
        expect(asksForAll(testContext(placed, testProgram(fiveStages, 2, endAt)))).toBe(false);
        advanceTo(work, endAt, after);
        const anew = foldAll(live(facts), 0, testContext(paidProgram()));
        expect([...encodeActivity(activityOf(work))]).toEqual([...encodeActivity(activityOf(anew))]);
      }),
      { numRuns: 100 },
    );
  });
});
