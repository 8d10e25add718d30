import type { IdentityPolicies } from '@perennial/domain';
import { createRecentMap } from '../kernel/recent-map.ts';
import { blindIndex } from '../keys/digests.ts';
import { currentHashKey, type Keyring } from '../keys/keyring.ts';
import { isIdentityType, normaliseIdentity, tailOf } from './normalise.ts';

/** An identity as it was sent. */
export interface RawIdentity {
  readonly type: string;
  readonly value: string;
}

/** An identity in normal form with its blind index. The value leaves memory only encrypted. */
export interface BlindIdentity {
  readonly type: string;
  readonly value: string;
  readonly hash: string;
  /** Under the older hash keys that are still known; absent when there is one key. */
  readonly olderHashes?: readonly string[];
  readonly tailHash: string | null;
  readonly priority: number;
  readonly isStrong: boolean;
}

export type Blinded =
  | { readonly kind: 'identity'; readonly identity: BlindIdentity }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'blocked'; readonly reason?: string };

/** Blinds what a source sent; without one, what was typed here. */
export type BlindIdentityOf = (identity: RawIdentity, source?: string) => Blinded;

export interface BlindingOptions {
  readonly keyring: Keyring;
  readonly policies: IdentityPolicies;
  /** Where the telephone numbers of a source that name no country are dialled, ISO 3166-1; '' where nobody has said. */
  readonly phoneCountryOf: (source: string | undefined) => string;
}

/** Normalising and hashing cost 4 to 40 µs; members come back, so about this many answers are kept. */
const rememberedMax = 200_000;

const tailType = 'tail';

/** Makes the function that turns identities as sent into blind ones, under the keyring's current hash key and the older ones. */
export function createBlinding(options: BlindingOptions): BlindIdentityOf {
  const remembered = createRecentMap<string, Blinded>(rememberedMax);
  return (identity, source) => {
    const country = options.phoneCountryOf(source);
    const key = `${country}${identity.type}\0${identity.value}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const blinded = blind(identity, { ...options, country });
    remembered.set(key, blinded);
    return blinded;
  };
}

function blind(identity: RawIdentity, options: BlindingOptions & { readonly country: string }): Blinded {
  if (!isIdentityType(identity.type)) return { kind: 'invalid', reason: 'not a type of identity' };
  const policy = options.policies(identity.type);
  const normalised = normaliseIdentity(policy, identity.value, options.country);
  if (normalised.kind !== 'value') return normalised;
  const hashKey = currentHashKey(options.keyring);
  const tail = tailOf(policy, normalised.value);
  const older = options.keyring.hashKeys.slice(1);
  return {
    kind: 'identity',
    identity: {
      type: identity.type,
      value: normalised.value,
      hash: blindIndex(hashKey, identity.type, normalised.value),
      ...(older.length === 0
        ? {}
        : { olderHashes: older.map((key) => blindIndex(key, identity.type, normalised.value)) }),
      tailHash: tail === null ? null : blindIndex(hashKey, tailType, tail),
      priority: policy.priority,
      isStrong: policy.strength === 'strong',
    },
  };
}

/** Blind index of four digits, for the search by the end of a number. */
export function tailIndex(keyring: Keyring, digits: string): string {
  return blindIndex(currentHashKey(keyring), tailType, digits);
}
