import { expect, it } from 'vitest';
import { issuesOfStage, otherIssues } from './stage-issues.ts';

const issue = (document: string, path: string) => ({ document, path, code: 'x', message: { en: 'x', zh: 'x' } });
const issues = [
  issue('lifecycles/main.json', 'stages[1].condition.rules[0].value'),
  issue('lifecycles/main.json', 'stages[11]'),
  issue('lifecycles/main.json', 'stages'),
  issue('', ''),
];

it('puts each problem beside the stage it is about, and the rest together', () => {
  expect(issuesOfStage(issues, 'lifecycles/main.json', 1)).toHaveLength(1);
  expect(issuesOfStage(issues, 'lifecycles/main.json', 11)).toHaveLength(1);
  expect(otherIssues(issues, 'lifecycles/main.json').map(({ path }) => path)).toEqual(['stages', '']);
});

it('leaves problems of another document with the same place to that one', () => {
  expect(issuesOfStage([issue('settings.json', 'stages[1]')], 'lifecycles/main.json', 1)).toEqual([]);
});
