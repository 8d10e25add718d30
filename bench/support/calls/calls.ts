import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A single fact in a request, ten of them, and two commands. */
export type Kind = 'fact' | 'facts' | 'tag' | 'attribute';

export interface CallsOptions {
  readonly address: string;
  readonly writeKey: string;
  readonly apiKey: string;
  /** Known members that the facts are about. */
  readonly members: number;
  /** Members that the commands are about. */
  readonly memberIds: readonly string[];
}

export type Phase =
  | { readonly kind: 'turns'; readonly calls: number }
  | {
      readonly kind: 'paced';
      readonly seconds: number;
      readonly commandsPerSecond: number;
      /** Those that go alone included. */
      readonly factsPerSecond: number;
      /** Facts that go in a request of their own; the others go ten together. */
      readonly singlesPerSecond: number;
    };

export interface CallsReport {
  /** Milliseconds of every call. */
  readonly ms: Readonly<Record<Kind, readonly number[]>>;
  /** Status and code of each call that was told to come again. */
  readonly refused: readonly string[];
  readonly durationMs: number;
}

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
