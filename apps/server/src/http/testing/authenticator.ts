import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Assertion, Attestation, PasskeyCreationOptions, PasskeyRequestOptions } from '@perennial/contracts/staff';

/** What an authenticator or a page does otherwise than it should. */
export interface Misdeed {
  /** Where the page is that asks. */
  readonly origin?: string;
  /** For whom the passkey is used. */
  readonly rpId?: string;
  readonly challenge?: string;
  /** False: the authenticator did not ask who holds it. */
  readonly isVerified?: boolean;
  /** The count that it states. */
  readonly count?: number;
  readonly userHandle?: string;
  /** The ceremony that it says this is. */
  readonly type?: string;
  /** Signs with a key that was never registered. */
  readonly isForged?: boolean;
}

/** An authenticator in software with one passkey (ES256): it answers as Web Authentication Level 3, 6.1 to 6.3, has it. */
export interface Authenticator {
  create(options: PasskeyCreationOptions, misdeed?: Misdeed): Attestation;
  get(options: PasskeyRequestOptions, misdeed?: Misdeed): Assertion;
}

interface Made {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly userHandle: string;
}

/** `step`: how much its count goes up with each use; 0 for one that does not count, as those that are kept in a cloud. */
export function createAuthenticator(origin: string, step = 1): Authenticator {
  let made: Made | undefined;
  let count = 0;
  return {
    create(options, misdeed = {}) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      made = { id: randomBytes(16), privateKey, userHandle: options.user.id };
      const client = clientData('webauthn.create', origin, { challenge: options.challenge, ...misdeed });
      const authData = Buffer.concat([
        authenticatorData(misdeed.rpId ?? options.rp.id, {
          count: 0,
          isVerified: misdeed.isVerified ?? true,
          isNew: true,
        }),
        Buffer.alloc(16),
        uint(made.id.length, 2),
        made.id,
        coseKey(publicKey),
      ]);
      const attestationObject = map([
        [text('fmt'), text('none')],
        [text('attStmt'), map([])],
        [text('authData'), bytes(authData)],
      ]);
      const id = made.id.toString('base64url');
      const response = {
        clientDataJSON: client.toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal', 'hybrid'],
      };
      return { id, rawId: id, type: 'public-key', response };
    },
    get(options, misdeed = {}) {
      if (made === undefined) throw new Error('This authenticator has no passkey.');
      count += step;
      const client = clientData('webauthn.get', origin, { challenge: options.challenge, ...misdeed });
      const said = { count: misdeed.count ?? count, isVerified: misdeed.isVerified ?? true, isNew: false };
      const authData = authenticatorData(misdeed.rpId ?? options.rpId, said);
      const key =
        misdeed.isForged === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : made.privateKey;
      const signed = createSign('sha256').update(authData).update(sha256(client)).sign(key);
      const id = made.id.toString('base64url');
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signed.toString('base64url'),
        userHandle: misdeed.userHandle ?? made.userHandle,
      };
      return { id, rawId: id, type: 'public-key', response };
    },
  };
}

function clientData(type: string, origin: string, said: Misdeed): Buffer {
  const data = {
    type: said.type ?? type,
    challenge: said.challenge,
    origin: said.origin ?? origin,
    crossOrigin: false,
  };
  return Buffer.from(JSON.stringify(data));
}

function authenticatorData(
  rpId: string,
  { count, isVerified, isNew }: { readonly count: number; readonly isVerified: boolean; readonly isNew: boolean },
): Buffer {
  const flags = 0x01 | (isVerified ? 0x04 : 0) | (isNew ? 0x40 : 0);
  return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.of(flags), uint(count, 4)]);
}

/** RFC 9053, 7.1: an elliptic curve key with its two coordinates. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return map([
    [integer(1), integer(2)],
    [integer(3), integer(-7)],
    [integer(-1), integer(1)],
    [integer(-2), bytes(Buffer.from(x, 'base64url'))],
    [integer(-3), bytes(Buffer.from(y, 'base64url'))],
  ]);
}

/** CBOR (RFC 8949, 3): what little of it is needed here. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value);
  if (value < 256) return Buffer.of((major << 5) | 24, value);
  return Buffer.concat([Buffer.of((major << 5) | 25), uint(value, 2)]);
}
const integer = (value: number) => (value >= 0 ? head(0, value) : head(1, -1 - value));
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value]);
const text = (value: string) => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const map = (entries: readonly (readonly [Buffer, Buffer])[]) =>
  Buffer.concat([head(5, entries.length), ...entries.flat()]);

function uint(value: number, size: number): Buffer {
  const buffer = Buffer.alloc(size);
  buffer.writeUIntBE(value, 0, size);
  return buffer;
}

function sha256(value: Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}
