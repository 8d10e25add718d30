import type { Sql } from '../../database/database.ts';
import type { KeyFingerprint } from '@perennial/engine';
import { readKeyFingerprints } from './keys.ts';

/** Whose a database is, as far as it says so. */
export interface FoundInstallation {
  /** Null in a database of a release that gave none. */
  readonly id: string | null;
  /** Which keyring makes its message keys; null before the first start, and in a database of a release that kept none. */
  readonly messageKeyCheck: string | null;
  readonly keys: readonly KeyFingerprint[];
}

/**
 * The installation of a database of any release, or of none: undefined in an empty one. Reads only: whoever it
 * belongs to must find it as it was.
 */
export async function findInstallation(sql: Sql): Promise<FoundInstallation | undefined> {
  if (!(await hasTable(sql, 'installation'))) return undefined;
  // Columns by name out of the whole row, because an older table has not all of them.
  const [row] = await sql.rows<{ id: string | null; message_key_check: string | null }>(
    {
      name: 'find_installation',
      text: `select row ->> 'id' as id, row ->> 'message_key_check' as message_key_check
               from (select to_jsonb(i) as row from installation i) as found`,
    },
    [],
  );
  if (row === undefined) return undefined;
  const keys = (await hasTable(sql, 'installation_key')) ? await readKeyFingerprints(sql) : [];
  return { id: row.id, messageKeyCheck: row.message_key_check, keys };
}

async function hasTable(sql: Sql, name: string): Promise<boolean> {
  const rows = await sql.rows({ name: 'has_table', text: `select 1 where to_regclass($1) is not null` }, [name]);
  return rows.length > 0;
}
