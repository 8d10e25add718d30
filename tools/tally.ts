/**
 * Prints the closing line of a run, `N passed, N failed`, from the reports of the test runners. A report that is missing
 * or tells of an error outside any test counts as one failure, and so do steps that failed without a failing test (lint,
 * types), whose number is the first argument. Exits with 1 when anything failed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-step.ts';

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const failedSteps = Number(process.argv[2] ?? 0);
const reports = ['test-results/vitest.json', 'test-results/e2e.json'].map(readReport);
const passed = reports.reduce((sum, report) => sum + report.passed, 0);
const failedTests = reports.reduce((sum, report) => sum + report.failed, 0);
const failed = failedTests === 0 ? failedSteps : failedTests;

process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (failed > 0) process.exitCode = 1;

function readReport(path: string): Tally {
  const file = join(root, path);
  if (!existsSync(file)) {
    process.stdout.write(`${path} is missing: that run did not finish.\n`);
    return { passed: 0, failed: 1 };
  }
  const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const failedTests = countOf(report, 'numFailedTests');
  const isUnsuccessful = isRecord(report) && report['success'] === false;
  return {
    passed: countOf(report, 'numPassedTests'),
    failed: failedTests === 0 && isUnsuccessful ? 1 : failedTests,
  };
}

function countOf(report: unknown, key: string): number {
  const value = isRecord(report) ? report[key] : undefined;
  return typeof value === 'number' ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
