import { openWithMaster, sealWithMaster } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { readTotpsNotUnder, replaceTotpSecret } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';

const pageSize = 200;

/** Brings the secrets of authenticators under the current master key, page by page; it may be stopped and run again. */
export async function rotateFactorSecrets(sql: Sql, keyring: Keyring): Promise<number> {
  for (let rotated = 0; ;) {
    const page = await readTotpsNotUnder(sql, keyring.currentMasterKeyId, pageSize);
    if (page.length === 0) return rotated;
    for (const { factor_id: id, master_key_id: masterKeyId, secret } of page) {
      const sealed = sealWithMaster(keyring, openWithMaster(keyring, { masterKeyId, body: secret }, id), id);
      await replaceTotpSecret(sql, { factor_id: id, master_key_id: sealed.masterKeyId, secret: sealed.body });
    }
    rotated += page.length;
  }
}

/** Whether a secret is still under an older key. */
export async function hasOldFactorSecrets(sql: Sql, masterKeyId: string): Promise<boolean> {
  return (await readTotpsNotUnder(sql, masterKeyId, 1)).length > 0;
}
