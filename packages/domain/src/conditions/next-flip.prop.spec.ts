import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActivityState, medianGapMs } from '../facets/lifecycle/activity/activity-state.ts';
import type { ActivityState } from '../facets/lifecycle/activity/activity-state.ts';
import { purchaseBit } from '../facets/lifecycle/activity/evidence-event.ts';
import { lifecyclePart, subjectOfActivity } from '../facets/lifecycle/activity/subject.ts';
import { lifecycleFields } from '../facets/lifecycle/fields.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import { dayMs, notByTime } from '../kernel/base/instants.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { ConditionWorld } from '../kernel/fields/world.ts';
import { daysLater, testDays } from '../testing/given.ts';
import { checkCondition } from './check-condition.ts';
import { compileCondition, nextFlipAt } from './compile-condition.ts';
import type { ConditionNode } from './condition.ts';
import { explainCondition } from './explain-condition.ts';
import { createFieldCatalogue } from './field-catalogue.ts';

const world: ConditionWorld = {
  days: testDays,
  ownGapMs: (subject) => medianGapMs(lifecyclePart.of(subject).activity) ?? 40 * dayMs,
  cycleDays: (subject) => (lifecyclePart.of(subject).activity.lastCategory === 7 ? 20 : null),
  rhythmMask: purchaseBit,
};
const metrics = [{ id: 'p60', name: { en: 'p', zh: 'p' }, kind: 'purchases_within', days: 60 } as const];
const catalogue = createFieldCatalogue(lifecycleFields({ metrics, lifecycles: [] }), () => undefined);

function check(value: FactValue): ConditionNode {
  const problems = createProblemList();
  const node = checkCondition(value, { path: '', problems }, { catalogue, purpose: 'timeline' });
  if (node === null) throw new Error(JSON.stringify(problems.problems));
  return node;
}

const window = fc.oneof(
  fc.integer({ min: 2, max: 100 }).map((days) => ({ window: 'days', days })),
  fc.record({
    window: fc.constant('personal'),
    multiple: fc.constantFrom(0.5, 1, 2.5),
    minDays: fc.integer({ min: 2, max: 20 }),
    maxDays: fc.integer({ min: 20, max: 90 }),
  }),
  fc.record({
    window: fc.constant('cycle'),
    multiple: fc.constantFrom(1, 2),
    fallbackDays: fc.integer({ min: 2, max: 60 }),
  }),
);
const windowRule = fc.record({
  field: fc.constantFrom('purchase.last', 'purchase.first', 'sign_in.last', 'interaction.last'),
  operator: fc.constantFrom('within', 'notWithin'),
  value: window,
});
const countRule = fc.record({
  field: fc.constantFrom('metric.p60', 'purchase.count'),
  operator: fc.constantFrom('=', '>=', '<'),
  value: fc.integer({ min: 0, max: 5 }),
});
const leaf = fc.oneof(windowRule, countRule);
const { tree } = fc.letrec<{ tree: FactValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({
      combinator: fc.constantFrom('and', 'or'),
      not: fc.boolean(),
      rules: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const activity: fc.Arbitrary<ActivityState> = fc
  .record({
    purchases: fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 }),
    signIn: fc.option(fc.integer({ min: 0, max: 200 })),
    category: fc.constantFrom(0, 7),
  })
  .map(({ purchases, signIn, category }) => {
    const state = createActivityState();
    state.recentPurchases = purchases.map(daysLater).sort((a, b) => a - b);
    state.purchaseCount = purchases.length;
    state.firstPurchaseAt = state.recentPurchases[0] ?? state.firstPurchaseAt;
    state.lastCategory = category;
    if (signIn !== null) state.lastAt[0] = daysLater(signIn);
    return state;
  });

describe('the next flip of a condition', () => {
  it('is the first half day on which the verdict differs, as found by asking on every one', () => {
    fc.assert(
      fc.property(tree, activity, (value, state) => {
        const predicate = compileCondition(check(value), world);
        const subject = subjectOfActivity(state);
        const at = daysLater(200);
        const verdict = predicate.test(subject, at);
        const flipAt = nextFlipAt(predicate, subject, at);
        if (flipAt === notByTime) expect(predicate.test(subject, daysLater(2000))).toBe(verdict);
        else {
          expect(predicate.test(subject, flipAt)).toBe(!verdict);
          expect(predicate.test(subject, flipAt - 1)).toBe(verdict);
        }
        // Gaps are whole days and multiples halves, so nothing happens off the lattice of quarter days.
        for (let asked = at; asked < Math.min(flipAt, daysLater(600)); asked += dayMs / 4) {
          if (predicate.test(subject, asked) !== verdict) expect.fail(`flips at ${asked} already`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is told by the explanation, which agrees with the verdict of every clause', () => {
    fc.assert(
      fc.property(tree, activity, (value, state) => {
        const node = check(value);
        const subject = subjectOfActivity(state);
        const at = daysLater(200);
        const told = explainCondition(node, { subject, at }, world);
        const predicate = compileCondition(node, world);
        expect(told.isTrue).toBe(predicate.test(subject, at));
        expect(told.flipsAt ?? notByTime).toBe(nextFlipAt(predicate, subject, at));
        if (told.kind !== 'group') return;
        const verdicts = told.clauses.map((clause) => clause.isTrue);
        expect(told.isTrue).toBe(
          (told.combinator === 'and' ? verdicts.every(Boolean) : verdicts.some(Boolean)) !== told.isNegated,
        );
      }),
    );
  });
});

describe('an explanation', () => {
  const state = createActivityState();
  state.recentPurchases = [daysLater(0), daysLater(10), daysLater(30)];
  state.purchaseCount = 3;
  const subject = subjectOfActivity(state);

  it('shows the days that a personal window came to, and what was seen', () => {
    const node = check({
      field: 'purchase.last',
      operator: 'within',
      value: { window: 'personal', multiple: 2, minDays: 5, maxDays: 90 },
    });
    const told = explainCondition(node, { subject, at: daysLater(40) }, world);
    expect(told).toMatchObject({ isTrue: true, flipsAt: daysLater(60), actual: daysLater(30), resolved: 30 });
  });

  it('shows the brand’s gap for whoever has none of her own', () => {
    const node = check({
      field: 'registration.at',
      operator: 'notWithin',
      value: { window: 'personal', multiple: 2, minDays: 5, maxDays: 90 },
    });
    const told = explainCondition(node, { subject: subjectOfActivity(createActivityState()), at: 0 }, world);
    expect(told).toMatchObject({ isTrue: true, flipsAt: null, actual: null, resolved: 80 });
  });

  it('ends a window at its very end, not a millisecond before', () => {
    const predicate = compileCondition(
      check({ field: 'purchase.last', operator: 'within', value: { window: 'days', days: 30 } }),
      world,
    );
    expect(predicate.test(subject, daysLater(60) - 1)).toBe(true);
    expect(predicate.test(subject, daysLater(60))).toBe(false);
  });

  it('begins a calendar day at midnight of the program’s zone', () => {
    const predicate = compileCondition(
      check({ field: 'purchase.last', operator: 'onOrAfter', value: '2025-01-31' }),
      world,
    );
    expect(predicate.test(subject, daysLater(40))).toBe(true);
    const later = compileCondition(
      check({ field: 'purchase.last', operator: 'onOrAfter', value: '2025-02-01' }),
      world,
    );
    expect(later.test(subject, daysLater(40))).toBe(false);
  });
});
