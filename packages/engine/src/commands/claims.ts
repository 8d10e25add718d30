import { canonicalJson, type FactValue } from '@perennial/domain';
import { blindIndex, bodyHash } from '../keys/digests.ts';
import { oldestHashKey, type Keyring } from '../keys/keyring.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import type { AnswerToKeep, ClaimRow, CommandTransaction, StoredCommand } from './deciding/command-store.ts';
import type { Answer, Verdict } from './deciding/outcome.ts';
import type { QueuedCommand } from './deciding/queued-command.ts';

/**
 * What a key of a caller stands for. Keyed, because callers put telephone numbers into keys and bodies, and under the oldest hash
 * key, which no rotation changes: processes that are changed over one after the other must claim a command under one id.
 */
export function createClaim(
  keyring: Keyring,
  { caller, key, body }: { readonly caller: string; readonly key: string; readonly body: FactValue },
): ClaimRow {
  const hashKey = oldestHashKey(keyring);
  const id = blindIndex(hashKey, 'perennial command', `${caller}\0${key}`);
  return { id, bodyHash: bodyHash(hashKey, canonicalJson(body)) };
}

interface Claiming {
  readonly claim: ClaimRow;
}

/** What became of the claims of a transaction. */
export interface Claimed<Queued> {
  readonly fresh: readonly Queued[];
  readonly repeated: ReadonlyMap<Queued, Verdict>;
}

/** Claims the keys of commands; those that were answered before have their answer, or hear that the key is used up. */
export async function claimAll<Queued extends Claiming>(
  transaction: CommandTransaction,
  queued: readonly Queued[],
): Promise<Claimed<Queued>> {
  const rows = queued.map(({ claim }) => claim).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const taken = await transaction.claim(rows);
  const repeated = new Map<Queued, Verdict>();
  for (const one of queued) {
    const stored = taken.get(one.claim.id);
    if (stored !== undefined) repeated.set(one, verdictOf(one.claim, stored));
  }
  return { fresh: queued.filter((one) => !repeated.has(one)), repeated };
}

function verdictOf(claim: ClaimRow, { bodyHash: first, answer }: StoredCommand): Verdict {
  if (first !== claim.bodyHash) return { kind: 'refused', code: 'command.key_reused' };
  // Written by `keepAnswers`: reading it back is a parse boundary.
  return JSON.parse(answer) as Answer;
}

/** Keeps what is final, and lets go the keys of the others, and of those who begin again. */
export async function keepAnswers(
  transaction: CommandTransaction,
  verdicts: ReadonlyMap<QueuedCommand, Verdict>,
  beginningAgain: readonly Claiming[] = [],
): Promise<void> {
  const answers: AnswerToKeep[] = [];
  const released = beginningAgain.map(({ claim }) => claim.id);
  for (const [{ claim, act }, verdict] of verdicts) {
    if (verdict.kind === 'refused') released.push(claim.id);
    else answers.push({ id: claim.id, answer: JSON.stringify(verdict), personalOf: personalOf(act, verdict) });
  }
  await Promise.all([
    answers.length === 0 ? undefined : transaction.storeAnswers(answers),
    released.length === 0 ? undefined : transaction.release(released),
  ]);
}

function personalOf(act: QueuedCommand['act'], verdict: Answer): MemberPlace | undefined {
  if (act.kind !== 'member' || act.command.namesPersonal !== true || verdict.kind !== 'done') return undefined;
  return { shard: act.place.shard, id: verdict.memberId };
}
