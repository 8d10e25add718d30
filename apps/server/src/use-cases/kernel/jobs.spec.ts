import { describe, expect, it } from 'vitest';
import { createJobs } from './jobs.ts';
import { ProblemError } from './problem-error.ts';

const limits = { runningMax: 1, keptMax: 3, keptMs: 1000 };

describe('jobs', () => {
  it('tells progress and keeps the result', async () => {
    const jobs = createJobs<string>(limits, () => 5);
    const { promise, resolve } = Promise.withResolvers<string>();
    const { progress } = jobs.start(async ({ report }) => {
      report(1, 2);
      return promise;
    });
    expect(jobs.get(progress.id).progress).toMatchObject({ status: 'running', done: 1, total: 2, startedAt: 5 });
    resolve('done');
    await expect.poll(() => jobs.get(progress.id).result).toBe('done');
    expect(jobs.get(progress.id).progress.status).toBe('succeeded');
  });

  it('refuses more than may run at once, and knows no job that never was', () => {
    const jobs = createJobs<string>(limits, () => 0);
    const endless = () => new Promise<string>(() => undefined);
    jobs.start(endless);
    expect(() => jobs.start(endless)).toThrow('request.rate_limited');
    expect(() => jobs.get('nothing')).toThrow(new ProblemError('job.not_found'));
  });

  it('stops a cancelled job and says so, and a failed one without the values it failed on', async () => {
    const jobs = createJobs<string>(limits, () => 0);
    const cancelled = jobs.start(
      ({ signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stop')))),
    );
    jobs.cancel(cancelled.progress.id);
    await expect.poll(() => jobs.get(cancelled.progress.id).progress.status).toBe('cancelled');
    const failed = jobs.start(async () => {
      throw new Error('phone 13800138000');
    });
    await expect.poll(() => jobs.get(failed.progress.id).progress.error).toBe('server.failed');
  });

  it('forgets results after their time', async () => {
    let now = 0;
    const jobs = createJobs<string>(limits, () => now);
    const first = jobs.start(async () => 'a');
    await expect.poll(() => jobs.get(first.progress.id).progress.status).toBe('succeeded');
    now = 2000;
    jobs.start(async () => 'b');
    expect(() => jobs.get(first.progress.id)).toThrow(new ProblemError('job.not_found'));
  });
});
