import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeActivity } from '../facets/lifecycle/activity/activity-codec.ts';
import { encodeLifecycle } from '../facets/lifecycle/stages/lifecycle-codec.ts';
import type { LifecycleDocument } from '../facets/lifecycle/stages/lifecycle-document.ts';
import { aiplStages, fiveStages, sixStages } from '../facets/lifecycle/stages/presets.ts';
import { advanceTo } from './advance-member.ts';
import { createMemberWork } from './create-work.ts';
import type { FoldContext } from './fold-context.ts';
import { applyStep } from './fold-member.ts';
import { mergeInto } from './merge-members.ts';
import type { MemberWork } from './member-work.ts';
import type { FactStep } from '../kernel/steps.ts';
import { paidProgram, testContext, testMemberId, testProgram } from '../testing/given.ts';
import { endAt, historyAndShuffle, imported, live } from '../testing/histories.ts';
import { timelineNaively } from '../testing/oracle.ts';

const aiplWithoutSpend = aiplStages;
/** The oracle does not tell money, so loyalty is a matter of frequency here. */
const fiveByFrequency: LifecycleDocument = {
  ...fiveStages,
  stages: fiveStages.stages.map((stage) =>
    stage.id === 'loyalty'
      ? {
          ...stage,
          condition: {
            combinator: 'and',
            rules: [
              {
                field: 'recency.last',
                operator: 'within',
                value: { window: 'personal', multiple: 3, minDays: 60, maxDays: 365 },
              },
              { field: 'metric.purchases_365d', operator: '>=', value: 4 },
            ],
          },
        }
      : stage,
  ),
};

const lifecycles: readonly [string, LifecycleDocument][] = [
  ['six stages', sixStages],
  ['five stages', fiveByFrequency],
  ['AIPL', aiplWithoutSpend],
];

function foldAll(facts: readonly FactStep[], context: FoldContext): MemberWork {
  const work = createMemberWork(testMemberId(1), 0);
  for (const step of facts) applyStep(work, step, context);
  advanceTo(work, endAt, context);
  return work;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What must not depend on arrival: states as bytes, rows, and where the timeline stands when. */
function essence(work: MemberWork) {
  return {
    activity: [...encodeActivity(work.activity)],
    lifecycle: [...encodeLifecycle(work.lifecycle)],
    orders: sorted(work.rows.orders).filter(
      ([, order]) =>
        order.placedAt !== null || order.paidAt !== null || order.fulfilledAt !== null || order.cancelledAt !== null,
    ),
    refunds: sorted(work.rows.refunds),
    days: sorted(work.rows.days),
    attributes: sorted(work.rows.attributes),
    timeline: work.rows.entries.map(({ lifecycle, validFrom, stage, fromStage, isReactivation }) => ({
      lifecycle,
      validFrom,
      stage,
      fromStage,
      isReactivation,
    })),
    wakeAt: work.wakeAt,
  };
}

describe.each(lifecycles)('a member under %s', (_name, lifecycle) => {
  const context = testContext(testProgram(lifecycle));

  it('is the same whether her facts come as they happen, or shuffled and late (E3)', () => {
    fc.assert(
      fc.property(historyAndShuffle(), ({ facts, other }) => {
        expect(essence(foldAll(imported(other), context))).toEqual(essence(foldAll(live(facts), context)));
      }),
      { numRuns: 300 },
    );
  });

  it('stands where a naive telling of the rules puts her at every instant', () => {
    fc.assert(
      fc.property(historyAndShuffle(), ({ facts, other }) => {
        const expected = timelineNaively(lifecycle, facts, endAt);
        const told = (work: MemberWork) => work.rows.entries.map((entry) => `${entry.stage}@${entry.validFrom}`);
        expect(told(foldAll(live(facts), context))).toEqual(expected);
        expect(told(foldAll(imported(other), context))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same when her facts were those of two members who were merged (E3)', () => {
    fc.assert(
      fc.property(historyAndShuffle(), fc.infiniteStream(fc.boolean()), ({ facts, other }, sides) => {
        const survivor = createMemberWork(testMemberId(1), 0);
        const absorbed = createMemberWork(testMemberId(2), 0);
        const steps = imported(other);
        const mergePosition = Math.ceil(steps.length / 2);
        for (const step of steps) {
          if (step.position === mergePosition) {
            const merge = {
              kind: 'merge',
              shard: 0,
              position: step.position - 0.5,
              memberId: survivor.id,
              recordedAt: step.recordedAt,
              absorbedShard: 0,
              absorbedId: absorbed.id,
              absorbedPosition: 99,
              mergeId: 'm',
            } as const;
            mergeInto(survivor, { absorbed, step: merge }, context);
          }
          const isOther = sides.next().value === true && step.position < mergePosition;
          applyStep(isOther ? absorbed : survivor, step, context);
        }
        advanceTo(survivor, endAt, context);
        expect(essence(survivor)).toEqual(essence(foldAll(live(facts), context)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a member under three lifecycles over paid orders', () => {
  const context = testContext(paidProgram());

  it('is the same whether her facts come as they happen, or shuffled and late (E3)', () => {
    fc.assert(
      fc.property(historyAndShuffle({ maxLength: 40 }), ({ facts, other }) => {
        expect(essence(foldAll(imported(other), context))).toEqual(essence(foldAll(live(facts), context)));
      }),
      { numRuns: 300 },
    );
  });
});
