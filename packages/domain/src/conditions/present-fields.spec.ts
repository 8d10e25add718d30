import { describe, expect, it } from 'vitest';
import { lifecycleFields } from '../facets/lifecycle/fields.ts';
import { facets } from '../facets/index.ts';
import { findRegisterField } from '../facets/registers/fields.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import { openView } from '../kernel/facet-view.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';
import { daysLater, fact, foldFacts, order, testContext } from '../testing/given.ts';
import { checkCondition } from './check-condition.ts';
import { compileCondition } from './compile-condition.ts';
import { createFieldCatalogue } from './field-catalogue.ts';

const fields = lifecycleFields({ metrics: [], lifecycles: [{ id: 'main', name: { en: 'm', zh: 'm' } }] });
const catalogue = createFieldCatalogue(fields, findRegisterField);
const { world } = testContext().programs[0]!;
const member = foldFacts([
  fact({
    type: 'attributes.changed',
    at: daysLater(0),
    payload: { attributes: { city: 'Shanghai', level: 3, staff: true, gone: null, sizes: ['s'] } },
  }),
  fact({ type: 'tag.added', at: daysLater(1), payload: { tag: 'vip' } }),
  fact({ type: 'tag.added', at: daysLater(1.1), payload: { tag: 'old' } }),
  fact({ type: 'tag.removed', at: daysLater(1.2), payload: { tag: 'old' } }),
  fact({ type: 'consent.changed', at: daysLater(1.3), payload: { topic: 'sms', isGranted: true } }),
  fact({ type: 'review.posted', at: daysLater(2), payload: { rating: 4.5 } }),
  fact({ type: 'review.posted', at: daysLater(2.5), payload: { rating: 2 } }),
  order('a', 3, { amountMinor: 300 }),
  order('b', 23, { amountMinor: 101 }),
]);

const parts: unknown[] = [];
for (const facet of facets.list) parts[facet.index] = facet.subject(openView(member, facet));
const subject: ConditionSubject = { parts };

function holds(field: string, operator: string, value: FactValue = null): boolean {
  const problems = createProblemList();
  const node = checkCondition({ field, operator, value }, { path: '', problems }, { catalogue, purpose: 'now' });
  if (node === null) throw new Error(JSON.stringify(problems.problems));
  return compileCondition(node, world).test(subject, daysLater(30));
}

describe('what is known of the present', () => {
  it.each<[string, string, FactValue]>([
    ['attribute.city', '=', 'Shanghai'],
    ['attribute.city', 'contains', 'hai'],
    ['attribute.city', 'in', ['Beijing', 'Shanghai']],
    ['attribute.city', '>', 'Paris'],
    ['attribute.level', '>=', 3],
    ['attribute.level', 'between', [1, 3]],
    ['attribute.staff', '=', true],
    ['attribute.gone', 'null', null],
    ['attribute.unheard', 'null', null],
    ['attribute.unheard', '!=', 'x'],
    ['attribute.unheard', 'notIn', ['x']],
    ['attribute.sizes', 'contains', '"s"'],
    ['tag.vip', '=', true],
    ['tag.old', '=', false],
    ['consent.sms', '=', true],
    ['stage.main', '=', 'active'],
    ['review.count', '=', 2],
    ['review.mean_rating', '=', 325],
    ['review.days', '=', 1],
    ['purchase.net_spend', '=', 401],
    ['purchase.average_order', '=', 201],
    ['purchase.median_gap', '=', 20],
  ])('%s %s %j', (field, operator, value) => {
    expect(holds(field, operator, value)).toBe(true);
  });

  it.each<[string, string, FactValue]>([
    ['attribute.city', '=', 'shanghai'],
    ['attribute.city', '>', 3],
    ['attribute.level', '=', '3'],
    ['attribute.level', 'contains', '3'],
    ['attribute.unheard', '=', 'x'],
    ['attribute.unheard', '<', 5],
    ['tag.unheard', '=', true],
    ['consent.email', '=', true],
    ['complaint.last', 'notNull', null],
    ['complaint.last', 'before', '2030-01-01'],
    ['purchase.count', '>', 2],
  ])('not %s %s %j', (field, operator, value) => {
    expect(holds(field, operator, value)).toBe(false);
  });
});

describe('the catalogue', () => {
  it('names every field once, in both languages, with operators an editor can offer', () => {
    expect(new Set(catalogue.fields.map((field) => field.field)).size).toBe(catalogue.fields.length);
    for (const field of catalogue.fields) {
      expect(field.label.en).not.toBe('');
      expect(field.label.zh).not.toBe('');
      expect(field.operators.length).toBeGreaterThan(1);
    }
  });

  it('finds families by name, and no others', () => {
    expect(catalogue.find('attribute.city')?.isTimeline).toBe(false);
    expect(catalogue.find('attribute.')).toBeUndefined();
    expect(catalogue.find('wallet.points')).toBeUndefined();
  });
});
