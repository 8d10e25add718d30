import { expect, it } from 'vitest';
import { issuesAt, issuesOfStage, issuesOfTab, otherIssues } from './issues.ts';

const issue = (document: string, path: string) => ({ document, path, code: 'x', message: { en: 'x', zh: 'x' } });
const issues = [
  issue('lifecycles/main.json', 'stages[1].condition.rules[0].value'),
  issue('lifecycles/main.json', 'stages[11]'),
  issue('lifecycles/main.json', 'stages'),
  issue('settings.json', 'stages[1]'),
  issue('settings.json', 'metrics[1].days'),
  issue('settings.json', 'metrics'),
  issue('statistics.json', 'brandGapDays'),
  issue('identities.json', 'types[0].perMemberMax'),
  issue('', ''),
];

it('puts each problem beside the stage it is about, and the rest together', () => {
  expect(issuesOfStage(issues, 'lifecycles/main.json', 1)).toHaveLength(1);
  expect(issuesOfStage(issues, 'lifecycles/main.json', 11)).toHaveLength(1);
  expect(otherIssues(issues, 'lifecycles/main.json').map(({ path }) => path)).toEqual(['stages', '']);
});

it('leads each problem to the tab where it is mended', () => {
  const placesOf = (tab: Parameters<typeof issuesOfTab>[1]) => issuesOfTab(issues, tab).map(({ path }) => path);
  expect(placesOf('metrics')).toEqual(['metrics[1].days', 'metrics']);
  expect(placesOf('settings')).toEqual(['stages[1]', 'brandGapDays']);
  expect(placesOf('identities')).toEqual(['types[0].perMemberMax']);
  expect(placesOf('versions')).toEqual([]);
});

it('finds what is wrong at a place and within it, not beside it', () => {
  expect(issuesAt(issues, 'settings.json', 'metrics[1]')).toHaveLength(1);
  expect(issuesAt(issues, 'settings.json', 'metrics')).toHaveLength(2);
  expect(issuesAt(issues, 'settings.json', 'metric')).toEqual([]);
  expect(issuesAt(issues, 'statistics.json', 'metrics')).toEqual([]);
});
