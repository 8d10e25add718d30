import type { MemberKey } from '@perennial/engine';
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
