import { QueueFullError } from '@perennial/engine';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';

/** A full queue is the caller's to wait for; nothing of the request was kept. */
export async function orUnavailable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof QueueFullError)
      throw new ProblemError('ingest.lagging', { retryAfterSeconds: 1, cause: error });
    throw error;
  }
}
