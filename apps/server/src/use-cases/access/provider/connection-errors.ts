import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { ErrorCode } from '@perennial/contracts';
import { ProblemError } from '../../kernel/problem-error.ts';

const retrySeconds = 30;

/** What people did or did not do at the provider, and what is for whoever set the provider up. OpenID Connect Core, 3.1.2.6. */
const declined = new Set([
  'access_denied',
  'login_required',
  'consent_required',
  'interaction_required',
  'account_selection_required',
]);
const passing = new Set(['temporarily_unavailable', 'server_error']);
/** What the provider answered that cannot be read, or none came in time. */
const unreadable = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

/**
 * A refusal in the product's own words. What the provider wrote beside its code is shown to nobody: it came through the address, which
 * anybody can write; and no cause is kept, because the library's hold tokens and claims.
 */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof AuthorizationResponseError) return problem(codeOfAnswer(error.error), error.error);
  if (error instanceof ResponseBodyError) {
    if (error.status >= 500) return problem('provider.unavailable', `status ${error.status}`);
    return problem(error.error === 'invalid_grant' ? 'provider.answer_invalid' : 'provider.refused_us', error.error);
  }
  if (error instanceof WWWAuthenticateChallengeError) return problem('provider.refused_us', `status ${error.status}`);
  const code = error instanceof ClientError ? (error.code ?? '') : '';
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return problem('provider.clock', code);
  if (error instanceof TypeError || code === '' || unreadable.has(code)) return problem('provider.unavailable', code);
  return problem('provider.answer_invalid', code);
}

/** As it was asked for, or as discovery: whatever is wrong, there is nobody to sign in by. */
export function toUnavailable(error: unknown): ProblemError {
  const code = error instanceof ClientError ? (error.code ?? '') : '';
  return problem('provider.unavailable', code);
}

function codeOfAnswer(error: string): ErrorCode {
  if (declined.has(error)) return 'provider.declined';
  return passing.has(error) ? 'provider.unavailable' : 'provider.refused_us';
}

/** Codes are names; anything else that stands in their place is left out. */
function problem(code: ErrorCode, said: string): ProblemError {
  const context = /^[\w ]{1,60}$/.test(said) ? { said } : {};
  return new ProblemError(code, {
    context,
    ...(code === 'provider.unavailable' ? { retryAfterSeconds: retrySeconds } : {}),
  });
}
