import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceTo } from '../../fold/advance.ts';
import { applyStep } from '../../fold/apply-step.ts';
import { wantBoth } from '../../kernel/as-of.ts';
import { openView } from '../../kernel/facet-view.ts';
import type { Member } from '../../kernel/facet.ts';
import { openMember } from '../../kernel/member.ts';
import { programAt } from '../../kernel/program.ts';
import type { FoldContext } from '../../kernel/program.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import {
  activityOf,
  applyAll,
  daysLater,
  fact,
  foldFacts,
  lifecycleOf,
  newMember,
  order,
  paidProgram,
  registersIn,
  testContext,
  testMemberId,
  testProgram,
} from '../../testing/given.ts';
import { endAt, historyAndShuffle, imported, live, spanDays } from '../../testing/histories.ts';
import { facets } from '../index.ts';
import { registersFacet } from '../registers/facet.ts';
import { registersAsOf } from '../registers/registers-as-of.ts';
import type { AttributeRow } from '../registers/rows.ts';
import { activityAsOf, activityStepsWanted } from './activity-as-of.ts';
import { encodeActivity } from './activity/activity-codec.ts';
import type { ActivityState } from './activity/activity-state.ts';
import { aiplStages, sixStages } from './stages/presets.ts';

function foldAll(facts: readonly FactStep[], context: FoldContext, number = 1): Member {
  const member = applyAll(newMember(number), facts, context);
  advanceTo(member, endAt, context);
  return member;
}

/** What a store would answer to the steps that the facets want, and nothing beyond it. */
function answer(member: Member, facts: readonly FactStep[], at: number): readonly FactStep[] {
  const wanted = facets.list
    .map((facet) => facet.stepsWanted?.(openView(member, facet), at) ?? null)
    .reduce(wantBoth, null);
  if (wanted === null) return [];
  return facts.filter(
    ({ occurredAt, type }) => occurredAt <= at && (occurredAt >= wanted.fromAt || wanted.types.includes(type)),
  );
}

/** Bytes of the state, which hold every count, sum and instant; facts are not counted by rows. */
function bytesOf(activity: ActivityState): readonly number[] {
  return [...encodeActivity({ ...activity, factCount: 1 })];
}

function byKey(rows: ReadonlyMap<string, AttributeRow>): readonly AttributeRow[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function expectSame(whole: Member, facts: readonly FactStep[], use: { at: number; context: FoldContext }): void {
  const { at, context } = use;
  const then = foldAll(live(facts.filter((step) => step.occurredAt <= at)), context);
  const evidence = { asOfAt: at, program: programAt(context, at), steps: answer(whole, facts, at) };
  expect(bytesOf(activityAsOf(lifecycleOf(whole), evidence))).toEqual(bytesOf(activityOf(then)));
  expect(byKey(registersAsOf(openView(whole, registersFacet), evidence))).toEqual(registersIn(then));
}

/** Half of the instants are those of facts, and of just before them: before the first and after the last ones too. */
function instantOf(facts: readonly FactStep[]): fc.Arbitrary<number> {
  const seen = facts.flatMap(({ occurredAt }) => [occurredAt - 1, occurredAt]);
  return fc.oneof(
    fc.constantFrom(...seen),
    fc.integer({ min: -2, max: (spanDays + 2) * 4 }).map((quarters) => daysLater(quarters / 4)),
  );
}

const cases = historyAndShuffle({ maxLength: 40 }).chain(({ facts, other }) =>
  instantOf(facts).map((at) => ({ facts, other, at })),
);

describe.each([
  ['orders that count when placed', testContext(testProgram(sixStages))],
  ['orders that count when paid', testContext(paidProgram())],
  ['stages by activity', testContext(testProgram(aiplStages))],
])('the figures of a past instant, with %s', (_name, context) => {
  it('are those of a fold that was given only the facts that had occurred by then', () => {
    fc.assert(
      fc.property(cases, ({ facts, other, at }) => {
        expectSame(foldAll(imported(other), context), facts, { at, context });
        expectSame(foldAll(live(facts), context), facts, { at, context });
      }),
      { numRuns: 400 },
    );
  });

  it('are so for two members who were merged since', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.boolean()), ({ facts, other, at }, sides) => {
        const isOther = new Set(other.filter(() => sides.next().value).map(({ messageId }) => messageId));
        const [mine, hers] = [
          other.filter((step) => !isOther.has(step.messageId)),
          other.filter((step) => isOther.has(step.messageId)),
        ];
        const survivor = foldAll(imported(mine), context);
        const absorbed = foldAll(imported(hers), context, 2);
        const merge = {
          kind: 'merge',
          shard: 0,
          position: 100,
          memberId: survivor.id,
          recordedAt: endAt,
          absorbedShard: 0,
          absorbedId: absorbed.id,
          absorbedPosition: 99,
          mergeId: 'm',
        } as const;
        applyStep(survivor, merge, { context, absorbed });
        expectSame(survivor, facts, { at, context });
      }),
      { numRuns: 200 },
    );
  });
});

describe('an order told otherwise after the instant', () => {
  const context = testContext();
  const program = programAt(context, 0);
  const facts = [
    order('a', 1, { amountMinor: 1000 }),
    fact({ type: 'order.paid', at: daysLater(3), payload: { orderId: 'a', amountMinor: 900, lines: [] } }),
  ];
  const view = lifecycleOf(foldFacts(facts));

  it('had the amount told by then', () => {
    const asOfAt = daysLater(2);
    expect(activityStepsWanted(view, asOfAt)).toEqual({ fromAt: daysLater(1), types: [], hasDecisions: false });
    expect(activityAsOf(view, { asOfAt, program, steps: facts }).grossMinor).toBe(1000);
  });

  it('needs no facts before it was known nor after it was paid', () => {
    expect(activityStepsWanted(view, daysLater(0.5))).toBeNull();
    expect(activityAsOf(view, { asOfAt: daysLater(0.5), program, steps: [] }).purchaseCount).toBe(0);
    expect(activityStepsWanted(view, daysLater(3))).toBeNull();
    expect(activityAsOf(view, { asOfAt: daysLater(3), program, steps: [] }).grossMinor).toBe(900);
  });

  it('is asked for only where its evidence is loaded', () => {
    const header = { position: 1, clockAt: 0, programVersion: 1, status: 'live', state: null, due: [] } as const;
    const bare = lifecycleOf(openMember(facets, { id: testMemberId(1), shard: 0 }, header));
    expect(() => activityStepsWanted(bare, daysLater(2))).toThrow('evidence');
    expect(() => activityAsOf(bare, { asOfAt: daysLater(2), program, steps: [] })).toThrow('evidence');
  });
});
