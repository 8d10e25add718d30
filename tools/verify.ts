/**
 * `npm run verify`: all that must hold before a change is shared, but the browser. Every step runs even when an earlier
 * one failed, so that one run shows all there is to repair. Boundaries and house rules are tests (tools/*.spec.ts).
 */
import { reportSteps, runStep } from './run-step.ts';
import type { StepResult } from './run-step.ts';

const steps: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['typecheck', ['node', 'tools/typecheck.ts']],
  ['format', ['oxfmt', '--check']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings']],
  ['dead code', ['knip', '--no-progress']],
  ['tests', ['vitest', 'run']],
];

const results: StepResult[] = [];
for (const [name, command] of steps) {
  process.stdout.write(`\n── ${name}: ${command.join(' ')}\n`);
  results.push(await runStep(name, command));
}
reportSteps(results);
