import { type Keyring } from '../keys/keyring.ts';
import { openWithMaster } from '../keys/sealing.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import { memberFamily } from './member-family.ts';
import { openSecrets } from './open-secrets.ts';
import type { ErasureTransaction, PrivacyStore } from './privacy-store.ts';

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
}

export interface ErasureReport {
  /** The member and those whom she had absorbed. */
  readonly members: readonly MemberPlace[];
  readonly quarantinedRemoved: number;
}

const quarantinePage = 500;

/**
 * Destroys what is personal of a member: her key, her secrets, her identities, that orders are hers, and quarantined facts that
 * name her. Facts and their effects stay, under an id that leads to nobody. Later facts of the same person make a new member.
 *
 * The order matters: values are read before the key goes, because they are what quarantined facts are searched for.
 */
export async function eraseMember(
  options: PrivacyOptions,
  place: MemberPlace,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<ErasureReport> {
  const { store, keyring } = options;
  const members = await memberFamily(store, place);
  const values = (await openSecrets(store, keyring, members)).map((secret) => secret.value);
  await options.audit({ action: 'member.erased', memberId: place.id, by, reason });
  const quarantinedRemoved = await removeQuarantined(options, spellingsOf(values));
  await store.transaction('erase member', (transaction) => eraseOnce(transaction, members));
  return { members, quarantinedRemoved };
}

/**
 * Orders and secrets go twice: before the heads, in the order of locks, and again under them, when no fact that is on its way can add
 * any more. Such a fact finds the merge count changed, resolves anew, and meets nobody.
 */
async function eraseOnce(transaction: ErasureTransaction, members: readonly MemberPlace[]): Promise<void> {
  const sorted = members.toSorted((one, other) => one.shard - other.shard || (one.id < other.id ? -1 : 1));
  await transaction.lockMembers(sorted);
  await transaction.deleteOrders(sorted);
  await transaction.deleteSecrets(sorted);
  const shards = [...new Set(sorted.map((member) => member.shard))].sort((one, other) => one - other);
  const heads = await transaction.lockHeads(shards);
  await transaction.deleteOrders(sorted);
  await transaction.deleteSecrets(sorted);
  await transaction.deleteIdentities(sorted);
  await transaction.markErased(sorted);
  await transaction.advanceHeads(
    heads.map((head) => ({ ...head, mergeCount: head.mergeCount + 1, linkCount: head.linkCount + 1 })),
  );
}

const spellingLengthMin = 6;

/** How a value may be written in a body that nobody could read: as it is, in any case, and without the country of a number. */
function spellingsOf(values: readonly string[]): readonly string[] {
  const spellings = values.flatMap((value) => {
    const plain = value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
    return [plain.toLowerCase(), plain.replace(/^\+86/, '')];
  });
  return [
    ...new Set(
      spellings.filter((spelling) => spelling.length >= spellingLengthMin || /\p{Script=Han}/u.test(spelling)),
    ),
  ];
}

async function removeQuarantined({ store, keyring }: PrivacyOptions, spellings: readonly string[]): Promise<number> {
  if (spellings.length === 0) return 0;
  let removed = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await store.readQuarantineAfter(after, quarantinePage);
    const last = page.at(-1);
    if (last === undefined) return removed;
    const named = page.filter((row) => {
      const body = openWithMaster(keyring, row, row.id).toLowerCase();
      return spellings.some((spelling) => body.includes(spelling));
    });
    if (named.length > 0) await store.removeQuarantine(named.map((row) => row.id));
    removed += named.length;
    after = last.id;
  }
}
