import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCondition } from '../../../conditions/check-condition.ts';
import { compileCondition } from '../../../conditions/compile-condition.ts';
import type { ConditionNode } from '../../../conditions/condition.ts';
import { createFieldCatalogue } from '../../../conditions/field-catalogue.ts';
import { createProblemList } from '../../../kernel/documents/document-problem.ts';
import { dayMs } from '../../../kernel/base/instants.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import type { ConditionWorld } from '../../../kernel/fields/world.ts';
import { parseProgram, warnOfProgram } from '../../../program/compile-program.ts';
import { daysLater, testDays } from '../../../testing/given.ts';
import { createDefaultProgram, toDocument } from '../../default-program.ts';
import { facets } from '../../index.ts';
import { createActivityState, medianGapMs } from '../activity/activity-state.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import { purchaseBit } from '../activity/evidence-event.ts';
import { lifecyclePart, subjectOfActivity } from '../activity/subject.ts';
import { lifecycleFields } from '../fields.ts';
import { lifecyclePresets } from './presets.ts';
import { unreachableStages } from './unreachable-stages.ts';

const metrics = [{ id: 'p60', name: { en: 'p', zh: 'p' }, kind: 'purchases_within', days: 60 } as const];
const catalogue = createFieldCatalogue(lifecycleFields({ metrics, lifecycles: [] }), () => undefined);
const world: ConditionWorld = {
  days: testDays,
  ownGapMs: (subject) => medianGapMs(lifecyclePart.of(subject).activity) ?? 40 * dayMs,
  cycleDays: (subject) => (lifecyclePart.of(subject).activity.lastCategory === 7 ? 20 : null),
  rhythmMask: purchaseBit,
};

function check(value: FactValue): ConditionNode {
  const problems = createProblemList();
  const node = checkCondition(value, { path: '', problems }, { catalogue, purpose: 'timeline' });
  if (node === null) throw new Error(JSON.stringify(problems.problems));
  return node;
}

const whyOf = (...stages: readonly FactValue[]) => unreachableStages([...stages.map(check), null]);
const all = (...rules: readonly FactValue[]): FactValue => ({ combinator: 'and', rules: [...rules] });
const any = (...rules: readonly FactValue[]): FactValue => ({ combinator: 'or', rules: [...rules] });
const rule = (field: string, operator: string, value?: FactValue): FactValue =>
  value === undefined ? { field, operator } : { field, operator, value };
const last = (operator: 'within' | 'notWithin', days: number) =>
  rule('purchase.last', operator, { window: 'days', days });
const orders = (operator: string, value: FactValue) => rule('purchase.count', operator, value);
const personal = (multiple: number, minDays: number, maxDays: number) =>
  rule('purchase.last', 'within', { window: 'personal', multiple, minDays, maxDays });

describe('a stage that no one can reach', () => {
  it.each<[string, readonly FactValue[], number]>([
    ['has the window of the stage before: it lasts no time', [last('within', 90), last('within', 90)], 1],
    ['has a shorter window than a stage before', [last('within', 90), last('within', 30)], 1],
    ['is covered by two stages together', [orders('>=', 2), orders('<', 2), last('within', 30)], 2],
    ['comes after one that takes everybody', [orders('>=', 0), last('within', 30)], 1],
    ['has a personal window no longer than the fixed one before', [last('within', 180), personal(2, 30, 180)], 1],
    ['has the personal window of the stage before', [personal(2, 30, 90), personal(2, 30, 90)], 1],
    [
      'has less than the stage before asks for',
      [orders('>=', 3), all(orders('between', [3, 5]), last('within', 9))],
      1,
    ],
  ])('%s', (_, stages, index) => {
    expect(whyOf(...stages)[index]).toBe('precedence');
  });

  it.each<[string, FactValue]>([
    ['windows', all(last('within', 30), last('notWithin', 30))],
    ['counts', all(orders('>', 2), orders('<', 3))],
    ['a count below nothing', orders('<', 0)],
    ['never and within', all(rule('purchase.last', 'null'), last('within', 90))],
    ['dates', all(rule('registration.at', 'onOrAfter', '2026-03-01'), rule('registration.at', 'before', '2026-03-01'))],
    ['a rule and its opposite', { combinator: 'and', rules: [any(orders('=', 1), orders('=', 2)), orders('>', 2)] }],
  ])('has rules that exclude one another: %s', (_, condition) => {
    expect(whyOf(condition)[0]).toBe('condition');
  });

  it('is the last one too, when nobody is left for it', () => {
    expect(whyOf(last('within', 90), last('notWithin', 90)).at(-1)).toBe('precedence');
  });

  it('is none of those that can be reached', () => {
    expect(whyOf(orders('=', 0), last('within', 90), last('within', 180))).toEqual([null, null, null, null]);
    expect(whyOf(personal(1, 30, 90), personal(2, 30, 90), last('within', 365))).toEqual([null, null, null, null]);
    // What is not there is neither small nor large.
    expect(whyOf(rule('purchase.median_gap', '<', 30), rule('purchase.median_gap', '>=', 30)).at(-1)).toBeNull();
    expect(whyOf(orders('!=', 1), all(orders('<=', 1), last('within', 9))).at(1)).toBeNull();
  });

  it('is in no lifecycle that people start from', () => {
    for (const { lifecycle } of lifecyclePresets) {
      const documents = { ...createDefaultProgram(), 'lifecycles/main.json': toDocument(lifecycle) };
      const parsed = parseProgram(documents, facets);
      if (!parsed.isValid) throw new Error(JSON.stringify(parsed.problems));
      expect(warnOfProgram(parsed.program), lifecycle.name.en).toEqual([]);
    }
  });

  it('is warned of at its place, and may be published all the same', () => {
    const documents = createDefaultProgram();
    const [preset] = lifecyclePresets;
    const stages = preset!.lifecycle.stages.map((stage) =>
      stage.id === 'silent'
        ? { ...stage, condition: { field: 'recency.last', operator: 'within', value: { window: 'days', days: 90 } } }
        : stage,
    );
    const program = { ...documents, 'lifecycles/main.json': toDocument({ ...preset!.lifecycle, stages }) };
    const parsed = parseProgram(program, facets);
    if (!parsed.isValid) throw new Error(JSON.stringify(parsed.problems));
    expect(warnOfProgram(parsed.program)).toEqual([
      expect.objectContaining({
        code: 'lifecycle.stage_unreachable',
        document: 'lifecycles/main.json',
        path: 'stages[3].condition',
      }),
    ]);
  });

  it('is looked for in bounded time, however the conditions are built', () => {
    const tangle = (salt: number): FactValue => ({
      combinator: 'and',
      rules: Array.from({ length: 20 }, (_, index) =>
        any(orders('=', index + salt), rule('metric.p60', '=', index % 16), last('within', 2 + index)),
      ),
    });
    const stages = Array.from({ length: 12 }, (_, index) => check(tangle(index)));
    expect(unreachableStages([...stages, null])).toHaveLength(13);
  }, 5_000);
});

