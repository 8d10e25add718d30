import { spellingsIn, whoIsMeant, type BodyIdentity } from './whose-body.ts';
import { type Keyring } from '../keys/keyring.ts';
import { openWithMaster } from '../keys/sealing.ts';
import type { Mention, PrivacyStore } from './privacy-store.ts';

/** Identities that a body of a source states, as ingest would read them; undefined where it states none that can be read. */
export type IdentitiesOfBody = (body: unknown, source: string) => readonly BodyIdentity[] | undefined;

export interface QuarantineSearch {
  readonly store: PrivacyStore;
  readonly keyring: Keyring;
  readonly identitiesOfBody: IdentitiesOfBody;
  /** Of this erasure alone, and made by chance: nothing leads from what it found to who was erased. */
  readonly erasureId: string;
  /** Blind indexes of hers. */
  readonly hashes: ReadonlySet<string>;
  /** Values of her identities, in clear. */
  readonly identities: readonly string[];
  /** Everything personal of hers, JSON texts or plain. */
  readonly values: readonly string[];
}

export interface QuarantineFound {
  readonly removed: number;
  /** What speaks of her and may be somebody else's: it stays until somebody decides. */
  readonly mentions: readonly Mention[];
}

const quarantinePage = 500;

/**
 * Removes quarantined facts that are hers and nobody else's, and notes those that speak of her besides. A family name, a city and a
 * shared address are values of many: they never remove anything.
 */
export async function clearQuarantineOf(search: QuarantineSearch): Promise<QuarantineFound> {
  const { store, keyring, erasureId } = search;
  const whole = spellingsIn(search.identities);
  const about = { ...search, whole, spellings: spellingsIn(search.values) };
  const mentions: Mention[] = [];
  let removed = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await store.readQuarantineAfter(after, quarantinePage);
    const last = page.at(-1);
    if (last === undefined) return { removed, mentions };
    const own: string[] = [];
    const found: Mention[] = [];
    for (const row of page) {
      const body: unknown = JSON.parse(openWithMaster(keyring, row, row.id));
      const whose = whoIsMeant(body, { ...about, stated: search.identitiesOfBody(body, row.source) });
      if (whose === 'hers') own.push(row.id);
      else if (whose !== 'other') found.push({ quarantineId: row.id, why: whose });
    }
    if (own.length > 0) await store.removeQuarantine(own);
    if (found.length > 0) await store.noteMentions(erasureId, found);
    removed += own.length;
    mentions.push(...found);
    after = last.id;
  }
}
