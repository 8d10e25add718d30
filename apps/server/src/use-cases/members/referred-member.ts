import { parseMemberReference } from '@perennial/contracts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { ResolveReference } from './resolve-reference.ts';

/** The one member whom a reference names. Throws `member.not_found`, `member.ambiguous`. */
export async function referredMember(text: string, resolve: ResolveReference): Promise<string> {
  const reference = parseMemberReference(text);
  const referred = reference === undefined ? { kind: 'nobody' as const } : await resolve(reference);
  if (referred.kind === 'nobody') throw new ProblemError('member.not_found');
  if (referred.kind === 'several') throw new ProblemError('member.ambiguous');
  return referred.memberId;
}
