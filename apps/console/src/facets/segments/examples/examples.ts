import type { exampleNames } from '../urls/search.ts';

export type ExampleName = (typeof exampleNames)[number];

const days = (count: number) => ({ window: 'days', days: count });

/** What a segment may begin with. */
export const examples: { readonly [Name in ExampleName]: Readonly<Record<string, unknown>> } = {
  lapsing: {
    combinator: 'and',
    rules: [
      { did: 'bought', window: days(90), measure: 'orders', operator: '>=', value: 2 },
      { did: 'bought', window: days(45), measure: 'orders', operator: '=', value: 0 },
    ],
  },
  newcomers: {
    combinator: 'and',
    rules: [
      { did: 'bought', measure: 'first', is: 'in', span: days(30) },
      { did: 'bought', window: days(30), measure: 'orders', operator: '=', value: 1 },
    ],
  },
  regulars: {
    combinator: 'and',
    rules: [
      { did: 'bought', measure: 'rhythm', is: 'stopped', everyDays: 30, times: 3, quiet: 1 },
      { field: 'purchase.count', operator: '>=', value: 3 },
    ],
  },
};

export const emptyCondition = {
  combinator: 'and',
  rules: [{ did: 'bought', window: days(90), measure: 'orders', operator: '>=', value: 1 }],
} as const;
