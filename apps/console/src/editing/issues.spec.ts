import { expect, it } from 'vitest';
import { issuesAt, issuesMendedAt } from './issues.ts';

const issue = (document: string, path: string) => ({ document, path, code: 'x', message: { en: 'x', zh: 'x' } });
const issues = [
  issue('lifecycles/main.json', 'stages[1].condition.rules[0].value'),
  issue('settings.json', 'stages[1]'),
  issue('settings.json', 'metrics[1].days'),
  issue('settings.json', 'metrics'),
  issue('statistics.json', 'brandGapDays'),
  issue('', ''),
];

it('finds what is wrong at a place and within it, not beside it', () => {
  expect(issuesAt(issues, 'settings.json', 'metrics[1]')).toHaveLength(1);
  expect(issuesAt(issues, 'settings.json', 'metrics')).toHaveLength(2);
  expect(issuesAt(issues, 'settings.json', 'metric')).toEqual([]);
  expect(issuesAt(issues, 'statistics.json', 'metrics')).toEqual([]);
});

it('leaves to the first place what no place mends', () => {
  const places = [
    { id: 'first', mends: () => false },
    { id: 'statistics', mends: ({ document }: { readonly document: string }) => document === 'statistics.json' },
  ];
  expect(issuesMendedAt('statistics', places, issues).map(({ path }) => path)).toEqual(['brandGapDays']);
  expect(issuesMendedAt('first', places, issues)).toHaveLength(5);
  expect(issuesMendedAt('first', [], issues)).toEqual([]);
});
