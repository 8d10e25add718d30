import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CallsOptions, CallsReport, Phase } from './calls-child.ts';

/** A process that calls. */
export interface Calls {
  run(phase: Phase): Promise<CallsReport>;
  close(): void;
}

const script = join(import.meta.dirname, 'calls-child.ts');

/** Starts the process; `folder` is where it finds what is too long for a command line. */
export function startCalls(folder: string, options: CallsOptions): Calls {
  const file = join(folder, 'calls.json');
  writeFileSync(file, JSON.stringify(options));
  const child = spawn(process.execPath, [script, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async run(phase) {
      child.stdin.write(`${JSON.stringify(phase)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error('the calls ended without a report');
      const report: CallsReport = JSON.parse(line.value);
      return report;
    },
    close: () => child.stdin.end(),
  };
}
