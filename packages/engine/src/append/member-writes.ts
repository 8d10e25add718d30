import { shardOf, type MemberId } from '@perennial/domain';
import type { BlindIdentity } from '../identity/blinding.ts';
import type { NewIdentityRow } from '../identity/identity-rows.ts';
import { currentHashKey, type Keyring } from '../keys/keyring.ts';
import { createWrappedKey, encrypt, unwrapKey } from '../keys/sealing.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import { nameMarksOf } from '../names/name-marks.ts';
import {
  identitySecretName,
  isIdentitySecret,
  secretContext,
  type MemberKeyRow,
  type SecretRow,
} from '../privacy/secret-rows.ts';
import type { ResolvedBatch } from '../resolution/resolve-batch.ts';
import type { IngestTransaction } from './ingest-store.ts';

interface WriteContext {
  readonly keyring: Keyring;
  readonly shardCount: number;
}

/** What a batch writes of members before the heads are locked, each part in the order in which it is locked. */
export interface MemberWrites {
  readonly identities: readonly NewIdentityRow[];
  readonly members: readonly MemberPlace[];
  readonly keys: readonly MemberKeyRow[];
  readonly secrets: readonly SecretRow[];
}

/** New identities, new members and personal data of a batch, encrypted. Reads keys where an older member has something new to keep. */
export async function collectMemberWrites(
  transaction: SecretTransaction,
  batch: ResolvedBatch,
  context: WriteContext,
): Promise<MemberWrites> {
  const { identities, members, ...news } = collect(batch, context);
  return { identities, members, ...(await sealSecrets(transaction, news, context)) };
}

/**
 * False when somebody else wrote one of the identities first: then the batch has to be resolved anew. They are waited for, because a batch
 * that is to be resolved anew must not hold anything that others wait for.
 */
export async function claimIdentities(transaction: IngestTransaction, { identities }: MemberWrites): Promise<boolean> {
  return identities.length === 0 || (await transaction.insertIdentities(identities)) === identities.length;
}

/** Asks for all the rest at once, so that whatever the caller asks for next comes behind it. False as above, of keys. */
export async function writeMembers(
  transaction: IngestTransaction,
  { members, keys, secrets }: MemberWrites,
): Promise<boolean> {
  const [, isKept] = await Promise.all([
    members.length === 0 ? undefined : transaction.insertMembers(members),
    keepSealed(transaction, { keys, secrets }),
  ]);
  return isKept;
}

/** A personal value of a member, not yet encrypted. */
export interface PlainSecret {
  readonly memberId: MemberId;
  readonly name: string;
  readonly value: string;
  readonly occurredAt: number;
}

interface News {
  readonly identities: readonly NewIdentityRow[];
  readonly members: readonly MemberPlace[];
  readonly created: ReadonlySet<MemberId>;
  readonly secrets: readonly PlainSecret[];
}

function collect(batch: ResolvedBatch, context: WriteContext): News {
  const hashKeyId = currentHashKey(context.keyring).id;
  const identities: NewIdentityRow[] = [];
  const created = new Set<MemberId>();
  const secrets = new Map<string, PlainSecret>();
  for (const { fact, memberId, changes, ofOrder } of batch.facts) {
    for (const change of changes) {
      if (change.kind === 'create') created.add(change.memberId);
      // The value of a refused one is kept as well: the link is tried again when the limit frees.
      if (change.kind !== 'link' && change.kind !== 'refuse_link') continue;
      const identity = identityOf(fact.identities, change.claim.hash);
      if (change.kind === 'link') {
        const owner = batch.ownersAfter.get(identity.hash) ?? change.memberId;
        identities.push({
          hash: identity.hash,
          type: identity.type,
          tailHash: identity.tailHash,
          hashKeyId,
          memberId: owner,
          shard: shardOf(owner, context.shardCount),
        });
      }
      // Weak identities are random already: encrypting them would protect nothing and cost a row for every browser.
      if (identity.isStrong)
        keepNewest(secrets, {
          memberId: change.memberId,
          name: identitySecretName(identity.hash),
          value: identity.value,
          occurredAt: fact.occurredAt,
        });
    }
    const bearer = ofOrder?.bearer ?? memberId;
    if (bearer === null) continue;
    for (const { name, value } of fact.secrets)
      keepNewest(secrets, { memberId: bearer, name, value, occurredAt: fact.occurredAt });
  }
  identities.sort((one, other) => (one.hash < other.hash ? -1 : 1));
  return {
    identities,
    members: [...created].map((id) => placeOf(id, context)).sort(byPlace),
    created,
    secrets: [...secrets.values()],
  };
}

