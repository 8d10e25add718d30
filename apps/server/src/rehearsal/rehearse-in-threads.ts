import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { RehearsalAsked, RehearsalPart } from '@perennial/engine';
import type { JobControl } from '../use-cases/kernel/jobs.ts';
import type { Calculation, Told } from './calculation.ts';

/** More readers than this would take the database away from everybody else. */
const threadsMax = 4;
/** Objects of a page live as long as it does: with little room for young ones they are copied again and again. */
const maxYoungGenerationSizeMb = 64;

export interface InThreads {
  readonly databaseUrl: string;
  readonly zone: string;
  readonly shardCount: number;
  readonly threads?: number;
}

/**
 * Folds the shards in threads of their own, each with a connection of its own, so that the loop of the process goes on answering and every core
 * works. Rejects with the signal's reason when cancelled, and with the first failure of a thread; the others are stopped then.
 */
export async function rehearseInThreads(
  asked: RehearsalAsked,
  { databaseUrl, zone, shardCount, threads = Math.min(threadsMax, availableParallelism()) }: InThreads,
  { signal, report }: JobControl,
): Promise<readonly RehearsalPart[]> {
  signal.throwIfAborted();
  const done: number[] = [];
  const working = Array.from({ length: threads }, (_, thread) => {
    const shards = shardsOf(thread, { threads, shardCount });
    return work({ databaseUrl, zone, asked, shards }, (of) => {
      done[thread] = of;
      report(
        done.reduce((sum, one) => sum + one, 0),
        shardCount,
      );
    });
  });
  const stop = () => void Promise.all(working.map(({ worker }) => worker.terminate()));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.all(working.map(({ part }) => part));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all(working.map(({ worker }) => worker.terminate()));
  }
}

/** Every so-manyth shard: members are spread evenly over shards, whatever their number. */
function shardsOf(
  thread: number,
  { threads, shardCount }: { readonly threads: number; readonly shardCount: number },
): readonly number[] {
  return Array.from({ length: shardCount }, (_, shard) => shard).filter((shard) => shard % threads === thread);
}

interface Working {
  readonly worker: Worker;
  readonly part: Promise<RehearsalPart>;
}

function work(calculation: Calculation, onProgress: (done: number) => void): Working {
  const resourceLimits = { maxYoungGenerationSizeMb };
  const worker = new Worker(new URL('./rehearsal-worker.ts', import.meta.url), {
    workerData: calculation,
    resourceLimits,
  });
  const part = new Promise<RehearsalPart>((resolve, reject) => {
    worker.on('message', (told: Told) => (told.kind === 'part' ? resolve(told.part) : onProgress(told.done)));
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a thread of the rehearsal ended with ${code}`)));
  });
  return { worker, part };
}
