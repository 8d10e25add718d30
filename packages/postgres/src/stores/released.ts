import type { ReleasedRow } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { readReleased } from '../sql/ingest/identity-acts.ts';
import { readSurvivors } from '../sql/ingest/merges.ts';

/** What was taken off somebody, with whoever she is now. Hardly any identity was: then it is one look-up, of nothing. */
export async function readReleasedNow(sql: Sql, hashes: readonly string[]): Promise<readonly ReleasedRow[]> {
  const rows = await readReleased(sql, hashes);
  if (rows.length === 0) return [];
  const survivors = await readSurvivors(sql, rows);
  return rows.map(({ hash, id }) => ({ hash, memberId: survivors.get(id) ?? id }));
}
