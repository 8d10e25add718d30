import type { Keyring } from '../keys/keyring.ts';
import { decrypt, unwrapKey } from '../keys/sealing.ts';
import { secretContext, type SecretRow } from '../privacy/secret-rows.ts';
import { nameMarksOf } from './name-marks.ts';

/** A personal value that nobody has looked at for names yet, with the wrapped key that opens it; null where that is gone. */
export interface UnmarkedSecret extends Omit<SecretRow, 'nameMarks'> {
  readonly masterKeyId: string | null;
  readonly wrappedKey: Uint8Array | null;
}

export interface UnmarkedNames {
  /** In the order of members, at most `limit`. */
  readUnmarked(limit: number): Promise<readonly UnmarkedSecret[]>;
  /** Leaves alone what was told anew meanwhile: whoever wrote that has marked it. */
  writeMarks(
    rows: readonly (Omit<UnmarkedSecret, 'masterKeyId' | 'wrappedKey'> & { readonly nameMarks: readonly string[] })[],
  ): Promise<void>;
}

const pageSize = 500;

/**
 * Marks names that were kept before names were marked, a page at a time; whatever comes in meanwhile waits for none of it. Where it ends
 * is told by the rows themselves, so it may be stopped and begun again anywhere, also by several at once. Answers how many it looked at.
 */
export async function markNames(store: UnmarkedNames, keyring: Keyring): Promise<number> {
  const page = await store.readUnmarked(pageSize);
  if (page.length > 0)
    await store.writeMarks(page.map((secret) => ({ ...secret, nameMarks: marksOfSealed(secret, keyring) })));
  return page.length;
}

/** What is damaged is found by nothing, and is not looked at again. */
function marksOfSealed(secret: UnmarkedSecret, keyring: Keyring): readonly string[] {
  const { id, name, ciphertext, masterKeyId, wrappedKey } = secret;
  if (masterKeyId === null || wrappedKey === null) return [];
  try {
    const key = unwrapKey(keyring, { masterKeyId, wrappedKey }, id);
    return nameMarksOf(keyring, { name, value: decrypt(key, ciphertext, secretContext(id, name)).toString('utf8') });
  } catch {
    return [];
  }
}
