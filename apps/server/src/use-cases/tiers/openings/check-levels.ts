import type { ErrorCode } from '@perennial/contracts';
import type { LevelRow } from '@perennial/contracts/staff';
import { shardOf, tiersRulesOf } from '@perennial/domain';
import type { CompiledProgram, MemberId } from '@perennial/domain';
import type { Sql } from '@perennial/postgres';
import { readStoodLevels } from '@perennial/postgres/tiers';
import type { StoodLevel } from '@perennial/postgres/tiers';
import { readKnown } from '@perennial/postgres/wallets';
import { ProblemError } from '../../kernel/problem-error.ts';
import { referredMember } from '../../members/referred-member.ts';
import type { ResolveReference } from '../../members/resolve-reference.ts';

/** What is known of a level that is to come in before anything is done. */
export interface CheckedLevel {
  /** From 1. */
  readonly number: number;
  readonly row: LevelRow;
  readonly memberId: string;
  /** Her level now; '' for none. */
  readonly before: string;
  /** She has it from an import of before. */
  readonly isThere: boolean;
  /** Why it cannot be taken. */
  readonly code: ErrorCode | null;
}

export interface CheckDependencies {
  readonly sql: Sql;
  readonly resolveReference: ResolveReference;
  readonly shardCount: number;
}

/** References that are resolved at the same time. */
const atOnce = 50;

/** Looks at all of them, and changes nothing. */
export async function checkLevels(
  { sql, resolveReference, shardCount }: CheckDependencies,
  rows: readonly LevelRow[],
  { program, now }: { readonly program: CompiledProgram; readonly now: number },
): Promise<readonly CheckedLevel[]> {
  const named: Named[] = [];
  for (let n = 0; n < rows.length; n += atOnce)
    named.push(...(await Promise.all(rows.slice(n, n + atOnce).map(({ member }) => nameOf(member, resolveReference)))));
  const places = named.flatMap(({ memberId }, n) => {
    const tierSet = rows[n]?.set ?? '';
    return memberId === '' ? [] : [{ shard: shardOf(memberId as MemberId, shardCount), memberId, tierSet }];
  });
  const known = new Set(await readKnown(sql, places));
  const stood = new Map((await readStoodLevels(sql, places)).map((one) => [`${one.memberId} ${one.tierSet}`, one]));
  const seen = new Set<string>();
  return rows.map((row, n) => {
    const { memberId, code } = named[n] ?? { memberId: '', code: null };
    const key = `${memberId} ${row.set}`;
    const found = stood.get(key);
    const isThere = found !== undefined && found.assignedLevel === row.level && found.assignedUntil === row.until;
    const nobody = known.has(memberId) ? null : ('member.not_found' as const);
    const twice = seen.has(key) ? ('request.invalid' as const) : null;
    seen.add(key);
    const refused = code ?? nobody ?? twice ?? refusalOf(row, { found, isThere, program, now });
    return { number: n + 1, row, memberId, before: found?.level ?? '', isThere, code: refused };
  });
}

interface Named {
  readonly memberId: string;
  readonly code: ErrorCode | null;
}

async function nameOf(member: string, resolve: ResolveReference): Promise<Named> {
  try {
    return { memberId: (await referredMember(member, resolve)).toLowerCase(), code: null };
  } catch (error) {
    if (error instanceof ProblemError) return { memberId: '', code: error.code };
    throw error;
  }
}

interface Seen {
  readonly found: StoodLevel | undefined;
  readonly isThere: boolean;
  readonly program: CompiledProgram;
  readonly now: number;
}

/** What the command would refuse, as far as it can be seen before. */
function refusalOf({ set, level, since, until }: LevelRow, { found, isThere, program, now }: Seen): ErrorCode | null {
  const levels = tiersRulesOf(program).sets.get(set)?.levels;
  if (levels === undefined) return 'tier.unknown_set';
  if (levels.every(({ document }) => document.id !== level)) return 'tier.unknown_level';
  if (isThere) return null;
  if (since > now) return 'opening.not_yet';
  if (until !== null && until <= now) return 'tier.end_has_passed';
  return found === undefined || found.assignedLevel === '' ? null : 'tier.given_by_hand';
}
