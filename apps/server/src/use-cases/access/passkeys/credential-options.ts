import type { PasskeyCreationOptions, PasskeyDescriptor, PasskeyRequestOptions } from '@perennial/contracts/staff';
import type { PasskeyRow } from '@perennial/postgres/access';
import type { RelyingParty } from './relying-party.ts';

/** Long enough to look for a key or a telephone. */
export const passkeyAnswerMs = 5 * 60_000;
/** EdDSA, ES256, RS256 (IANA, COSE algorithms): every authenticator in use has one of them. */
export const passkeyAlgorithms = [-8, -7, -257] as const;
const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

/** Whom a passkey is made for. */
export interface PasskeyOwner {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

type Descriptor = Pick<PasskeyRow, 'credential_id' | 'transports'>;

/** The authenticator must ask who holds it, so that a passkey alone is two factors; it keeps the passkey, so that it signs in alone. */
export function toCreationOptions(
  { id, origin }: RelyingParty,
  owner: PasskeyOwner,
  asked: { readonly nonce: Buffer; readonly known: readonly Descriptor[] },
): PasskeyCreationOptions {
  return {
    rp: { id, name: `Perennial ${new URL(origin).host}` },
    user: { id: toHandle(owner.id), name: owner.email, displayName: owner.name },
    challenge: asked.nonce.toString('base64url'),
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: passkeyAnswerMs,
    attestation: 'none',
    excludeCredentials: asked.known.map(toDescriptor),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  };
}

/** Any of these passkeys; of none, whichever the person chooses. */
export function toRequestOptions(
  { id }: RelyingParty,
  asked: { readonly nonce: Buffer; readonly known: readonly Descriptor[] },
): PasskeyRequestOptions {
  return {
    challenge: asked.nonce.toString('base64url'),
    rpId: id,
    timeout: passkeyAnswerMs,
    userVerification: 'required',
    allowCredentials: asked.known.map(toDescriptor),
  };
}

/** How an authenticator names a user: her random id, which says nothing of her. */
export function toHandle(userId: string): string {
  return Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url');
}

function toDescriptor(row: Descriptor): PasskeyDescriptor {
  return {
    id: row.credential_id.toString('base64url'),
    type: 'public-key',
    transports: transports.filter((one) => row.transports.includes(one)),
  };
}
