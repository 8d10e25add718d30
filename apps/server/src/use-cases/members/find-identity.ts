import { parseIdentityReference } from '@perennial/contracts';
import type { IdentityPolicies } from '@perennial/domain';
import { createBlinding, nobody } from '@perennial/engine';
import type { BlindingOptions, Keyring, MemberPlace } from '@perennial/engine';
import { readHolders } from '@perennial/postgres/reading';
import type { HolderRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { ProblemError } from '../kernel/problem-error.ts';

/** An identity that somebody names. */
export interface NamedIdentity {
  /** Its blind index: the one under which it is held, else that of the key in use. */
  readonly id: string;
  readonly type: string;
  /** In normal form; null where it was named by its id. */
  readonly value: string | null;
  /** Null where no member holds it. */
  readonly holder: MemberPlace | null;
}

/** Throws `identity.not_found`; for a placeholder, which is blocked always, `identity.blocked_already`. */
export type FindIdentity = (reference: string) => Promise<NamedIdentity>;

export interface FindIdentityOptions {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly policies: IdentityPolicies;
  readonly phoneCountryOf: BlindingOptions['phoneCountryOf'];
}

/** By the id that is given with it, or as it is written: `phone:13800138000`. */
export function createFindIdentity({ sql, ...blindedBy }: FindIdentityOptions): FindIdentity {
  const blind = createBlinding(blindedBy);
  return async (text) => {
    const reference = parseIdentityReference(text);
    if (reference === undefined) throw new ProblemError('identity.not_found');
    if (reference.kind === 'id') {
      const [row] = await readHolders(sql, [reference.id]);
      if (row === undefined) throw new ProblemError('identity.not_found');
      return { id: row.hash, type: row.type, value: null, holder: holderOf(row) };
    }
    const blinded = reference.readings.map((reading) => blind(reading));
    const read = blinded.flatMap((one) => (one.kind === 'identity' ? [one.identity] : []));
    const [first] = read;
    if (first === undefined) throw problemOf(blinded);
    const rows = await readHolders(
      sql,
      read.flatMap(({ hash, olderHashes }) => [hash, ...(olderHashes ?? [])]),
    );
    for (const { hash, olderHashes, value } of read) {
      const row = rows.find((one) => one.hash === hash || olderHashes?.includes(one.hash) === true);
      if (row !== undefined) return { id: row.hash, type: row.type, value, holder: holderOf(row) };
    }
    return { id: first.hash, type: first.type, value: first.value, holder: null };
  };
}

function problemOf(blinded: readonly { readonly kind: string }[]): ProblemError {
  const isPlaceholder = blinded.some(({ kind }) => kind === 'blocked');
  return new ProblemError(isPlaceholder ? 'identity.blocked_already' : 'identity.not_found');
}

function holderOf({ shard, member_id: id }: HolderRow): MemberPlace | null {
  return id === nobody ? null : { shard, id };
}

/**
 * The id alone. Who names an identity by it may mean one that nobody holds any more: a retry of what took it off somebody has to find
 * its first answer.
 */
export async function findIdentityId(find: FindIdentity, text: string): Promise<string> {
  const reference = parseIdentityReference(text);
  return reference?.kind === 'id' ? reference.id : (await find(text)).id;
}
