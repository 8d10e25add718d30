import { confirmFactor, deleteOtherSessions, listFactors } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { UserCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';

/**
 * From now on the factor counts, and other sessions end. The first one brings recovery codes, another none. Throws `factor.not_found`.
 */
export async function countFactor(
  sql: Sql,
  caller: UserCaller,
  { factorId, at }: { readonly factorId: string; readonly at: number },
): Promise<string[]> {
  const isFirst = (await listFactors(sql, caller.id)).length === 0;
  if (!(await confirmFactor(sql, { id: factorId, userId: caller.id, at }))) throw new ProblemError('factor.not_found');
  await deleteOtherSessions(sql, caller.id, caller.sessionHash);
  return isFirst ? renewRecoveryCodes(sql, caller.id, at) : [];
}
