import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCommandLine } from '../run.ts';

const docs = join(import.meta.dirname, '../../../../../docs');

export function textOf(page: string): string {
  return readFileSync(join(docs, page), 'utf8');
}

/** Blocks of a language in a page, in order. */
export function blocksOf(page: string, language: string): readonly string[] {
  const blocks = textOf(page).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'));
  return [...blocks].map((match) => match[1] ?? '');
}

/** The shell commands of a page, in order, continued lines joined, without what is said behind them. */
export function shellLinesOf(page: string): readonly string[] {
  return blocksOf(page, 'sh').flatMap((block) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .trim()
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim()),
  );
}

export interface SampleRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface SampleOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Told what was answered so far, each time that something is. */
  readonly onOut?: (out: string) => void;
}

/** Runs `npx perennial …` within this process. */
export async function runSample(line: string, { environment, signal, onOut }: SampleOptions): Promise<SampleRun> {
  const texts = { out: '', err: '' };
  const sink = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[name] += chunk.toString();
        if (name === 'out') onOut?.(texts.out);
        done();
      },
    });
  const code = await runCommandLine({
    words: wordsOf(line).slice(2),
    environment: { PERENNIAL_SHARDS: '16', PERENNIAL_POOL_SIZE: '4', PERENNIAL_LOG_LEVEL: 'error', ...environment },
    stdout: sink('out'),
    stderr: sink('err'),
    now: () => performance.now(),
    signal: signal ?? new AbortController().signal,
    version: 'test',
  });
  return { code, ...texts };
}

/** As a shell splits them: what stands in double quotes is one word. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word);
}

export interface StartedSample {
  /** What `start --json` answers. */
  readonly told: { readonly address?: string; readonly signInUrl?: string | null; readonly role?: string };
  /** Asks it to end, and tells how it ended. */
  stop(): Promise<SampleRun>;
}

/** Runs `npx perennial start …` until it is told to stop; resolves when it has said that it runs. Rejects when it ends before. */
export async function startSample(line: string, options: SampleOptions): Promise<StartedSample> {
  const ending = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const running = runSample(`${line} --no-open --no-build --json${line.includes('worker') ? '' : ' --port 0'}`, {
    ...options,
    signal: ending.signal,
    onOut: (out) => void (out.includes('\n') && resolve(out)),
  });
  running.then(({ err }) => reject(new Error(`it ended at once: ${err}`)), reject);
  return {
    told: JSON.parse(await promise) as StartedSample['told'],
    stop() {
      ending.abort('SIGTERM');
      return running;
    },
  };
}
