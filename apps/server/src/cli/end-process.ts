import { isEngineLoaded } from '@perennial/clickhouse';

/**
 * Ends the process at once with this exit code; what it wrote to its outputs must have been taken already.
 *
 * A process that has loaded the embedded ClickHouse does not go through its exit handlers: they were seen to wait for a thread that had
 * ended before them, for ever, with the lens still locked against the next start. Everything is closed by now, so an empty program takes
 * the place of this one, without a handler being run and under the same process id.
 */
export function endProcess(code: number): never {
  if (isEngineLoaded() && process.platform !== 'win32' && process.execve !== undefined)
    process.execve(process.execPath, [process.execPath, '--eval', `process.exit(${code})`], {});
  process.exit(code);
}
