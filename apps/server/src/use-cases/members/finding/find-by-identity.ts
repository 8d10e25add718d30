import { parseMemberReference } from '@perennial/contracts';
import { shardOf } from '@perennial/domain';
import type { IdentityPolicies, MemberId } from '@perennial/domain';
import { createBlinding, tailIndex } from '@perennial/engine';
import type { BlindingOptions, Keyring, RawIdentity } from '@perennial/engine';
import { findByBlindIndex, readIdentityTypes, readMemberHead } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';

export interface FoundByIdentity {
  readonly shard: number;
  readonly memberId: MemberId;
  /** Type of the identity that was found, `member_id`, or `last_four`. */
  readonly matched: string;
}

/** Members by whatever somebody types: a phone, an e-mail, a card, an external id, `type:value`, a member id, four last digits. */
export type FindByIdentity = (text: string, limit: number) => Promise<readonly FoundByIdentity[]>;

export interface FindByIdentityOptions {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly policies: IdentityPolicies;
  readonly phoneCountryOf: BlindingOptions['phoneCountryOf'];
  readonly shardCount: number;
  readonly now: () => number;
}

const alwaysTried = ['phone', 'email', 'card_no', 'user_id', 'wechat_unionid'];
const typesKeptMs = 60_000;
const uuidPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Looks identities up by their blind index, which can be asked for whole values and for the last four digits, and for
 * nothing in between. Values made under older hash keys are tried too.
 */
export function createFindByIdentity(options: FindByIdentityOptions): FindByIdentity {
  const { sql } = options;
  const keyrings = keyringsOf(options.keyring);
  const hashesOf = createHashesOf(options);
  const typesOf = createTypeMemory(options);
  return async (text, limit) => {
    const typed = text.trim();
    if (uuidPattern.test(typed)) return findById(options, typed.toLowerCase());
    const hashes = hashesOf(readTyped(typed, await typesOf()));
    const tailHashes = /^\d{4}$/.test(typed) ? keyrings.map((one) => tailIndex(one, typed)) : [];
    const rows = await findByBlindIndex(sql, { hashes, tailHashes, limit });
    const whole = new Set(hashes);
    const found = rows.map((row): FoundByIdentity => {
      // Rows of our own table hold ids that we made.
      return {
        shard: row.shard,
        memberId: row.member_id as MemberId,
        matched: whole.has(row.hash) ? row.type : 'last_four',
      };
    });
    return [...new Map(found.map((one) => [one.memberId, one])).values()];
  };
}

/** The blind indexes of identities under every hash key that is still known; what cannot be one of its type has none. */
export function createHashesOf(
  options: Pick<FindByIdentityOptions, 'keyring' | 'policies' | 'phoneCountryOf'>,
): (identities: readonly RawIdentity[]) => readonly string[] {
  const blindings = keyringsOf(options.keyring).map((keyring) => createBlinding({ ...options, keyring }));
  return (identities) =>
    identities.flatMap((identity) =>
      blindings.map((blind) => blind(identity)).flatMap((one) => (one.kind === 'identity' ? [one.identity.hash] : [])),
    );
}

/** One a hash key: a keyring blinds by its first. */
function keyringsOf(keyring: Keyring): readonly Keyring[] {
  return keyring.hashKeys.map((hashKey) => ({ ...keyring, hashKeys: [hashKey] }));
}

async function findById({ sql, shardCount }: FindByIdentityOptions, id: string): Promise<readonly FoundByIdentity[]> {
  const memberId = id as MemberId;
  const shard = shardOf(memberId, shardCount);
  const head = await readMemberHead(sql, shard, memberId);
  return head === undefined ? [] : [{ shard, memberId, matched: 'member_id' }];
}

/** `phone:+86…` names its type, also one that came into use just now; anything else could be of every type that is in use. */
function readTyped(text: string, types: readonly string[]): readonly RawIdentity[] {
  const named = types.find((type) => text.startsWith(`${type}:`));
  if (named !== undefined) return [{ type: named, value: text.slice(named.length + 1) }];
  const reference = parseMemberReference(text);
  const readings = reference?.kind === 'identity' ? reference.readings : [];
  return [...readings, ...types.map((type) => ({ type, value: text }))];
}

function createTypeMemory({ sql, now }: FindByIdentityOptions): () => Promise<readonly string[]> {
  let known: readonly string[] = alwaysTried;
  let until = 0;
  return async () => {
    if (now() < until) return known;
    known = [...new Set([...alwaysTried, ...(await readIdentityTypes(sql))])].toSorted((a, b) => b.length - a.length);
    until = now() + typesKeptMs;
    return known;
  };
}
