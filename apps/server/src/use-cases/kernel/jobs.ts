import { randomUUID } from 'node:crypto';
import type { JobProgress } from '@perennial/contracts';
import { ProblemError } from './problem-error.ts';

/** What a running job is given: it says how far it is, and stops when asked to. */
export interface JobControl {
  readonly signal: AbortSignal;
  /** Both counts; `total` 0 while it is not known. */
  readonly report: (done: number, total: number) => void;
}

export interface Job<Result> {
  readonly progress: JobProgress;
  readonly result: Result | undefined;
}

/** Work that outlasts a request, within this process. */
export interface Jobs<Result> {
  /** Starts at once; throws `request.rate_limited` while as many run as may. */
  start(run: (control: JobControl) => Promise<Result>): Job<Result>;
  /** Throws `job.not_found`. */
  get(id: string): Job<Result>;
  /** Throws `job.not_found`; a job that has ended stays as it ended. */
  cancel(id: string): void;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

export interface JobLimits {
  readonly runningMax: number;
  readonly keptMax: number;
  readonly keptMs: number;
}

interface Entry<Result> {
  progress: JobProgress;
  result: Result | undefined;
  readonly controller: AbortController;
  ended: Promise<void>;
}

export function createJobs<Result>(limits: JobLimits, now: () => number): Jobs<Result> {
  const entries = new Map<string, Entry<Result>>();
  const find = (id: string): Entry<Result> => {
    const entry = entries.get(id);
    if (entry === undefined) throw new ProblemError('job.not_found');
    return entry;
  };
  return {
    start(run) {
      forgetOld(entries, limits, now());
      const running = [...entries.values()].filter((entry) => entry.progress.finishedAt === null);
      if (running.length >= limits.runningMax) throw new ProblemError('request.rate_limited', { retryAfterSeconds: 5 });
      const id = randomUUID();
      const entry: Entry<Result> = {
        progress: { id, status: 'running', done: 0, total: 0, startedAt: now(), finishedAt: null, error: null },
        result: undefined,
        controller: new AbortController(),
        ended: Promise.resolve(),
      };
      entries.set(id, entry);
      entry.ended = follow(entry, run, now);
      return entry;
    },
    get: find,
    cancel: (id) => find(id).controller.abort(),
    async close() {
      for (const entry of entries.values()) entry.controller.abort();
      await Promise.all([...entries.values()].map((entry) => entry.ended));
    },
  };
}

async function follow<Result>(
  entry: Entry<Result>,
  run: (control: JobControl) => Promise<Result>,
  now: () => number,
): Promise<void> {
  const { signal } = entry.controller;
  const report = (done: number, total: number) => {
    entry.progress = { ...entry.progress, done, total };
  };
  const end = (status: JobProgress['status'], error: string | null) => {
    entry.progress = { ...entry.progress, status, error, finishedAt: now() };
  };
  try {
    entry.result = await run({ signal, report });
    end(signal.aborted ? 'cancelled' : 'succeeded', null);
  } catch (error) {
    if (signal.aborted) end('cancelled', null);
    else end('failed', error instanceof ProblemError ? error.code : 'server.failed');
  }
}

function forgetOld<Result>(entries: Map<string, Entry<Result>>, limits: JobLimits, now: number): void {
  for (const [id, { progress }] of entries) {
    const isOver = progress.finishedAt !== null;
    if (isOver && (now - (progress.finishedAt ?? 0) > limits.keptMs || entries.size >= limits.keptMax))
      entries.delete(id);
  }
}
