import type { PreparedFact } from '../facts/prepared-fact.ts';
import type { BlindIdentity } from '../identity/blinding.ts';
import type { IdentityReads } from './identity-reads.ts';

/**
 * While older hash keys are known, an identity may be held under the blind index that one of them made. An index, once made,
 * stays for the life of the identity: the log and the merge log name it, and an undone merge is split by it. So what is held
 * is not blinded anew; the fact goes by the index that is held, and only identities that nobody holds get one of the key in
 * use.
 */
export interface HeldFacts {
  readonly facts: readonly PreparedFact[];
  /** The fact that was given, for one of `facts`. */
  readonly givenOf: (fact: PreparedFact) => PreparedFact;
}

const sameFact = (fact: PreparedFact): PreparedFact => fact;

/** Costs one look-up a batch while there are older keys, and nothing otherwise. */
export async function goByHeldHashes(
  reads: Pick<IdentityReads, 'readIdentities'>,
  given: readonly PreparedFact[],
): Promise<HeldFacts> {
  const older = new Set(given.flatMap((fact) => fact.identities.flatMap((one) => one.olderHashes ?? [])));
  if (older.size === 0) return { facts: given, givenOf: sameFact };
  const current = given.flatMap((fact) => fact.identities.map((one) => one.hash));
  const rows = await reads.readIdentities([...new Set([...older, ...current])]);
  const held = new Set(rows.map((row) => row.hash));
  const givenOf = new Map<PreparedFact, PreparedFact>();
  const facts = given.map((fact) => {
    if (!fact.identities.some((one) => one.olderHashes?.some((hash) => held.has(hash)))) return fact;
    const identities = fact.identities.flatMap((identity) => heldAs(identity, held));
    const changed = { ...fact, identities };
    givenOf.set(changed, fact);
    return changed;
  });
  return { facts, givenOf: (fact) => givenOf.get(fact) ?? fact };
}

/** Held under two keys by processes that changed over at different times: the fact carries both, which joins their members. */
function heldAs(identity: BlindIdentity, held: ReadonlySet<string>): readonly BlindIdentity[] {
  const hashes = [identity.hash, ...(identity.olderHashes ?? [])].filter((hash) => held.has(hash));
  return hashes.length === 0 ? [identity] : hashes.map((hash) => ({ ...identity, hash }));
}
