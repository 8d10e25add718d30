import { foldApart } from './fold-batch.ts';
import type { FoldStore, FoldTransaction, MemberKey } from './fold-store.ts';
import type { Programs } from './programs.ts';

/** `parked`: her step cannot be applied still. `busy`: her shard is being folded right now, try again. */
export type RetryOutcome = 'folded' | 'parked' | 'busy' | 'not parked';

/**
 * Takes up a parked member again: folds the steps of her own log that the cursor of her shard has passed without her, in
 * order, in one transaction. What the cursor has not passed is folded as ever, and who cannot be folded still is parked
 * again with the new reason. Members who wait for her to be merged into them are parked by themselves: retry them after.
 */
export async function retryParked(store: FoldStore, programs: Programs, key: MemberKey): Promise<RetryOutcome> {
  return store.transaction('retry-parked', (transaction) => retryOnce(transaction, programs, key));
}

async function retryOnce(transaction: FoldTransaction, programs: Programs, key: MemberKey): Promise<RetryOutcome> {
  const [cursor] = await transaction.lockCursors([key.shard]);
  if (cursor === undefined) return 'busy';
  let outcome: RetryOutcome = 'not parked';
  const failure = await transaction.attempt(async () => {
    if (await transaction.unpark(key)) outcome = await foldPassed({ transaction, programs }, key, cursor.position);
  });
  // Not even her state can be read: she stays parked as she was.
  return failure === undefined ? outcome : 'parked';
}

/** Folds what the cursor has passed without her. */
async function foldPassed(
  { transaction, programs }: { readonly transaction: FoldTransaction; readonly programs: Programs },
  key: MemberKey,
  upTo: number,
): Promise<RetryOutcome> {
  const [member] = await transaction.openMembers([key]);
  if (member === undefined) return 'folded';
  const steps = await transaction.readMemberSteps(key, member.position, upTo);
  await programs.ensure(await transaction.latestProgramVersion());
  const { parked } = await foldApart(transaction, steps, programs.context);
  return parked > 0 ? 'parked' : 'folded';
}
