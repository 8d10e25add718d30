import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

/** States the date as of which tests run: `2028-02-29`, or an instant. Without it they run as of today. */
export const dateVariable = 'PERENNIAL_TEST_DATE';
/** How far the clocks of the run are moved, milliseconds: those of its processes, and of its stores (packages/postgres/src/testing). */
export const shiftMsVariable = 'PERENNIAL_TEST_CLOCK_SHIFT_MS';

/** A day is taken at noon, so that it is the same day in London and in Shanghai. */
export function instantOf(date: string): number {
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(date) ? `${date}T12:00:00Z` : date);
  if (Number.isNaN(at))
    throw new RangeError(`${dateVariable}=${date} is neither a day such as 2028-02-29 nor an instant`);
  return at;
}

/** Hands the stated date on to all processes of the run, before any of them starts. Undefined when none is stated, or it is handed on. */
export function stateTestDate(environment: NodeJS.ProcessEnv): Date | undefined {
  const date = environment[dateVariable] ?? '';
  if (date === '' || environment[shiftMsVariable] !== undefined) return undefined;
  const at = instantOf(date);
  environment[shiftMsVariable] = String(at - Date.now());
  const preload = `--import=${pathToFileURL(join(import.meta.dirname, 'shift-clock.ts')).href}`;
  environment['NODE_OPTIONS'] = [environment['NODE_OPTIONS'], preload].filter(Boolean).join(' ');
  return new Date(at);
}

/** Set-up of a run. The browser tests have none: neither Chromium nor the server that they start by its own command has a clock to move. */
export function setup(): void {
  // Each project of the run comes by here; the first one states it.
  const stated = stateTestDate(process.env);
  if (stated !== undefined) process.stdout.write(`As of ${stated.toISOString()}\n`);
}
