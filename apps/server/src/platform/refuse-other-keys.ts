import { messageKeyCheck } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { noteMessageKey } from '@perennial/postgres';
import type { Sql } from '@perennial/postgres';

/**
 * Throws when the database was begun with other keys: nothing personal in it would open, nobody would be found again, and every
 * repeated message would enter the log a second time. The first keys that a database is opened with are its own.
 */
export async function refuseOtherKeys(sql: Sql, keyring: Keyring): Promise<void> {
  const check = messageKeyCheck(keyring);
  if ((await noteMessageKey(sql, check)) === check) return;
  throw new Error(
    'The keys are not those of this database: the oldest hash key is another one than it was begun with. Bring back the keys.json that belongs to it, or the hash key that was taken out of it.',
  );
}
