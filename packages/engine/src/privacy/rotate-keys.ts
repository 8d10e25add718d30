import { type Keyring } from '../keys/keyring.ts';
import { openWithMaster, sealWithMaster, unwrapKey, wrapKey } from '../keys/sealing.ts';
import type { PrivacyStore } from './privacy-store.ts';

const pageSize = 500;

/**
 * Brings everything that an older master key protects under the current one, page by page; it may be stopped and run again.
 * Afterwards the older keys may be taken out of the keyring. The keys of members stay, so nothing else is written anew.
 */
export async function rotateMasterKey(
  store: PrivacyStore,
  keyring: Keyring,
): Promise<{ readonly keys: number; readonly bodies: number }> {
  return { keys: await rotateMemberKeys(store, keyring), bodies: await rotateBodies(store, keyring) };
}

async function rotateMemberKeys(store: PrivacyStore, keyring: Keyring): Promise<number> {
  for (let rotated = 0; ;) {
    const page = await store.readKeysNotUnder(keyring.currentMasterKeyId, pageSize);
    if (page.length === 0) return rotated;
    await store.replaceKeys(
      page.map((row) => ({ ...row, ...wrapKey(keyring, unwrapKey(keyring, row, row.id), row.id) })),
    );
    rotated += page.length;
  }
}

async function rotateBodies(store: PrivacyStore, keyring: Keyring): Promise<number> {
  for (let rotated = 0; ;) {
    const page = await store.readBodiesNotUnder(keyring.currentMasterKeyId, pageSize);
    if (page.length === 0) return rotated;
    await store.replaceBodies(
      page.map((row) => ({ id: row.id, ...sealWithMaster(keyring, openWithMaster(keyring, row, row.id), row.id) })),
    );
    rotated += page.length;
  }
}
