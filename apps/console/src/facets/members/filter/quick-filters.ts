import type { DocumentRule } from '../../../conditions/builder-query.ts';

/** A filter that is asked for every day: a button of its own, and its usual clauses one click each. */
export interface QuickFilter {
  readonly id: 'lastPurchase' | 'orders' | 'spend';
  readonly field: string;
  readonly presets: readonly DocumentRule[];
}

function within(operator: 'within' | 'notWithin', days: number): DocumentRule {
  return { field: 'purchase.last', operator, value: { window: 'days', days } };
}

function orders(operator: string, value: number): DocumentRule {
  return { field: 'purchase.count', operator, value };
}

export const quickFilters: readonly QuickFilter[] = [
  {
    id: 'lastPurchase',
    field: 'purchase.last',
    presets: [
      within('within', 30),
      within('within', 90),
      within('notWithin', 90),
      within('notWithin', 180),
      { field: 'purchase.last', operator: 'null' },
    ],
  },
  {
    id: 'orders',
    field: 'purchase.count',
    presets: [orders('=', 0), orders('=', 1), orders('>=', 2), orders('>=', 5)],
  },
  { id: 'spend', field: 'purchase.net_spend', presets: [] },
];
