import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeActivity } from './activity/activity-codec.ts';
import { aiplStages, sixStages } from './stages/presets.ts';
import { activityAsOf, registersAsOf, tellingsWanted } from './activity-as-of.ts';
import { advanceTo } from '../../fold/advance-member.ts';
import { createMemberWork } from '../../fold/create-work.ts';
import type { FoldContext } from '../../fold/fold-context.ts';
import { programAt } from '../../fold/fold-context.ts';
import { applyStep } from '../../fold/fold-member.ts';
import { factRuleOf } from '../../facts/known-facts.ts';
import { mergeInto } from '../../fold/merge-members.ts';
import type { MemberWork } from '../../fold/member-work.ts';
import type { FactStep } from '../../kernel/steps.ts';
import {
  daysLater,
  fact,
  foldFacts,
  order,
  paidProgram,
  testContext,
  testMemberId,
  testProgram,
} from '../../testing/given.ts';
import { endAt, historyAndShuffle, imported, live, spanDays } from '../../testing/histories.ts';

function foldAll(facts: readonly FactStep[], context: FoldContext, member = 1): MemberWork {
  const work = createMemberWork(testMemberId(member), 0);
  for (const step of facts) applyStep(work, step, context);
  advanceTo(work, endAt, context);
  return work;
}

/** What a store would answer to `tellingsWanted`, and nothing beyond it. */
function answer(work: MemberWork, facts: readonly FactStep[], at: number): readonly FactStep[] {
  const wanted = tellingsWanted(work, at);
  if (wanted === null) return [];
  return facts.filter(
    ({ occurredAt, type }) =>
      occurredAt <= at && (occurredAt >= wanted.fromAt || (wanted.isOfRegisters && factRuleOf(type).register !== null)),
  );
}

/** Bytes of the state, which hold every count, sum and instant; facts are not counted by rows. */
function bytesOf(activity: MemberWork['activity']): readonly number[] {
  return [...encodeActivity({ ...activity, factCount: 1 })];
}

function registersOf(rows: ReadonlyMap<string, unknown>): readonly unknown[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}

function expectSame(whole: MemberWork, facts: readonly FactStep[], use: { at: number; context: FoldContext }): void {
  const { at, context } = use;
  const then = foldAll(live(facts.filter((step) => step.occurredAt <= at)), context);
  const evidence = { asOfAt: at, program: programAt(context, at), tellings: answer(whole, facts, at) };
  expect(bytesOf(activityAsOf(whole, evidence))).toEqual(bytesOf(then.activity));
  expect(registersOf(registersAsOf(whole, evidence))).toEqual(registersOf(then.rows.attributes));
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
        mergeInto(survivor, { absorbed, step: merge }, context);
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
  const work = foldFacts(facts);

  it('had the amount told by then', () => {
    const asOfAt = daysLater(2);
    expect(tellingsWanted(work, asOfAt)).toEqual({ fromAt: daysLater(1), isOfRegisters: false });
    expect(activityAsOf(work, { asOfAt, program, tellings: facts }).grossMinor).toBe(1000);
  });

  it('needs no facts before it was known nor after it was paid', () => {
    expect(tellingsWanted(work, daysLater(0.5))).toBeNull();
    expect(activityAsOf(work, { asOfAt: daysLater(0.5), program, tellings: [] }).purchaseCount).toBe(0);
    expect(tellingsWanted(work, daysLater(3))).toBeNull();
    expect(activityAsOf(work, { asOfAt: daysLater(3), program, tellings: [] }).grossMinor).toBe(900);
  });

  it('is asked for only where its evidence is loaded', () => {
    const bare = createMemberWork(testMemberId(1), 0);
    bare.rows.hasAllEvidence = false;
    expect(() => tellingsWanted(bare, daysLater(2))).toThrow('evidence');
    expect(() => activityAsOf(bare, { asOfAt: daysLater(2), program, tellings: [] })).toThrow('evidence');
  });
});
