import { setTimeout } from 'node:timers/promises';
import { count } from '../command/amounts.ts';
import { CommandError } from '../command/command.ts';
import type { Output } from '../command/output.ts';
import { PlaceError } from './place/program-place.ts';
import type { Preview, ProgramPlace, Progress } from './place/program-place.ts';

export interface Following {
  readonly place: ProgramPlace;
  readonly out: Pick<Output, 'progress'>;
  readonly signal: AbortSignal;
}

/** A server is asked often enough for a line that moves, and far below what it allows a key. */
const askedEveryMs = 500;

/** Waits for the end of a preview. Whoever stops the command cancels it: nobody else would ever read it. Throws CommandError. */
export async function followPreview(following: Following, jobId: string): Promise<Preview> {
  const { place, signal } = following;
  try {
    const preview = await untilEnded(following, { what: 'judging members', unit: 'shards' }, () =>
      readPreview(place, jobId),
    );
    if (preview.status === 'succeeded') return preview;
    const why = preview.status === 'cancelled' ? 'somebody cancelled it' : (preview.error ?? 'it failed');
    throw new CommandError(`Who would move was not found out: ${why}.`);
  } catch (error) {
    // What the server says to it changes nothing: a preview that is not cancelled ends by itself.
    if (signal.aborted) await place.cancelPreview(jobId).catch(() => undefined);
    throw error;
  }
}

/** Waits until all members are under a version. */
export function followProgress(following: Following, version: number): Promise<Progress> {
  const what = `bringing members under version ${version}`;
  return untilEnded(following, { what, unit: 'members' }, () => following.place.progress(version));
}

async function readPreview(place: ProgramPlace, jobId: string): Promise<Preview> {
  try {
    return await place.preview(jobId);
  } catch (error) {
    if (error instanceof PlaceError && error.code === 'job.not_found')
      throw new CommandError(`${place.name} has lost the preview: it was started anew meanwhile. Plan again.`, {
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
