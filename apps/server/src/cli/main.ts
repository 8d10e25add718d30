/** Entry of the `perennial` command; see `bin/perennial.js`. */
import { readVersion } from '../version.ts';
import { endProcess } from './end-process.ts';
import { runCommandLine } from './run.ts';

/** What is under way may end in peace for so long; then the process goes, because whoever stops it will not wait longer. */
const drainMsMax = 10_000;

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second signal is meant.
    if (ending.signal.aborted) endProcess(signal === 'SIGINT' ? 130 : 143);
    ending.abort(signal);
    setTimeout(() => endProcess(1), drainMsMax).unref();
  });
}
// A reader that went away (`| head`) is no failure.
process.stdout.on('error', (error) => {
  if (!('code' in error && error.code === 'EPIPE')) throw error;
});

const exitCode = await runCommandLine({
  words: process.argv.slice(2),
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => performance.now(),
  signal: ending.signal,
  version: readVersion(),
});
// Embedded libraries may keep threads that would hold the process open.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
endProcess(exitCode);
