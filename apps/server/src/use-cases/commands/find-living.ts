import { shardOf } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import type { MemberKey } from '@perennial/engine';
import { storesOf } from '../kernel/caller.ts';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { keyOf } from '../members/find-member.ts';
import type { FindMember } from '../members/find-member.ts';

/**
 * Where a command goes. Who is erased hears of no command any more, not even the answer to one of before. Throws `member.not_found`,
 * `member.erased`.
 */
export async function findLiving(find: FindMember, id: string, caller: Caller): Promise<MemberKey> {
  const member = await find(id, caller);
  if (member.status === 'erased') throw new ProblemError('member.erased');
  return keyOf(member);
}

/** The same for a command that finds and locks her itself: who may see everybody need not have her looked up before. */
export type FindPlace = (id: string, caller: Caller) => Promise<MemberKey>;

export function createFindPlace(find: FindMember, shardCount: number): FindPlace {
  return async (id, caller) => {
    if (storesOf(caller) !== undefined) return findLiving(find, id, caller);
    const memberId = id.toLowerCase() as MemberId;
    return { shard: shardOf(memberId, shardCount), id: memberId };
  };
}
