import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeActivity } from './activity/activity-codec.ts';
import { sharedCardFactsMin } from './activity/activity-state.ts';
import { encodeLifecycle } from './stages/lifecycle-codec.ts';
import { advanceTo } from '../../fold/advance-member.ts';
import { compareEntries, createMemberWork } from '../../fold/create-work.ts';
import type { FoldContext } from '../../fold/fold-context.ts';
import { applyStep } from '../../fold/fold-member.ts';
import { mergeInto } from '../../fold/merge-members.ts';
import type { MemberWork } from '../../fold/member-work.ts';
import type { FactStep } from '../../kernel/steps.ts';
import { fiveStages, paidProgram, testContext, testMemberId, testProgram } from '../../testing/given.ts';
import { endAt, historyAndShuffle, imported, live } from '../../testing/histories.ts';
import { createStoredMember, foldStored, wakeStored } from '../../testing/stored-member.ts';

/** So many facts of the history make the member a shared card: wherever it stands, the rest comes before it or after. */
const crossings = fc.integer({ min: 0, max: 30 });

function nearlyShared(member: number, crossing: number): MemberWork {
  const work = createMemberWork(testMemberId(member), 0);
  // As if she had so many facts of which no row tells.
  work.activity.factCount = sharedCardFactsMin - crossing;
  return work;
}

function foldAll(facts: readonly FactStep[], crossing: number, context: FoldContext): MemberWork {
  const work = nearlyShared(1, crossing);
  for (const step of facts) applyStep(work, step, context);
  advanceTo(work, endAt, context);
  return work;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function essence(work: MemberWork) {
  const isKnown = ([, order]: [
    string,
    { placedAt: unknown; paidAt: unknown; fulfilledAt: unknown; cancelledAt: unknown },
  ]) => [order.placedAt, order.paidAt, order.fulfilledAt, order.cancelledAt].some((at) => at !== null);
  return {
    activity: [...encodeActivity(work.activity)],
    lifecycle: [...encodeLifecycle(work.lifecycle)],
    orders: sorted(work.rows.orders).filter(isKnown),
    refunds: sorted(work.rows.refunds),
    days: sorted(work.rows.days),
    attributes: sorted(work.rows.attributes),
    timeline: work.rows.entries.map(({ lifecycle, validFrom, stage }) => ({ lifecycle, validFrom, stage })),
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
          const absorbed = createMemberWork(testMemberId(2), 0);
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
              mergeInto(survivor, { absorbed, step: { kind: 'merge', ...place, ...other } }, context);
            }
            applyStep(sides.next().value === true && step.position < mergeAt ? absorbed : survivor, step, context);
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
          const stored = createStoredMember();
          stored.activity = encodeActivity(nearlyShared(1, crossing).activity);
          stored.lifecycle = encodeLifecycle({ standings: [] });
          const whole = foldAll(steps, crossing, context);
          const before = steps.slice(0, crossing);
          for (let from = 0; from < before.length; from += size)
            foldStored(stored, before.slice(from, from + size), context);
          const loadsBefore = stored.fullLoads;
          for (let from = crossing; from < steps.length; from += size)
            foldStored(stored, steps.slice(from, from + size), context);
          if (steps.length > crossing) expect(stored.fullLoads - loadsBefore).toBe(1);
          wakeStored(stored, endAt, context);
          expect([...(stored.activity ?? [])]).toEqual([...encodeActivity(whole.activity)]);
          expect([...(stored.lifecycle ?? [])]).toEqual([...encodeLifecycle(whole.lifecycle)]);
          expect(sorted(stored.days)).toEqual(sorted(whole.rows.days));
          const liveEntries = [...stored.entries.values()].filter((entry) => entry.supersededAt === null);
          expect(liveEntries.sort(compareEntries)).toEqual(whole.rows.entries);
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
        expect(after.needsEverythingToAdvance(work, endAt)).toBe(true);
        expect(testContext(placed, testProgram(fiveStages, 2, endAt)).needsEverythingToAdvance(work, endAt)).toBe(
          false,
        );
        advanceTo(work, endAt, after);
        const anew = foldAll(live(facts), 0, testContext(paidProgram()));
        expect([...encodeActivity(work.activity)]).toEqual([...encodeActivity(anew.activity)]);
      }),
      { numRuns: 100 },
    );
  });
});
