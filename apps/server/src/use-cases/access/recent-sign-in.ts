import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';

const recentMs = 15 * 60_000;

/**
 * For acts by which whoever found an open session could stay in or let others in: a person must have proved in the last quarter of
 * an hour who she is. Programs and the command line prove it with every call. Throws `auth.confirmation_needed`.
 */
export function requireRecentSignIn(caller: Caller, now: number): void {
  if (caller.kind !== 'user' || now - caller.sessionConfirmedAt <= recentMs) return;
  throw new ProblemError('auth.confirmation_needed');
}