const window = fc.oneof(
  fc.constantFrom(2, 10, 30, 60).map((days) => ({ window: 'days', days })),
  fc.record({
    window: fc.constant('personal'),
    multiple: fc.constantFrom(0.5, 1, 2.5),
    minDays: fc.constantFrom(2, 10),
    maxDays: fc.constantFrom(10, 30),
  }),
  fc.record({ window: fc.constant('cycle'), multiple: fc.constantFrom(1, 2), fallbackDays: fc.constantFrom(10, 30) }),
);
const leaf = fc.oneof(
  fc.record({
    field: fc.constantFrom('purchase.last', 'sign_in.last'),
    operator: fc.constantFrom('within', 'notWithin'),
    value: window,
  }),
  fc.record({ field: fc.constantFrom('purchase.last', 'sign_in.last'), operator: fc.constantFrom('null', 'notNull') }),
  fc.record({
    field: fc.constantFrom('purchase.last', 'registration.at'),
    operator: fc.constantFrom('before', 'onOrAfter'),
    value: fc.constantFrom('2026-01-05', '2026-02-01'),
  }),
  fc.record({
    field: fc.constantFrom('metric.p60', 'purchase.count', 'purchase.median_gap', 'purchase.average_order'),
    operator: fc.constantFrom('=', '!=', '>=', '<', '<=', '>'),
    value: fc.constantFrom(0, 1, 2, 2.5, 3),
  }),
  fc.record({
    field: fc.constantFrom('purchase.count', 'purchase.median_gap'),
    operator: fc.constant('between'),
    value: fc.constantFrom([0, 1], [1, 2], [2, 2]),
  }),
  fc.record({ field: fc.constantFrom('purchase.median_gap'), operator: fc.constantFrom('null', 'notNull') }),
);
const { tree } = fc.letrec<{ tree: FactValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2 },
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
    purchases: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 4 }),
    signIn: fc.option(fc.integer({ min: 0, max: 70 })),
    registered: fc.option(fc.integer({ min: 0, max: 70 })),
    category: fc.constantFrom(0, 7),
    grossMinor: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ purchases, signIn, registered, category, grossMinor }) => {
    const state = createActivityState();
    state.recentPurchases = purchases.map(daysLater).sort((a, b) => a - b);
    state.purchaseCount = purchases.length;
    state.firstPurchaseAt = state.recentPurchases[0] ?? state.firstPurchaseAt;
    state.lastCategory = category;
    state.grossMinor = grossMinor;
    if (signIn !== null) state.lastAt[0] = daysLater(signIn);
    if (registered !== null) state.registeredAt = daysLater(registered);
    return state;
  });

it('a stage that is said to be out of reach is nobody’s, at no instant', () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(tree, { minLength: 1, maxLength: 4 }),
      fc.array(activity, { minLength: 8, maxLength: 8 }),
      (conditions, states) => {
        const nodes = conditions.map(check);
        const verdicts = unreachableStages([...nodes, null]);
        if (verdicts.every((verdict) => verdict === null)) return;
        found += 1;
        const predicates = nodes.map((node) => compileCondition(node, world));
        for (const state of states) {
          const subject = subjectOfActivity(state);
          for (let at = daysLater(0); at < daysLater(150); at += dayMs / 2) {
            const first = predicates.findIndex((predicate) => predicate.test(subject, at));
            expect(verdicts[first < 0 ? nodes.length : first]).toBeNull();
          }
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(found).toBeGreaterThan(20);
});
