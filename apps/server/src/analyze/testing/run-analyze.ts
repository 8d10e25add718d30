import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCommandLine } from '../../cli/run.ts';

export interface AnalyzeRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `perennial analyze` with these words as a user would, within this process. */
export async function runAnalyze(...words: readonly string[]): Promise<AnalyzeRun> {
  const stdout = createSink();
  const stderr = createSink();
  const code = await runCommandLine({
    words: ['analyze', ...words],
    environment: {},
    stdout: stdout.stream,
    stderr: stderr.stream,
    now: () => performance.now(),
    signal: new AbortController().signal,
    version: 'test',
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function createSink(): { readonly stream: Writable; readonly text: () => string } {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      parts.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => parts.join('') };
}

/** A folder for the files of one test, removed when the scope ends. */
export function createFolder(): {
  readonly path: string;
  readonly of: (name: string) => string;
  readonly [Symbol.dispose]: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'perennial-analyze-test-'));
  return {
    path,
    of: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
