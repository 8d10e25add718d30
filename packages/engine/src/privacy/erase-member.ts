import { randomBytes, randomUUID } from 'node:crypto';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import { type Keyring } from '../keys/keyring.ts';
import { logKinds, type HeadRow, type LogRow, type MemberPlace } from '../log/log-rows.ts';
import { memberFamily, type MemberFamily } from '../log/member-family.ts';
import { stepTypes } from '../log/step-payload.ts';
import { stepRow } from '../log/step-row.ts';
import { createForget, type Forget, type Kept } from './forget-personal.ts';
import { secretsOfGuest, staysOf } from './guest-secrets.ts';
import { openSecrets } from './open-secrets.ts';
import type { PersonalFound } from './own-texts.ts';
import type { ErasureTransaction, GuestStay, LogEnds, Mention, PrivacyStore, SecretKey } from './privacy-store.ts';
import { clearQuarantineOf, type IdentitiesOfBody } from './quarantine-of-member.ts';
import { identitySecretName } from './secret-rows.ts';

export interface PersonalDataAct {
  readonly action: 'member.exported' | 'member.erased';
  readonly memberId: string;
  readonly by: string;
  readonly reason: string;
}

/** Writes down who did what with somebody's personal data. */
export type AuditPersonalData = (act: PersonalDataAct) => Promise<void>;

export interface PrivacyOptions {
  readonly store: PrivacyStore;
  readonly keyring: Keyring;
  readonly audit: AuditPersonalData;
  /** How ingest reads whose a quarantined fact is; without it such facts are searched as ones that nobody could read. */
  readonly identitiesOfBody?: IdentitiesOfBody;
  /**
   * What stays of a member who is erased, as the program says it then. What the fold reads of her facts must stay, for whoever was one
   * with her for a while is folded from them too (invariant E2).
   */
  readonly kept: () => Kept;
  /** Takes what is hers out of what stands neither in log nor rows, as files. Called before her values go, perhaps again with more of them. */
  readonly forgetElsewhere?: (found: PersonalFound) => Promise<void>;
}

export interface ErasureReport {
  /** The member and those whom she had absorbed. */
  readonly members: MemberFamily;
  readonly identitiesRemoved: number;
  /** Personal values, each name once. */
  readonly secretsRemoved: number;
  readonly quarantinedRemoved: number;
  /** Under which what is left to be decided is kept; it leads to nobody. */
  readonly erasureId: string;
  /** Quarantined facts that speak of her and may be somebody else's. */
  readonly mentions: readonly Mention[];
}

/** Merges of her that come about just then: more of them than this are not chance. */
const attemptsMax = 8;

/**
 * Erases a member with her whole family; who was absorbed is erased with whoever took her in, for the two are one person. What
 * goes at once: her key, her secrets, her identities, that orders are hers, rows with something personal in them, quarantined facts
 * that are hers alone, and every blind index of hers in facts and merge log, in whose place stands what a salt makes of it that nobody
 * keeps. So nothing leads from what is left to who comes back later. Facts and their effects stay, under an id that leads to nobody.
 *
 * Erasing is a step of her log as well. She counts as erased from this transaction on, because no view and no command may see her
 * in between; the fold comes to the step later, passes over what was on its way, and lets the facets end what they keep.
 *
 * The order matters: values are read before the key goes, because they are what quarantined facts are searched for.
 */
export async function eraseMember(
  options: PrivacyOptions,
  asked: MemberPlace,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<ErasureReport> {
  const { store } = options;
  await options.audit({ action: 'member.erased', memberId: asked.id, by, reason });
  const erasureId = randomUUID();
  const mentions = new Map<string, Mention>();
  const forget = createForget(options.kept());
  let quarantinedRemoved = 0;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const place = await store.currentPlace(asked);
    const members = await memberFamily(store, place);
    const { secrets, ofGuests } = await readSecrets(options, members);
    const identities = await store.readIdentitiesOf(members);
    const hashes = new Set(identities.map(({ hash }) => hash));
    const names = new Set(identities.map(({ hash }) => identitySecretName(hash)));
    const personal = {
      identities: secrets.filter(({ name }) => names.has(name)).map(({ value }) => value),
      values: secrets.map(({ value }) => value),
    };
    const found = await clearQuarantineOf({
      store,
      keyring: options.keyring,
      identitiesOfBody: options.identitiesOfBody ?? (() => undefined),
      erasureId,
      hashes,
      ...personal,
    });
    await options.forgetElsewhere?.(personal);
    quarantinedRemoved += found.removed;
    for (const mention of found.mentions) mentions.set(mention.quarantineId, mention);
    if (!(await eraseUnlessOvertaken(store, { place, members, ofGuests, forget }))) continue;
    const secretsRemoved = new Set(secrets.map(({ name }) => name)).size;
    return {
      members,
      identitiesRemoved: identities.length,
      secretsRemoved,
      quarantinedRemoved,
      erasureId,
      mentions: [...mentions.values()],
    };
  }
  throw new Error(`member ${asked.id} was merged each time that she was to be erased`);
}

/** Her family is another one by now: what was done is rolled back, and done anew with those who belong to it. */
class FamilyChangedError extends Error {
  override readonly name = 'FamilyChangedError';
}

/** What is erased, as it was found before anything was locked. */
interface ToErase {
  readonly place: MemberPlace;
  readonly members: MemberFamily;
  /** Values of theirs that are kept under the names of others. */
  readonly ofGuests: readonly SecretKey[];
  readonly forget: Forget;
}

