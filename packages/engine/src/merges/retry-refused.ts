import type { IdentityChange, IdentityClaim, IdentityPolicies } from '@perennial/domain';
import { layOutChanges } from '../append/log-layout.ts';
import type { HeadRow, MemberPlace } from '../log/log-rows.ts';
import { joinMembers } from './join-members.ts';
import type { MergeStore, MergeTransaction, Refusal } from './merge-store.ts';

export interface RetryOptions {
  readonly store: MergeStore;
  readonly policies: IdentityPolicies;
  readonly shardCount: number;
  /** Id of the hash key that identities are blinded with now. */
  readonly hashKeyId: string;
  readonly signal: (shards: readonly number[]) => void;
}

const refusalsMax = 1000;

/**
 * Tries joins again that a limit forbade: after an undone merge or an erasure freed a place, or after a program raised the
 * limit. `members` are those who changed, null for everybody. Answers how many joins came about.
 */
export async function retryRefusedLinks(
  options: RetryOptions,
  members: readonly MemberPlace[] | null,
): Promise<number> {
  let joined = 0;
  for (const mergeId of await options.store.readRefusals(members, refusalsMax)) {
    const shards = await options.store.transaction('retry refused link', (transaction) =>
      retryOnce(options, transaction, mergeId),
    );
    if (shards.length === 0) continue;
    options.signal(shards);
    joined += 1;
  }
  return joined;
}

/** Shards that have grown; none when the refusal stands or is past. */
async function retryOnce(
  options: RetryOptions,
  transaction: MergeTransaction,
  mergeId: string,
): Promise<readonly number[]> {
  const refusal = await transaction.lockRefusal(mergeId);
  if (refusal === undefined) return [];
  const wanted = await wantedJoin(transaction, refusal);
  if (wanted === null) {
    await transaction.markResolved(mergeId);
    return [];
  }
  if (wanted.kind === 'link') return link(options, transaction, { refusal, ...wanted });
  return merge(options, transaction, { refusal, ...wanted });
}

type Wanted =
  | { readonly kind: 'link'; readonly member: MemberPlace; readonly claim: IdentityClaim }
  | { readonly kind: 'merge'; readonly member: MemberPlace; readonly other: MemberPlace };

/** What the refusal comes to today; null when both are one already. An identity that somebody else holds by now joins the two. */
async function wantedJoin(transaction: MergeTransaction, refusal: Refusal): Promise<Wanted | null> {
  const member = await transaction.currentPlace(refusal.member);
  const claim = refusal.identity;
  if (claim === null) {
    const other = refusal.other === null ? member : await transaction.currentPlace(refusal.other);
    return other.id === member.id ? null : { kind: 'merge', member, other };
  }
  const [held] = await transaction.readIdentities([claim.hash]);
  if (held === undefined) return { kind: 'link', member, claim };
  // A fact that carries both will join them, or be refused for a reason of its own.
  return null;
}

interface Link {
  readonly refusal: Refusal;
  readonly member: MemberPlace;
  readonly claim: IdentityClaim;
}

/**
 * The head is locked first, because the place has to be seen free under it. Whoever inserts the same identity meanwhile holds no
 * head that this one waits for, or is given up by the database's deadlock check and tried again.
 */
async function link(
  options: RetryOptions,
  transaction: MergeTransaction,
  { refusal, member, claim }: Link,
): Promise<readonly number[]> {
  const heads = await transaction.lockHeads([member.shard]);
  const held = await transaction.readIdentitiesOf([member]);
  const count = held.filter((row) => row.type === claim.type).length;
  if (count >= options.policies(claim.type).perMemberMax) return [];
  const row = { ...claim, memberId: member.id, shard: member.shard, tailHash: null, hashKeyId: options.hashKeyId };
  if ((await transaction.insertIdentities([row])) === 0) return [];
  const change: IdentityChange = { kind: 'link', claim, memberId: member.id };
  await write(transaction, { changes: [change], refusal, heads, shardCount: options.shardCount });
  return [member.shard];
}

interface Merge {
  readonly refusal: Refusal;
  readonly member: MemberPlace;
  readonly other: MemberPlace;
}

async function merge(
  options: RetryOptions,
  transaction: MergeTransaction,
  { refusal, member, other }: Merge,
): Promise<readonly number[]> {
  const shards = [...new Set([member.shard, other.shard])].sort((one, another) => one - another);
  const heads = await transaction.lockHeads(shards);
  const [survivor, absorbed] = member.id < other.id ? [member, other] : [other, member];
  const cause = { source: refusal.causeSource, messageId: refusal.causeMessageId };
  const use = { heads, policies: options.policies, shardCount: options.shardCount };
  const joined = await joinMembers(transaction, { survivor, absorbed, reason: 'strong', cause }, use);
  if (joined.kind === 'refused') return [];
  await transaction.markResolved(refusal.mergeId);
  return shards;
}

interface Written {
  readonly changes: readonly IdentityChange[];
  readonly refusal: Refusal;
  readonly heads: readonly HeadRow[];
  readonly shardCount: number;
}

async function write(transaction: MergeTransaction, { changes, refusal, heads, shardCount }: Written): Promise<void> {
  const cause = { source: refusal.causeSource, messageId: refusal.causeMessageId };
  const layout = layOutChanges(changes, cause, { heads, shardCount });
  await transaction.appendLog(layout.rows, layout.heads);
  await transaction.markResolved(refusal.mergeId);
}
