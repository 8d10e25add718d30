import { walletsRulesOf } from '@perennial/domain';
import type { CompiledProgram, MemberId } from '@perennial/domain';
import { shardOf } from '@perennial/domain';
import type { ErrorCode } from '@perennial/contracts';
import type { Sql } from '@perennial/postgres';
import { readKnown, readOpened } from '@perennial/postgres/wallets';
import { ProblemError } from '../../kernel/problem-error.ts';
import { referredMember } from '../../members/referred-member.ts';
import type { ResolveReference } from '../../members/resolve-reference.ts';
import { openedBefore } from '../acting/wallet-acts.ts';
import type { OpeningGroup } from './group-rows.ts';

/** What is known of an opening before anything is done. */
export interface CheckedOpening {
  readonly group: OpeningGroup;
  readonly memberId: string;
  /** Units in the wallet now. */
  readonly balance: number;
  /** Whether something was brought in before under its reference, and how much. */
  readonly isThere: boolean;
  readonly there: number;
  /** Why it cannot be taken. */
  readonly code: ErrorCode | null;
}

export interface CheckDependencies {
  readonly sql: Sql;
  readonly resolveReference: ResolveReference;
  readonly shardCount: number;
}

/** Lots that one command takes. */
const lotsMax = 200;
/** References that are resolved at the same time. */
const atOnce = 50;

/** Looks at all of them, and changes nothing. */
export async function checkOpenings(
  { sql, resolveReference, shardCount }: CheckDependencies,
  groups: readonly OpeningGroup[],
  { program, now }: { readonly program: CompiledProgram; readonly now: number },
): Promise<readonly CheckedOpening[]> {
  const named = await resolveAll(groups, resolveReference);
  const placed = named.flatMap(({ memberId }, n) => {
    const { wallet } = groups[n] ?? { wallet: '' };
    return memberId === '' ? [] : [{ shard: shardOf(memberId as MemberId, shardCount), memberId, wallet }];
  });
  const known = new Set(await readKnown(sql, placed));
  const wallets = new Map((await readOpened(sql, placed)).map((one) => [`${one.memberId} ${one.wallet}`, one]));
  return groups.map((group, n) => {
    const { memberId, code } = named[n] ?? { memberId: '', code: null };
    const found = wallets.get(`${memberId} ${group.wallet}`);
    const balance = found?.balance ?? 0;
    const opened = found?.opened[group.reference];
    // By somebody who turned out to be her: what it was is in her log, and is not brought in again.
    const there = opened === null ? group.units : Number(opened ?? 0);
    const isThere = opened !== undefined;
    const nobody = known.has(memberId) ? null : ('member.not_found' as const);
    return {
      group,
      memberId,
      balance,
      isThere,
      there,
      code: code ?? nobody ?? refusalOf({ group, balance, isThere, there }, program, now),
    };
  });
}

interface Named {
  readonly memberId: string;
  readonly code: ErrorCode | null;
}

async function resolveAll(groups: readonly OpeningGroup[], resolve: ResolveReference): Promise<readonly Named[]> {
  const named: Named[] = [];
  for (let n = 0; n < groups.length; n += atOnce) {
    const some = groups.slice(n, n + atOnce).map(({ member }) => nameOf(member, resolve));
    named.push(...(await Promise.all(some)));
  }
  return named;
}

async function nameOf(member: string, resolve: ResolveReference): Promise<Named> {
  try {
    return { memberId: (await referredMember(member, resolve)).toLowerCase(), code: null };
  } catch (error) {
    if (error instanceof ProblemError) return { memberId: '', code: error.code };
    throw error;
  }
}

/** What the command would refuse, as far as it can be seen before. */
function refusalOf(
  { group, balance, isThere, there }: Pick<CheckedOpening, 'group' | 'balance' | 'isThere' | 'there'>,
  program: CompiledProgram,
  now: number,
): ErrorCode | null {
  const document = walletsRulesOf(program).wallets.get(group.wallet)?.document;
  if (document === undefined) return 'wallet.unknown';
  // The same reference with other units is another opening, or a file that was changed.
  if (isThere) return there === group.units ? null : openedBefore;
  if (group.rows.length > lotsMax) return 'request.invalid';
  if (group.openedAt > now) return 'opening.not_yet';
  if (group.rows.some(({ expiresAt }) => typeof expiresAt === 'number' && expiresAt <= now)) return 'expiry.passed';
  const isOver = document.balanceMax !== null && balance + group.units > document.balanceMax;
  return isOver ? 'wallet.over_limit' : null;
}
