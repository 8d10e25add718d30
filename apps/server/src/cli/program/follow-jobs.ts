import { setTimeout } from 'node:timers/promises';
import { count } from '../command/amounts.ts';
import { CommandError } from '../command/command.ts';
import type { Output } from '../command/output.ts';
import { PlaceError } from './place/program-place.ts';
import type { Preview, ProgramPlace, Progress, Rehearsal } from './place/program-place.ts';

export interface Following {
  readonly place: ProgramPlace;
  readonly out: Pick<Output, 'progress'>;
  readonly signal: AbortSignal;
}

/** A server is asked often enough for a line that moves, and far below what it allows a key. */
const askedEveryMs = 500;

/** Waits for the end of a preview. Whoever stops the command cancels it: nobody else would ever read it. Throws CommandError. */
export function followPreview(following: Following, jobId: string): Promise<Preview> {
  const { place } = following;
  return followJob(following, {
    name: 'preview',
    again: 'Plan again',
    failed: 'Who would move was not found out',
    what: 'judging members',
    read: () => place.preview(jobId),
    cancel: () => place.cancelPreview(jobId),
  });
}

/** The same of a rehearsal. */
export function followRehearsal(following: Following, jobId: string): Promise<Rehearsal> {
  const { place } = following;
  return followJob(following, {
    name: 'rehearsal',
    again: 'Rehearse again',
    failed: 'What would have been different was not found out',
    what: 'folding the log',
    read: () => place.rehearsal(jobId),
    cancel: () => place.cancelRehearsal(jobId),
  });
}

interface FollowedJob<Job> {
  readonly name: string;
  readonly again: string;
  readonly failed: string;
  readonly what: string;
  readonly read: () => Promise<Job>;
  readonly cancel: () => Promise<void>;
}

type EndedProgress = Progress & Pick<Preview, 'status' | 'error'>;

async function followJob<Job extends EndedProgress>(following: Following, job: FollowedJob<Job>): Promise<Job> {
  const { signal } = following;
  try {
    const ended = await untilEnded(following, { what: job.what, unit: 'shards' }, () => readJob(following, job));
    if (ended.status === 'succeeded') return ended;
    const why = ended.status === 'cancelled' ? 'somebody cancelled it' : (ended.error ?? 'it failed');
    throw new CommandError(`${job.failed}: ${why}.`);
  } catch (error) {
    // What the server says to it changes nothing: a job that is not cancelled ends by itself.
    if (signal.aborted) await job.cancel().catch(() => undefined);
    throw error;
  }
}

/** Waits until all members are under a version. */
export function followProgress(following: Following, version: number): Promise<Progress> {
  const what = `bringing members under version ${version}`;
  return untilEnded(following, { what, unit: 'members' }, () => following.place.progress(version));
}

async function readJob<Job>({ place }: Following, { name, again, read }: FollowedJob<Job>): Promise<Job> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PlaceError && error.code === 'job.not_found')
      throw new CommandError(`${place.name} has lost the ${name}: it was started anew meanwhile. ${again}.`, {
        cause: error,
      });
    throw error;
  }
}

async function untilEnded<Job extends Progress>(
  { out, signal }: Following,
  { what, unit }: { readonly what: string; readonly unit: string },
  ask: () => Promise<Job>,
): Promise<Job> {
  try {
    for (;;) {
      signal.throwIfAborted();
      const job = await ask();
      if (job.finishedAt !== null) return job;
      const share = job.total === 0 ? {} : { share: job.done / job.total };
      out.progress({ what, ...share, more: [`${count(job.done)} of ${count(job.total)} ${unit}`] });
      await setTimeout(askedEveryMs, undefined, { signal });
    }
  } finally {
    out.progress(null);
  }
}
