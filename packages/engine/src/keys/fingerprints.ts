import { createHmac } from 'node:crypto';
import type { Keyring } from './keyring.ts';
import { toUuid } from './to-uuid.ts';

export type KeyKind = 'master' | 'hash';

/** Which key it is, and nothing by which it could be found: kept beside the data, to know its keys again. */
export interface KeyFingerprint {
  readonly kind: KeyKind;
  readonly id: string;
  /** 128 bits of a keyed digest, as UUID text. */
  readonly fingerprint: string;
}

export function keyFingerprints(keyring: Keyring): readonly KeyFingerprint[] {
  const masters = [...keyring.masterKeys].map(([id, key]) => fingerprintOf('master', id, key));
  return [...masters, ...keyring.hashKeys.map(({ id, key }) => fingerprintOf('hash', id, key))];
}

function fingerprintOf(kind: KeyKind, id: string, key: Uint8Array): KeyFingerprint {
  const digest = createHmac('sha256', key).update(`perennial fingerprint of ${kind} key ${id}`).digest('hex');
  return { kind, id, fingerprint: toUuid(digest) };
}

export interface KeyComparison {
  /** Used before, and not in the keyring. */
  readonly missing: readonly KeyFingerprint[];
  /** In the keyring under the name of another. */
  readonly changed: readonly KeyFingerprint[];
  /** Not used before. */
  readonly added: readonly KeyFingerprint[];
}

export function compareKeys(known: readonly KeyFingerprint[], keyring: Keyring): KeyComparison {
  const nameOf = ({ kind, id }: KeyFingerprint) => `${kind} ${id}`;
  const held = new Map(keyFingerprints(keyring).map((one) => [nameOf(one), one]));
  const knownNames = new Set(known.map(nameOf));
  return {
    missing: known.filter((one) => !held.has(nameOf(one))),
    changed: known.filter((one) => {
      const own = held.get(nameOf(one));
      return own !== undefined && own.fingerprint !== one.fingerprint;
    }),
    added: [...held].flatMap(([name, one]) => (knownNames.has(name) ? [] : [one])),
  };
}
