import { randomBytes } from 'node:crypto';
import type { Assertion, Attestation, PasskeyCreationOptions, PasskeyRequestOptions } from '@perennial/contracts/staff';
import {
  deleteExpiredPasskeyChallenges,
  insertPasskeyChallenge,
  listPasskeys,
  noteFactorUsed,
  readPasskey,
  takePasskeyChallenge,
  takePasskeyUse,
} from '@perennial/postgres/access';
import type { PasskeyChallengeRow, PasskeyRow } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import { ProblemError } from '../../kernel/problem-error.ts';
import { createToken, hashToken } from '../tokens/tokens.ts';
import { passkeyAnswerMs, toCreationOptions, toHandle, toRequestOptions } from './credential-options.ts';
import type { PasskeyOwner } from './credential-options.ts';
import { findRelyingParty, requireRelyingParty } from './relying-party.ts';
import { verifyNewPasskey, verifyPasskeyUse } from './verify-passkey.ts';

/** Somebody with an open session. */
export interface PasskeyHolder extends PasskeyOwner {
  readonly sessionHash: Buffer;
}

export interface Challenge<Options> {
  readonly token: string;
  readonly options: Options;
}

/**
 * Passkeys (Web Authentication Level 3). K1: what is to be signed is made here, lives for minutes, and is taken by the first answer,
 * right or wrong. K2: an answer to a question of a session counts in that session alone. K3: the authenticator has asked who holds it.
 * K4: a count that does not go up is refused, by whichever process. Each throws `passkey.address_needed` where browsers give no passkeys.
 */
export interface Passkeys {
  /** Where they work; undefined where they do not. */
  origin(): string | undefined;
  /** For anybody, who is known by the passkey that she chooses. */
  askAnybody(): Promise<Challenge<PasskeyRequestOptions>>;
  /** Throws `factor.not_found` for somebody without a passkey. */
  askHolder(holder: PasskeyHolder): Promise<Challenge<PasskeyRequestOptions>>;
  /** Whose passkey it is. Throws `auth.step_expired`, `auth.passkey_refused`, `auth.passkey_copied`. */
  answer(given: { readonly token: string; readonly response: Assertion }, holder?: PasskeyHolder): Promise<string>;
  /** Undefined for somebody without a passkey, and where there are none. */
  optionsOf(userId: string, nonce: Buffer): Promise<PasskeyRequestOptions | undefined>;
  /** Throws `auth.passkey_refused`, `auth.passkey_copied`. */
  prove(response: Assertion, asked: { readonly nonce: Buffer; readonly userId: string | undefined }): Promise<string>;
  begin(holder: PasskeyHolder, factorId: string): Promise<Challenge<PasskeyCreationOptions>>;
  /** What was made; it is not kept yet. Throws `auth.step_expired`, `auth.passkey_refused`. */
  finish(holder: PasskeyHolder, given: { readonly token: string; readonly response: Attestation }): Promise<PasskeyRow>;
}

interface PasskeyParts {
  readonly database: Database;
  /** The address that people open, as far as it is known. */
  readonly publicUrl: () => string;
  readonly now: () => number;
}

export function createPasskeys(parts: PasskeyParts): Passkeys {
  const { database, publicUrl } = parts;
  return {
    origin: () => findRelyingParty(publicUrl())?.origin,
    async askAnybody() {
      const party = requireRelyingParty(publicUrl());
      const { token, nonce } = await ask(parts, { purpose: 'sign_in', session_hash: null, factor_id: null });
      return { token, options: toRequestOptions(party, { nonce, known: [] }) };
    },
    async askHolder({ id, sessionHash }) {
      const party = requireRelyingParty(publicUrl());
      const known = await listPasskeys(database, id);
      if (known.length === 0) throw new ProblemError('factor.not_found');
      const { token, nonce } = await ask(parts, { purpose: 'confirm', session_hash: sessionHash, factor_id: null });
      return { token, options: toRequestOptions(party, { nonce, known }) };
    },
    async answer({ token, response }, holder) {
      const purpose = holder === undefined ? 'sign_in' : 'confirm';
      const { nonce } = await take(parts, { token, purpose, sessionHash: holder?.sessionHash ?? null });
      return prove(parts, response, { nonce, userId: holder?.id });
    },
    async optionsOf(userId, nonce) {
      const party = findRelyingParty(publicUrl());
      const known = party === undefined ? [] : await listPasskeys(database, userId);
      return party === undefined || known.length === 0 ? undefined : toRequestOptions(party, { nonce, known });
    },
    prove: (response, asked) => prove(parts, response, asked),
    async begin(holder, factorId) {
      const party = requireRelyingParty(publicUrl());
      const asked = { purpose: 'register', session_hash: holder.sessionHash, factor_id: factorId } as const;
      const { token, nonce } = await ask(parts, asked);
      return {
        token,
        options: toCreationOptions(party, holder, { nonce, known: await listPasskeys(database, holder.id) }),
      };
    },
    async finish({ sessionHash }, { token, response }) {
      const party = requireRelyingParty(publicUrl());
      const { nonce, factor_id: factorId } = await take(parts, { token, purpose: 'register', sessionHash });
      // The table's check keeps a factor beside each such challenge.
      if (factorId === null) throw new ProblemError('auth.step_expired');
      return { factor_id: factorId, ...(await verifyNewPasskey(response, { party, nonce })) };
    },
  };
}

type NewChallenge = Pick<PasskeyChallengeRow, 'purpose' | 'session_hash' | 'factor_id'>;

/** What was not answered in time goes first, so that strangers who only ask fill no table. */
async function ask({ database, now }: PasskeyParts, asked: NewChallenge) {
  const [token, nonce] = [createToken(), randomBytes(32)];
  await deleteExpiredPasskeyChallenges(database, now());
  const row = { ...asked, tokenHash: hashToken(token), nonce, expires_at: now() + passkeyAnswerMs };
  await insertPasskeyChallenge(database, row);
  return { token, nonce };
}

async function take(
  { database, now }: PasskeyParts,
  { token, ...asked }: { readonly token: string; readonly purpose: string; readonly sessionHash: Buffer | null },
): Promise<PasskeyChallengeRow> {
  const row = await takePasskeyChallenge(database, { ...asked, tokenHash: hashToken(token), now: now() });
  if (row === undefined) throw new ProblemError('auth.step_expired');
  return row;
}

async function prove(
  { database, publicUrl, now }: PasskeyParts,
  response: Assertion,
  { nonce, userId }: { readonly nonce: Buffer; readonly userId: string | undefined },
): Promise<string> {
  const party = requireRelyingParty(publicUrl());
  const passkey = await readPasskey(database, Buffer.from(response.id, 'base64url'));
  if (passkey === undefined || (userId ?? passkey.user_id) !== passkey.user_id)
    throw new ProblemError('auth.passkey_refused');
  // Who is known by nothing but the passkey must be named by it; beside a password an older key may leave the name out.
  const handle = response.response.userHandle ?? '';
  const isNamed = handle === toHandle(passkey.user_id);
  if (!isNamed && (userId === undefined || handle !== '')) throw new ProblemError('auth.passkey_refused');
  const signCount = await verifyPasskeyUse(response, { party, nonce, passkey });
  if (!(await takePasskeyUse(database, passkey.factor_id, signCount))) throw new ProblemError('auth.passkey_copied');
  await noteFactorUsed(database, passkey.factor_id, now());
  return passkey.user_id;
}
