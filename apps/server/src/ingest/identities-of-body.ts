import { readIdentities } from '@perennial/contracts/ingest';
import type { BlindIdentityOf, BodyIdentity, IdentitiesOfBody, RawIdentity } from '@perennial/engine';

/** Deeper than this no sender writes a message; what lies deeper is searched as text. */
const depthMax = 8;

/**
 * Whose a body says that it is: its `identities`, read as ingestion reads them, and those of every message within, for a batch may be
 * of many. A message that was kept as a library sent it says it by its user ids.
 */
export function createIdentitiesOfBody(blind: BlindIdentityOf): IdentitiesOfBody {
  return (body, source) => {
    const sent = sentIn(body, 0);
    const found = sent.flatMap((identity) => toBodyIdentity(blind, identity, source));
    return found.length === 0 ? undefined : found;
  };
}

function toBodyIdentity(blind: BlindIdentityOf, identity: RawIdentity, source: string): readonly BodyIdentity[] {
  const blinded = blind(identity, source);
  if (blinded.kind !== 'identity') return [];
  const { hash, olderHashes = [], isStrong } = blinded.identity;
  return [{ hashes: [hash, ...olderHashes], isStrong }];
}

function sentIn(value: unknown, depth: number): readonly RawIdentity[] {
  if (typeof value !== 'object' || value === null || depth > depthMax) return [];
  if (Array.isArray(value)) return value.flatMap((one) => sentIn(one, depth + 1));
  const own = 'identities' in value ? readIdentities(value.identities, []).identities : [];
  const within = Object.entries(value).flatMap(([key, one]) => (key === 'identities' ? [] : sentIn(one, depth + 1)));
  return [...own, ...userIdsOf(value), ...within];
}

function userIdsOf(message: object): readonly RawIdentity[] {
  const typeOf = { userId: 'external_id', previousId: 'external_id', anonymousId: 'anonymous_id' };
  return Object.entries(typeOf).flatMap(([field, type]) => {
    const value: unknown = Reflect.get(message, field);
    return typeof value === 'string' || typeof value === 'number' ? [{ type, value: String(value) }] : [];
  });
}
