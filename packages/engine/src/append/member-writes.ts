import { shardOf, type MemberId } from '@perennial/domain';
import type { BlindIdentity } from '../identity/blinding.ts';
import type { NewIdentityRow } from '../identity/identity-rows.ts';
import { currentHashKey, type Keyring } from '../keys/keyring.ts';
import { createWrappedKey, encrypt, unwrapKey } from '../keys/sealing.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import { identitySecretName, secretContext, type MemberKeyRow, type SecretRow } from '../privacy/secret-rows.ts';
import type { ResolvedBatch } from '../resolution/resolve-batch.ts';
import type { IngestTransaction } from './ingest-store.ts';

interface WriteContext {
  readonly keyring: Keyring;
  readonly shardCount: number;
}

/**
 * Writes new identities, new members and personal data, before the heads are locked. False when somebody else wrote one of
 * the identities or keys first: then the batch has to be resolved anew.
 */
export async function writeMembers(
  transaction: IngestTransaction,
  batch: ResolvedBatch,
  context: WriteContext,
): Promise<boolean> {
  const news = collect(batch, context);
  if (news.identities.length > 0 && (await transaction.insertIdentities(news.identities)) < news.identities.length)
    return false;
  if (news.members.length > 0) await transaction.insertMembers(news.members);
  return news.secrets.length === 0 || writeSecrets(transaction, news, context);
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
  const keys = await ensureKeys(transaction, news, context);
  if (keys === null) return false;
  const rows: SecretRow[] = news.secrets.map((secret) => ({
    ...placeOf(secret.memberId, context),
    name: secret.name,
    occurredAt: secret.occurredAt,
    ciphertext: encrypt(keyOf(keys, secret.memberId), secret.value, secretContext(secret.memberId, secret.name)),
  }));
  rows.sort((one, other) => byPlace(one, other) || (one.name < other.name ? -1 : 1));
  await transaction.upsertSecrets(rows);
  return true;
}

function keyOf(keys: ReadonlyMap<MemberId, Uint8Array>, memberId: MemberId): Uint8Array {
  const key = keys.get(memberId);
  if (key === undefined) throw new Error('a member with secrets has a key');
  return key;
}

/** Keys of all members that have something to keep; null when somebody else made one first. */
async function ensureKeys(
  transaction: SecretTransaction,
  news: NewSecrets,
  context: WriteContext,
): Promise<ReadonlyMap<MemberId, Uint8Array> | null> {
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
  missing.sort(byPlace);
  if (missing.length > 0 && (await transaction.insertMemberKeys(missing)) < missing.length) return null;
  return keys;
}
