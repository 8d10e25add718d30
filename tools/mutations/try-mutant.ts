import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../run-step.ts';
import type { Mutant } from './find-mutants.ts';
import { mutantVariable, writeMutant } from './mutant-variable.ts';

/** A run of tests: which files, and of them which tests. */
export interface Trial {
  readonly name: string;
  readonly parameters: readonly string[];
  /** A mistake that makes a loop endless is seen by nothing else. */
  readonly timeoutMs: number;
}

/** By what a mutant was caught: the name of a test, or the time that ran out. */
export interface Verdict {
  readonly isCaught: boolean;
  readonly by: string;
}

/** The properties and unit tests of the two facets, and those that hold their parsers against their schemas. */
const domainSpecs: Trial = {
  name: 'domain specs',
  parameters: ['facets/wallets', 'facets/tiers', 'program/program-schemas'].map(
    (path) => `packages/domain/src/${path}`,
  ),
  timeoutMs: 300_000,
};
/** Minutes, with a store: for what the domain specs let live. */
const stories: Trial = {
  name: 'stories',
  parameters: ['apps/server/src/scenarios/scenarios.int.spec.ts', '-t', 'scenarios/(wallets|tiers)'],
  timeoutMs: 600_000,
};

export const trials: readonly Trial[] = [domainSpecs, stories];

/** Runs the tests with the mutant until one fails; without a mutant they are to pass. */
export async function runTrial(trial: Trial, mutant: Mutant | undefined): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-mutant-'));
  const report = join(folder, 'report.json');
  try {
    const end = await runTests([...trial.parameters, '--reporter=json', `--outputFile=${report}`], { trial, mutant });
    if (end === 'passed') return { isCaught: false, by: '' };
    return { isCaught: true, by: end === 'timeout' ? 'time' : firstFailure(report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runTests(
  parameters: readonly string[],
  { trial, mutant }: { readonly trial: Trial; readonly mutant: Mutant | undefined },
): Promise<'passed' | 'failed' | 'timeout'> {
  return new Promise((resolve, reject) => {
    const child = spawn('vitest', ['run', '--config', 'vitest.mutations.config.ts', ...parameters], {
      cwd: root,
      env: { ...process.env, [mutantVariable]: writeMutant(mutant) },
      stdio: 'ignore',
      shell: process.platform === 'win32',
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, trial.timeoutMs);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(timer);
      if (isLate) resolve('timeout');
      else resolve(code === 0 ? 'passed' : 'failed');
    });
  });
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** @throws Error when the run failed and wrote no report: then nothing was tried. */
function firstFailure(path: string): string {
  // What Vitest writes; a field that it lacks shows at once.
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  for (const { assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed');
    if (failed !== undefined) return failed.fullName;
  }
  const unread = testResults.find(({ status }) => status === 'failed');
  if (unread === undefined) throw new Error(`The tests ended without a failure and did not pass: ${path}`);
  return `${unread.name}: ${unread.message.split('\n')[0] ?? ''}`;
}
