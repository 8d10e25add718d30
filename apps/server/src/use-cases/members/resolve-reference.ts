import type { MemberReference } from '@perennial/contracts';
import { findByBlindIndex } from '@perennial/postgres/reading';
import { createHashesOf } from './finding/find-by-identity.ts';
import type { FindByIdentityOptions } from './finding/find-by-identity.ts';

/** Whom a reference names. An id names its member whether or not there is one: who reads her finds out. */
export type Referred =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'several' };

export type ResolveReference = (reference: MemberReference) => Promise<Referred>;

/** Enough to tell one member from several. */
const rowsMax = 10;

/**
 * Finds the one member that a reference names, by whole identities of the type that it states and by nothing alike: what is
 * done to a member must not be done to one who resembles her.
 */
export function createResolveReference(
  options: Pick<FindByIdentityOptions, 'sql' | 'keyring' | 'policies' | 'phoneCountryOf'>,
): ResolveReference {
  const hashesOf = createHashesOf(options);
  return async (reference) => {
    if (reference.kind === 'id') return { kind: 'member', memberId: reference.memberId };
    const hashes = hashesOf(reference.readings);
    const rows = await findByBlindIndex(options.sql, { hashes, tailHashes: [], limit: rowsMax });
    const [memberId, ...others] = new Set(rows.map((row) => row.member_id));
    if (memberId === undefined) return { kind: 'nobody' };
    return others.length === 0 ? { kind: 'member', memberId } : { kind: 'several' };
  };
}
