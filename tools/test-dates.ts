/**
 * `npm run test:dates`: the tests that a date could turn, as of days on which calendars have turned programs before. As of today all
 * tests are run by `npm run verify`; as of any other day all of them run with PERENNIAL_TEST_DATE=2030-06-30 npm test.
 */
import { reportSteps, runStep } from './run-step.ts';
import type { StepResult } from './run-step.ts';
import { dateVariable } from './test-date.ts';

/** A leap day, and a last day of the year: at noon in UTC, so that in Shanghai and in London it is the same day. */
const dates = ['2028-02-29', '2027-12-31'];

/** All pure tests, and of those with stores whatever dates facts back from now and then asks by days, weeks and months. */
const runs: readonly (readonly [name: string, parameters: readonly string[]])[] = [
  ['pure', ['--project', 'unit']],
  ['stores', ['--project', 'integration', 'demo.int', 'serving-members.int', 'past-members.int', 'test-date.int']],
];

const results: StepResult[] = [];
for (const date of dates) {
  for (const [name, parameters] of runs) {
    const command = ['vitest', 'run', ...parameters, '--passWithNoTests=false', '--reporter=default'];
    results.push(await runStep(`${date} ${name}`, command, { [dateVariable]: date }));
  }
}
reportSteps(results);
