import { shardOf } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import { readMemberHead, readMemberStores } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { storesOf } from '../kernel/caller.ts';
import type { Caller } from '../kernel/caller.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { ProblemError } from '../kernel/problem-error.ts';

/** Where a member is kept, and what became of her. */
export interface FoundMember extends MemberPlace {
  readonly status: 'live' | 'absorbed' | 'erased';
  readonly mergedInto: string | null;
  /** When the first fact of hers came in, epoch milliseconds. */
  readonly createdAt: number;
}

/**
 * A member that the caller may see. Throws `member.not_found`, also for store staff and a member who neither bought nor was
 * seen in one of their stores: that she exists is not theirs to know.
 */
export type FindMember = (id: string, caller: Caller) => Promise<FoundMember>;

const statuses = ['live', 'absorbed', 'erased'] as const;

export function createFindMember(sql: Sql, shardCount: number): FindMember {
  return async (id, caller) => {
    const memberId = toMemberId(id);
    const shard = shardOf(memberId, shardCount);
    const head = await readMemberHead(sql, shard, memberId);
    const status = statuses[head?.status ?? -1];
    if (head === undefined || status === undefined) throw new ProblemError('member.not_found');
    const own = storesOf(caller);
    if (own !== undefined) {
      const stores = await readMemberStores(sql, shard, memberId);
      if (!stores.some((store) => own.includes(store))) throw new ProblemError('member.not_found');
    }
    return { shard, memberId, status, mergedInto: head.merged_into, createdAt: head.created_at };
  };
}

/** Ids come through schemas that let only UUIDs pass; they are kept in lower case. */
function toMemberId(id: string): MemberId {
  return id.toLowerCase() as MemberId;
}

/** The same place as the engine names it. */
export function keyOf({ shard, memberId }: MemberPlace): { readonly shard: number; readonly id: MemberId } {
  return { shard, id: memberId };
}
