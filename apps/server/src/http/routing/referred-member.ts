import { parseMemberReference } from '@perennial/contracts';
import { referredMember } from '../../use-cases/members/referred-member.ts';
import type { ResolveReference } from '../../use-cases/members/resolve-reference.ts';

/** The parameter of a path that names a member. */
const parameter = 'memberId';

/**
 * The parameters of a call with the member's id where they named her by an identity. It is done before the act begins, because
 * the audit log says to whom something is done, and identities have no place in it. Throws `member.not_found`, `member.ambiguous`.
 */
export async function withMemberId<Params>(params: Params, resolve: ResolveReference): Promise<Params> {
  const named = memberNamedIn(params);
  if (named === undefined) return params;
  return { ...params, [parameter]: await referredMember(named, resolve) };
}

/** The parameters as they may be written down: of an identity its type alone, because its value is personal, and nothing that would tell of whoever has it. */
export function withoutIdentity(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const named = memberNamedIn(params);
  const reference = named === undefined ? undefined : parseMemberReference(named);
  if (named === undefined) return params;
  if (reference?.kind === 'id') return { ...params, [parameter]: reference.memberId };
  return { [parameter]: reference?.readings.at(-1)?.type ?? '' };
}

function memberNamedIn(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !(parameter in params)) return undefined;
  const named = params[parameter];
  return typeof named === 'string' ? named : undefined;
}