function identityOf(identities: readonly BlindIdentity[], hash: string): BlindIdentity {
  const found = identities.find((identity) => identity.hash === hash);
  if (found === undefined) throw new Error('a link names an identity that the fact does not carry');
  return found;
}

function keepNewest(secrets: Map<string, PlainSecret>, secret: PlainSecret): void {
  const key = secretContext(secret.memberId, secret.name);
  const known = secrets.get(key);
  if (known === undefined || known.occurredAt <= secret.occurredAt) secrets.set(key, secret);
}

function placeOf(id: MemberId, context: WriteContext): MemberPlace {
  return { id, shard: shardOf(id, context.shardCount) };
}

function byPlace(one: MemberPlace, other: MemberPlace): number {
  return one.shard - other.shard || (one.id < other.id ? -1 : Number(one.id > other.id));
}

/** What keeping secrets reads and writes. */
export type SecretTransaction = Pick<IngestTransaction, 'readMemberKeys' | 'insertMemberKeys' | 'upsertSecrets'>;

/** Secrets, each name of a member once, and who of the members was made just now. */
type NewSecrets = Pick<News, 'secrets' | 'created'>;

/** Encrypts and keeps secrets, before the heads are locked. False when somebody else made the key of one of the members first. */
export async function writeSecrets(
  transaction: SecretTransaction,
  news: NewSecrets,
  context: WriteContext,
): Promise<boolean> {
  return keepSealed(transaction, await sealSecrets(transaction, news, context));
}

type Sealed = Pick<MemberWrites, 'keys' | 'secrets'>;

async function keepSealed(transaction: SecretTransaction, { keys, secrets }: Sealed): Promise<boolean> {
  const [made] = await Promise.all([
    keys.length === 0 ? 0 : transaction.insertMemberKeys(keys),
    secrets.length === 0 ? undefined : transaction.upsertSecrets(secrets),
  ]);
  return made === keys.length;
}

async function sealSecrets(transaction: SecretTransaction, news: NewSecrets, context: WriteContext): Promise<Sealed> {
  const { keys, missing } = await openKeys(transaction, news, context);
  const secrets = news.secrets.map((secret): SecretRow => ({
    ...placeOf(secret.memberId, context),
    name: secret.name,
    occurredAt: secret.occurredAt,
    ciphertext: encrypt(keyOf(keys, secret.memberId), secret.value, secretContext(secret.memberId, secret.name)),
    nameMarks: isIdentitySecret(secret.name) ? null : nameMarksOf(context.keyring, secret),
  }));
  secrets.sort((one, other) => byPlace(one, other) || (one.name < other.name ? -1 : 1));
  return { keys: missing, secrets };
}

function keyOf(keys: ReadonlyMap<MemberId, Uint8Array>, memberId: MemberId): Uint8Array {
  const key = keys.get(memberId);
  if (key === undefined) throw new Error('a member with secrets has a key');
  return key;
}

interface MemberKeys {
  readonly keys: ReadonlyMap<MemberId, Uint8Array>;
  /** Made just now, not yet written. */
  readonly missing: readonly MemberKeyRow[];
}

/** Keys of all members that have something to keep. */
async function openKeys(transaction: SecretTransaction, news: NewSecrets, context: WriteContext): Promise<MemberKeys> {
  const members = [...new Set(news.secrets.map((secret) => secret.memberId))].map((id) => placeOf(id, context));
  const older = members.filter((member) => !news.created.has(member.id));
  const stored = older.length === 0 ? [] : await transaction.readMemberKeys(older);
  const keys = new Map<MemberId, Uint8Array>(stored.map((row) => [row.id, unwrapKey(context.keyring, row, row.id)]));
  const missing: MemberKeyRow[] = [];
  for (const member of members) {
    if (keys.has(member.id)) continue;
    const { key, masterKeyId, wrappedKey } = createWrappedKey(context.keyring, member.id);
    keys.set(member.id, key);
    missing.push({ ...member, masterKeyId, wrappedKey });
  }
  return { keys, missing: missing.sort(byPlace) };
}
