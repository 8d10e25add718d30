import { unwrapKey } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { readKeySample } from '@perennial/postgres';
import type { Sql } from '@perennial/postgres';
import type { Finding } from './finding.ts';

/** Whether each master key opens what is wrapped by it. That all are there was seen when the database was opened. */
export async function checkKeys({
  database,
  keyring,
}: {
  readonly database: Sql;
  readonly keyring: Keyring;
}): Promise<Finding> {
  const check = 'keys';
  for (const masterKeyId of keyring.masterKeys.keys()) {
    const sample = await readKeySample(database, masterKeyId);
    if (sample === null) continue;
    try {
      unwrapKey(keyring, { ...sample, masterKeyId }, sample.memberId);
    } catch {
      const detail = `master key ${masterKeyId} does not open the key of member ${sample.memberId}: either is damaged; compare keys.json with its copy`;
      return { check, verdict: 'wrong', detail };
    }
  }
  const { masterKeys, hashKeys } = keyring;
  const detail = `all that were ever in use, as the database knows them (${masterKeys.size} master, ${hashKeys.length} hash); each opens what is under it`;
  return { check, verdict: 'ok', detail };
}
