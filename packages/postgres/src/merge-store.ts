import type { MergeStore } from '@perennial/engine';
import type { Database } from './database.ts';
import { advanceHeads, lockHeads } from './sql/ingest/heads.ts';
import { moveIdentities, readIdentities } from './sql/ingest/identities.ts';
import { insertLog } from './sql/ingest/insert-log.ts';
import { isAbsorbed, lockMerge, markUndone, readMergesOf } from './sql/ingest/merges.ts';

/** The merge port on PostgreSQL. */
export function createMergeStore(database: Database): MergeStore {
  return {
    readMergesOf: (members) => readMergesOf(database, members),
    transaction: (name, work) =>
      database.transaction({ name }, (sql) =>
        work({
          lockMerge: (mergeId) => lockMerge(sql, mergeId),
          isAbsorbed: (member) => isAbsorbed(sql, member),
          lockHeads: (shards) => lockHeads(sql, shards),
          readIdentities: (hashes) => readIdentities(sql, hashes),
          moveIdentities: (moves) => moveIdentities(sql, moves),
          async appendLog(rows, heads) {
            await insertLog(sql, rows);
            await advanceHeads(sql, heads);
          },
          markUndone: (undone) => markUndone(sql, undone),
        }),
      ),
  };
}
