import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeActivity } from '../facets/lifecycle/activity/activity-codec.ts';
import { activityDayRows, orderLineRows, orderRows, refundRows } from '../facets/lifecycle/activity/rows.ts';
import { encodeLifecycle } from '../facets/lifecycle/stages/lifecycle-codec.ts';
import type { LifecycleDocument } from '../facets/lifecycle/stages/lifecycle-document.ts';
import { aiplStages, fiveStages, sixStages } from '../facets/lifecycle/stages/presets.ts';
import type { Member } from '../kernel/facet.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { FactStep } from '../kernel/steps/steps.ts';
import {
  applyAll,
  entriesIn,
  lifecycleOf,
  newMember,
  paidProgram,
  registersIn,
  sortedRows,
  testContext,
  testProgram,
} from '../testing/given.ts';
import { endAt, historyAndShuffle, imported, live } from '../testing/histories.ts';
import { timelineNaively } from '../testing/oracle.ts';
import { advanceTo } from './advance.ts';
import { applyStep } from './apply-step.ts';

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

function foldAll(facts: readonly FactStep[], context: FoldContext): Member {
  const member = applyAll(newMember(), facts, context);
  advanceTo(member, endAt, context);
  return member;
}

/** What must not depend on arrival: states as bytes, rows, and where the timeline stands when. */
function essence(member: Member) {
  const view = lifecycleOf(member);
  return {
    activity: [...encodeActivity(view.state.activity)],
    lifecycle: [...encodeLifecycle(view.state.lifecycle)],
    orders: sortedRows(view, orderRows).filter(
      (order) =>
        order.placedAt !== null || order.paidAt !== null || order.fulfilledAt !== null || order.cancelledAt !== null,
    ),
    refunds: sortedRows(view, refundRows),
    lines: sortedRows(view, orderLineRows),
    days: sortedRows(view, activityDayRows),
    attributes: registersIn(member),
    timeline: entriesIn(member).map(({ lifecycle, validFrom, stage, fromStage, isReactivation }) => ({
      lifecycle,
      validFrom,
      stage,
      fromStage,
      isReactivation,
    })),
    wakeAt: member.wakeAt,
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
        const told = (member: Member) => entriesIn(member).map((entry) => `${entry.stage}@${entry.validFrom}`);
        expect(told(foldAll(live(facts), context))).toEqual(expected);
        expect(told(foldAll(imported(other), context))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same when her facts were those of two members who were merged (E3)', () => {
    fc.assert(
      fc.property(historyAndShuffle(), fc.infiniteStream(fc.boolean()), ({ facts, other }, sides) => {
        const survivor = newMember(1);
        const absorbed = newMember(2);
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
            applyStep(survivor, merge, { context, absorbed });
          }
          const isOther = sides.next().value === true && step.position < mergePosition;
          applyStep(isOther ? absorbed : survivor, step, { context });
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
