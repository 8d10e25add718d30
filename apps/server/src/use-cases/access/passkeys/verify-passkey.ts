import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Assertion, Attestation } from '@perennial/contracts/staff';
import type { PasskeyRow } from '@perennial/postgres/access';
import { ProblemError } from '../../kernel/problem-error.ts';
import { passkeyAlgorithms } from './credential-options.ts';
import type { RelyingParty } from './relying-party.ts';

export interface Asked {
  readonly party: RelyingParty;
  /** What was to be signed. */
  readonly nonce: Buffer;
}

export type NewPasskey = Omit<PasskeyRow, 'factor_id'>;

/** The passkey that was made. Throws `auth.passkey_refused`. */
export async function verifyNewPasskey(response: Attestation, { party, nonce }: Asked): Promise<NewPasskey> {
  const { registrationInfo } = await orRefuse(
    verifyRegistrationResponse({
      response: { ...response, response: withoutTransports(response), clientExtensionResults: {} },
      expectedChallenge: nonce.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    }),
  );
  if (registrationInfo === undefined) throw new ProblemError('auth.passkey_refused');
  const { credential } = registrationInfo;
  return {
    credential_id: Buffer.from(credential.id, 'base64url'),
    public_key: Buffer.from(credential.publicKey),
    sign_count: credential.counter,
    transports: response.response.transports ?? [],
  };
}

/**
 * How often the passkey says that it was used, once its signature is right. Whether that is more often than before is asked of the
 * database, which answers for every process. Throws `auth.passkey_refused`.
 */
export async function verifyPasskeyUse(
  response: Assertion,
  { party, nonce, passkey }: Asked & { readonly passkey: PasskeyRow },
): Promise<number> {
  const { userHandle, ...signed } = response.response;
  const { verified, authenticationInfo } = await orRefuse(
    verifyAuthenticationResponse({
      response: {
        ...response,
        response: { ...signed, ...(userHandle === undefined ? {} : { userHandle }) },
        clientExtensionResults: {},
      },
      expectedChallenge: nonce.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credential_id.toString('base64url'),
        publicKey: new Uint8Array(passkey.public_key),
        counter: 0,
      },
    }),
  );
  if (!verified) throw new ProblemError('auth.passkey_refused');
  return authenticationInfo.newCounter;
}

function withoutTransports({ response: { clientDataJSON, attestationObject } }: Attestation) {
  return { clientDataJSON, attestationObject };
}

/** The library throws for everything that it does not take, in words that hold what was sent. */
async function orRefuse<T>(verified: Promise<T>): Promise<T> {
  try {
    return await verified;
  } catch (cause) {
    throw new ProblemError('auth.passkey_refused', { cause });
  }
}
