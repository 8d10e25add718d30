import { setTimeout as delay } from 'node:timers/promises';
import { ForeignLensError, LensUnavailableError, refuseForeignLens } from '@perennial/clickhouse';
import type { LensOwner, LensReader } from '@perennial/clickhouse';

/** One that does not answer for so long is looked at when it does: nothing is shipped to another's, and nothing is read of it. */
const lensAnswerMsMax = 2_000;

/** Throws ForeignLensError when the lens says in time that it is another installation's. */
export async function refuseForeignLensInTime(lens: LensReader, owner: LensOwner): Promise<void> {
  await Promise.race([refuseForeignLens(lens, owner), delay(lensAnswerMsMax, undefined, { ref: false })]);
}

/**
 * The lens once it has said that it is this installation's, or is empty; asked until it has. What another's would say of members is worse
 * than nothing, so it counts as away.
 */
export function openOwnLens(open: () => Promise<LensReader>, owner: LensOwner): () => Promise<LensReader> {
  let isOwn = false;
  return async () => {
    const lens = await open();
    if (isOwn) return lens;
    await refuseForeignLens(lens, owner).catch((error: unknown) => {
      if (error instanceof ForeignLensError) throw new LensUnavailableError(error.message, { cause: error });
      throw error;
    });
    isOwn = true;
    return lens;
  };
}