/** Everything personal that was told of them, also while one of them was one with somebody else. */
async function readSecrets({ store, keyring }: PrivacyOptions, members: MemberFamily) {
  const opening = { store, keyring, skipsDamaged: true };
  const stays = staysOf(await store.readMergesOf(members), members);
  const ofGuests: SecretKey[] = [];
  for (const stay of stays) ofGuests.push(...(await secretsOfGuest(store, stay)));
  const hosts = [...new Map(stays.map(({ host }) => [host.id, host])).values()];
  const keys = new Set(ofGuests.map(secretText));
  const theirs = hosts.length === 0 ? [] : await openSecrets(opening, hosts);
  const told = theirs.filter(({ memberId, ...secret }) => keys.has(secretText({ id: memberId, ...secret })));
  return { secrets: [...(await openSecrets(opening, members)), ...told], ofGuests };
}

function secretText({
  id,
  name,
  occurredAt,
}: Pick<SecretKey, 'name' | 'occurredAt'> & { readonly id: string }): string {
  return [id, occurredAt, name].join(' ');
}

async function eraseUnlessOvertaken(store: PrivacyStore, toErase: ToErase): Promise<boolean> {
  try {
    await store.transaction('erase member', (transaction) => eraseOnce(transaction, toErase));
    return true;
  } catch (error) {
    if (error instanceof FamilyChangedError) return false;
    throw error;
  }
}

const saltBytes = 32;

/**
 * Her log is rewritten before anything but her merges is locked, for nobody waits for that, however long it is; under the heads, where
 * her whole shard waits, only what came since. Orders and secrets go twice as well: before the heads, in the order of locks, and again
 * under them, when no fact that is on its way can add any more. Such a fact finds the merge count changed, resolves anew, and meets nobody.
 */
async function eraseOnce(
  transaction: ErasureTransaction,
  { place, members, ofGuests, forget }: ToErase,
): Promise<void> {
  const sorted = members.toSorted((one, other) => one.shard - other.shard || (one.id < other.id ? -1 : 1));
  await transaction.lockMerges(sorted);
  const shards = shardsOf(sorted);
  const rewriting = { salt: randomBytes(saltBytes), forget };
  const ends: LogEnds = new Map((await transaction.readHeads(shards)).map(({ shard, position }) => [shard, position]));
  const guestBefore = staysOf(await transaction.readMergesOf(sorted), sorted);
  for (const stay of guestBefore) await transaction.eraseStepsOfGuest(stay, rewriting);
  await transaction.eraseSteps(sorted, { ...rewriting, upTo: ends });
  const present = await transaction.lockMembers(sorted);
  await transaction.deleteOrders(sorted);
  await transaction.deleteSecrets(sorted);
  if (ofGuests.length > 0) await transaction.deleteSecretsTold(ofGuests);
  await transaction.deletePersonalRows(sorted);
  await transaction.eraseNames(sorted, rewriting.salt);
  const heads = await transaction.lockHeads(shardsOf([...sorted, ...guestBefore.map(({ host }) => host)]));
  const stays = staysOf(await transaction.readMergesOf(sorted), sorted);
  await checkFamily(transaction, { place, members, heads, stays });
  await transaction.deleteOrders(sorted);
  await transaction.deleteSecrets(sorted);
  await transaction.deleteIdentities(sorted);
  // Before the merge log forgets whose facts they are.
  for (const stay of stays) await transaction.eraseStepsOfGuest(stay, rewriting);
  await transaction.eraseSteps(sorted, { ...rewriting, after: ends });
  await transaction.endSteps(sorted, rewriting.salt);
  await transaction.resolveRefusals(sorted);
  await transaction.markErased(sorted);
  const { rows, grown } = layOutErasure(present, heads);
  await transaction.appendLog(rows, grown);
}

function shardsOf(places: readonly MemberPlace[]): readonly number[] {
  return [...new Set(places.map(({ shard }) => shard))].toSorted((one, other) => one - other);
}

interface Looked {
  readonly place: MemberPlace;
  readonly members: MemberFamily;
  readonly heads: readonly HeadRow[];
  readonly stays: readonly GuestStay[];
}

/** Asked under the heads: whoever merges one of them needs them too. */
async function checkFamily(transaction: ErasureTransaction, looked: Looked): Promise<void> {
  const { place, members, heads, stays } = looked;
  const known = new Set(members.map(({ id }) => id));
  const now = await memberFamily(transaction, place);
  const isSame = now.length === known.size && now.every(({ id }) => known.has(id));
  const isHeld = stays.every(({ host }) => heads.some(({ shard }) => shard === host.shard));
  if (!isSame || !isHeld || (await transaction.isAbsorbed(place))) throw new FamilyChangedError();
}

/** A step for each of them; whoever resolved identities of these shards before has to resolve them anew. */
function layOutErasure(members: MemberFamily, heads: readonly HeadRow[]) {
  const erasureId = createUuidV7(Math.max(...heads.map(({ recordedAt }) => recordedAt)));
  const rows: LogRow[] = [];
  const grown = heads.map((head) => {
    const own = members.filter(({ shard }) => shard === head.shard);
    for (const [n, place] of own.entries()) {
      const step = { kind: logKinds.erase, place, id: erasureId, type: stepTypes.erase, payload: '{}' };
      rows.push(stepRow(step, { ...head, position: head.position + n + 1 }));
    }
    const position = head.position + own.length;
    return { ...head, position, mergeCount: head.mergeCount + 1, linkCount: head.linkCount + 1 };
  });
  return { rows, grown };
}
