import { goesThroughPast, LensQueryError } from '@perennial/clickhouse';
import type { MemberListOptions } from '@perennial/clickhouse';
import { ProblemError } from '../kernel/problem-error.ts';

const timedOut = '159';

/** The lens refuses a cursor that is none of its own, and gives up what takes too long. */
export async function refuseSlow<T>(options: MemberListOptions, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError('request.cursor_invalid', { cause: error });
    if (error instanceof LensQueryError && error.code === timedOut && goesThroughPast(options, options.sort))
      throw new ProblemError('members.past_too_long', { cause: error });
    throw error;
  }
}
