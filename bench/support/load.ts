import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { LoadOptions, LoadReport } from './load-child.ts';

/** A process that has its bodies ready. */
export interface Load {
  /** Sends everything; resolves when the last request was answered. */
  send(): Promise<LoadReport>;
}

const script = join(import.meta.dirname, 'load-child.ts');

/** Starts the process that sends, and resolves when it has built what it will send. */
export async function prepareLoad(options: LoadOptions): Promise<Load> {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.value !== 'ready') throw new Error('the load could not be prepared');
  return {
    async send() {
      child.stdin.write('go\n');
      const line = await lines.next();
      if (line.done === true) throw new Error('the load ended without a report');
      const report: LoadReport = JSON.parse(line.value);
      return report;
    },
  };
}
