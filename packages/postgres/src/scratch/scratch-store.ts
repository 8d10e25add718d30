import { createDatabase, type Database } from '../database/database.ts';
import { ensureEmbeddedPostgres, removeEmbeddedPostgres } from '../embedded/index.ts';
import { migrate } from '../schema/migrate.ts';
import { emptyTables, listTables, tablesInUse } from '../sql/scratch/empty.ts';
import { setStoryTime } from '../sql/scratch/set-story-time.ts';
import { letTimeStand } from './story-time.ts';

/** Nothing here is to outlast the process, so nothing waits for the disk. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '64MB',
  // A story leaves more dead rows than living ones.
  autovacuum_naptime: '5s',
};

/** A PostgreSQL of one's own in a folder, whose time is told to it and which can be emptied again and again. */
export interface ScratchStore {
  readonly database: Database;
  /** What the database takes for now from here on, epoch milliseconds. */
  setTime(at: number): Promise<void>;
  /** Takes out all that was written since it was made. Not while anything runs on it. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Made with the tables of this release and nothing in them; closing removes it. What is left of the folder is the caller's. */
export async function openScratchStore(folder: string): Promise<ScratchStore> {
  const server = await ensureEmbeddedPostgres({ folder, settings, isDurable: false });
  try {
    await letTimeStand(server.url);
    await migrate(server.url);
    const database = createDatabase({ url: server.url, poolSize: 4 });
    const tables = await listTables(database);
    const begunWith = new Set(await tablesInUse(database, tables));
    return {
      database,
      setTime: (at) => setStoryTime(database, at),
      async empty() {
        const used = await tablesInUse(database, tables);
        await emptyTables(
          database,
          used.filter((name) => !begunWith.has(name)),
        );
      },
      async close() {
        await database.close();
        // Its cluster need not lie within the folder.
        await removeEmbeddedPostgres(folder);
      },
    };
  } catch (error) {
    await removeEmbeddedPostgres(folder);
    throw error;
  }
}
