import { readUserByEmail } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { findRelyingParty } from '../access/passkeys/relying-party.ts';
import { createConnection } from '../access/provider/connection.ts';
import type { ProviderSettings } from '../access/provider/settings.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Finding } from './finding.ts';

export interface SignInPorts {
  readonly database: Sql;
  readonly publicUrl: string | undefined;
  readonly provider: ProviderSettings | undefined;
  readonly now: () => number;
}

/** Whether passkeys can be had at the public address, the provider answers, and somebody comes in when it does not. */
export async function checkSignIn(ports: SignInPorts): Promise<readonly Finding[]> {
  const { provider } = ports;
  const passkeys = checkPasskeys(ports.publicUrl);
  if (provider === undefined) return [passkeys];
  const emergency = provider.isOnly ? [await checkEmergency(ports.database, provider)] : [];
  return [passkeys, await checkProvider(provider, ports), ...emergency];
}

function checkPasskeys(publicUrl: string | undefined): Finding {
  const origin = findRelyingParty(publicUrl ?? '')?.origin;
  const none = 'none: browsers give them where PERENNIAL_PUBLIC_URL is https with a name, or http://localhost';
  return { check: 'passkeys', verdict: 'ok', detail: origin === undefined ? none : `at ${origin}` };
}

async function checkProvider(provider: ProviderSettings, { publicUrl, now }: SignInPorts): Promise<Finding> {
  const check = 'provider';
  if (publicUrl === undefined)
    return {
      check,
      verdict: 'wrong',
      detail: 'PERENNIAL_PUBLIC_URL is missing, the address that people are sent back to',
    };
  try {
    const metadata = await createConnection(provider, now).describe();
    const methods = metadata.code_challenge_methods_supported;
    const detail = `${provider.issuer} answers; it must know ${publicUrl}/sign-in/provider as a return address`;
    if (methods?.includes('S256') === false)
      return { check, verdict: 'wrong', detail: `${detail}; it says that it takes no PKCE with S256` };
    const isClosed = provider.isOnly && provider.accounts === 'invited' && !provider.isLinkedByEmail;
    if (!isClosed) return { check, verdict: 'ok', detail };
    return {
      check,
      verdict: 'warning',
      detail: `${detail}; nobody comes in whose account is not linked yet, nor can link it`,
    };
  } catch (error) {
    const said = error instanceof ProblemError ? String(error.facts.context?.['said'] ?? '') : '';
    const why = said === '' ? '' : ` (${said})`;
    const detail = `${provider.issuer}/.well-known/openid-configuration is not there, or names another issuer${why}`;
    return { check, verdict: 'wrong', detail };
  }
}

/** By number, not by address: what the doctor says may be sent along. */
async function checkEmergency(database: Sql, { emergencyEmails }: ProviderSettings): Promise<Finding> {
  const check = 'emergency accounts';
  const users = await Promise.all(emergencyEmails.map((email) => readUserByEmail(database, email)));
  const able = users.filter(
    (user) => user?.role === 'administrator' && !user.is_disabled && (user.password_hash !== null || user.has_factor),
  );
  const of = `${able.length} of ${emergencyEmails.length} can come in as administrator without the provider`;
  if (able.length === 0)
    return { check, verdict: 'wrong', detail: `${of}: nobody comes in when the provider does not answer` };
  if (able.some((user) => user?.has_factor === false))
    return { check, verdict: 'warning', detail: `${of}; one has no second factor, and is the way around the provider` };
  return { check, verdict: 'ok', detail: of };
}
