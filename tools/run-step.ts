import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root: string = fileURLToPath(new URL('..', import.meta.url));

export interface StepResult {
  readonly name: string;
  readonly isPassed: boolean;
  readonly durationMs: number;
}

/**
 * Runs one command at the root, with its output passed through and this added to its environment, and says how long it took.
 *
 * npm scripts put node_modules/.bin first on PATH, so a tool is called by its bare name and runs on the pinned Node.
 */
export function runStep(
  name: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const startedAt = performance.now();
  const [executable = '', ...parameters] = command;
  return new Promise((resolve) => {
    const child = spawn(executable, parameters, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    const finish = (isPassed: boolean): void => {
      resolve({ name, isPassed, durationMs: performance.now() - startedAt });
    };
    child.on('error', (error) => {
      process.stderr.write(`${name}: ${executable} could not be started: ${error.message}\n`);
      finish(false);
    });
    child.on('exit', (code) => {
      finish(code === 0);
    });
  });
}

/** Prints one line a step, and sets the exit code to 1 when one of them failed. */
export function reportSteps(results: readonly StepResult[]): void {
  process.stdout.write('\n');
  for (const result of results) {
    const verdict = result.isPassed ? 'ok    ' : 'FAILED';
    process.stdout.write(`${verdict} ${result.name.padEnd(24)} ${(result.durationMs / 1000).toFixed(1)} s\n`);
  }
  if (results.some((result) => !result.isPassed)) process.exitCode = 1;
}
