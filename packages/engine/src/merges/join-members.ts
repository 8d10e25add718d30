import {
  mergeRefusal,
  pairKey,
  type IdentityChange,
  type IdentityMap,
  type IdentityPolicies,
  type MemberId,
  type RefusalReason,
} from '@perennial/domain';
import { layOutChanges, type ChangeCause } from '../append/log-layout.ts';
import type { HeadRow, MemberPlace, MergeLogRow } from '../log/log-rows.ts';
import type { MergeTransaction } from './merge-store.ts';

/** What joining two members reads and writes. */
export type JoinTransaction = Pick<
  MergeTransaction,
  'readIdentitiesOf' | 'readKeptApart' | 'moveIdentities' | 'appendLog' | 'insertMergeLog'
>;

export interface Join {
  readonly survivor: MemberPlace;
  readonly absorbed: MemberPlace;
  readonly reason: Extract<IdentityChange, { kind: 'merge' }>['reason'];
  readonly cause: ChangeCause;
}

export type Joined =
  | { readonly kind: 'joined'; readonly merge: MergeLogRow }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

interface JoinUse {
  /** Of the shards of both, which the caller holds: what decides is read under them. */
  readonly heads: readonly HeadRow[];
  readonly policies: IdentityPolicies;
  readonly shardCount: number;
}

/** Merges two members who are known already, unless a limit or an operator forbids it. */
export async function joinMembers(
  transaction: JoinTransaction,
  { survivor, absorbed, reason, cause }: Join,
  { heads, policies, shardCount }: JoinUse,
): Promise<Joined> {
  const map = await readMap(transaction, [survivor, absorbed]);
  const refusal = mergeRefusal(map, [survivor.id, absorbed.id], policies);
  if (refusal !== null) return { kind: 'refused', reason: refusal };
  const identities = [...(map.heldBy.get(absorbed.id)?.keys() ?? [])];
  const change: IdentityChange = {
    kind: 'merge',
    survivor: survivor.id,
    absorbed: absorbed.id,
    identities,
    reason,
  };
  if (identities.length > 0) await transaction.moveIdentities(identities.map((hash) => ({ hash, to: survivor })));
  const { rows, heads: grown, merges } = layOutChanges([change], cause, { heads, shardCount });
  const [merge] = merges;
  if (merge === undefined) throw new Error('a merge was laid out without its record');
  await transaction.appendLog(rows, grown);
  await transaction.insertMergeLog(merges);
  return { kind: 'joined', merge };
}

async function readMap(transaction: JoinTransaction, members: readonly MemberPlace[]): Promise<IdentityMap> {
  const heldBy = new Map<MemberId, Map<string, string>>(members.map((member) => [member.id, new Map()]));
  for (const row of await transaction.readIdentitiesOf(members)) heldBy.get(row.memberId)?.set(row.hash, row.type);
  const apart = await transaction.readKeptApart(members.map((member) => member.id));
  return {
    ownerOf: new Map(),
    heldBy,
    released: new Set(),
    keptApart: new Set(apart.map(([one, other]) => pairKey(one, other))),
  };
}
