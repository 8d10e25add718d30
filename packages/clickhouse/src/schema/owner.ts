import type { LensConnection, LensReader } from '../client/lens-query.ts';
import { numberOf, textOf } from '../client/lens-query.ts';

/** Whose lens this is to be. */
export interface LensOwner {
  /** UUID of the installation. */
  readonly installation: string;
  /** Whether the installation has shipped to the lens of this id; asked of lenses that do not say whose they are. */
  readonly knows: (lensId: string) => Promise<boolean>;
}

/** The lens is filled by another installation. Nothing in it was changed. */
export class ForeignLensError extends Error {
  override readonly name = 'ForeignLensError';
}

/** Throws when the lens is another installation's. One that is empty, and one that this installation filled, are its own. */
export async function refuseForeignLens(lens: LensReader, { installation, knows }: LensOwner): Promise<void> {
  const owner = await readText(lens, 'lens_owner', 'installation');
  if (owner === installation) return;
  if (owner !== undefined)
    throw new ForeignLensError(
      `The lens is filled by installation ${owner}, and this is installation ${installation}. Nothing in it was changed. Name another database in CLICKHOUSE_URL, or bring back the data folder's own "lens".`,
    );
  const id = await readText(lens, 'lens_identity', 'id');
  if (id === undefined || (await knows(id))) return;
  throw new ForeignLensError(
    `The lens holds data that this installation did not send (lens ${id}). Nothing in it was changed. Name another database in CLICKHOUSE_URL; if the data in this one may go, empty it.`,
  );
}

/**
 * Makes the lens this installation's, unless it is another's. `tables`: what preparing it may drop; where it does not say whose it is and
 * has one of them, somebody else keeps something there.
 */
export async function claimLens(lens: LensConnection, owner: LensOwner, tables: readonly string[]): Promise<void> {
  await refuseForeignLens(lens, owner);
  if ((await readText(lens, 'lens_owner', 'installation')) !== undefined) return;
  if ((await readText(lens, 'lens_identity', 'id')) === undefined) await refuseTables(lens, tables);
  await lens.execute(
    'create table if not exists lens_owner (installation UUID) engine = MergeTree order by installation',
  );
  await lens.execute(`insert into lens_owner (installation) values ('${owner.installation}')`);
}

async function refuseTables(lens: LensReader, tables: readonly string[]): Promise<void> {
  const [found] = await lens.read({
    sql: `select name from system.tables where database = currentDatabase() and has({tables:Array(String)}, name) limit 1`,
    params: { tables },
  });
  if (found === undefined) return;
  throw new ForeignLensError(
    `The database of the lens has a table "${textOf(found, 'name')}" and does not say whose it is. Nothing in it was changed. Name an empty database in CLICKHOUSE_URL; if the data in this one may go, empty it.`,
  );
}

/** Undefined where there is no such table, or nothing in it. */
async function readText(lens: LensReader, table: string, column: string): Promise<string | undefined> {
  const [found] = await lens.read({
    sql: `select count() as tables from system.tables where database = currentDatabase() and name = {table:String}`,
    params: { table },
  });
  if (found === undefined || numberOf(found, 'tables') === 0) return undefined;
  const [row] = await lens.read({ sql: `select toString(${column}) as value from ${table} limit 1` });
  return row === undefined ? undefined : textOf(row, 'value');
}
