import { DataFolderError } from '@perennial/postgres';
import type { Sql } from '@perennial/postgres';
import { readRestoration } from '@perennial/postgres/backup';

/** Throws where a restore has filled the database and was cut off before it had repeated what was erased since. */
export async function refuseUnfinishedRestoration(sql: Sql): Promise<void> {
  const restoration = await readRestoration(sql);
  if (restoration === null || restoration.finished_at !== null) return;
  throw new DataFolderError(
    `The restore of ${restoration.file} into this database did not finish: who was erased since may be in it. Remove the database and make an empty one, remove the data folder, and run \`npx perennial restore\` again.`,
  );
}
