import { AppendContentionError, QueueFullError } from '@perennial/engine';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';

/** A full queue, and others who were faster each time, are the caller's to wait for; nothing of the request was kept. */
export async function orUnavailable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof QueueFullError || error instanceof AppendContentionError)
      throw new ProblemError('ingest.lagging', { retryAfterSeconds: 1, cause: error });
    throw error;
  }
}
