import type { MergeStore } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import { advanceHeads, lockHeads } from '../sql/ingest/heads.ts';
import { insertIdentities, moveIdentities, readIdentities, readIdentitiesOf } from '../sql/ingest/identities.ts';
import { insertLog } from '../sql/ingest/log.ts';
import { isErased } from '../sql/ingest/members.ts';
import { insertMergeLog, readKeptApart } from '../sql/ingest/merge-log.ts';
import { lockRefusal, markResolved, readRefusals } from '../sql/ingest/merge-refusals.ts';
import { currentPlace, isAbsorbed, lockMerge, markUndone, readMergesOf } from '../sql/ingest/merges.ts';
import { moveOrders } from '../sql/ingest/orders.ts';

/** The merge port on PostgreSQL. */
export function createMergeStore(database: Database): MergeStore {
  return {
    readMergesOf: (members) => readMergesOf(database, members),
    readRefusals: (members, limit) => readRefusals(database, members, limit),
    transaction: (name, work) =>
      database.transaction({ name }, (sql) =>
        work({
          lockMerge: (mergeId) => lockMerge(sql, mergeId),
          isAbsorbed: (member) => isAbsorbed(sql, member),
          isErased: (members) => isErased(sql, members),
          lockHeads: (shards) => lockHeads(sql, shards),
          readIdentities: (hashes) => readIdentities(sql, hashes),
          moveIdentities: (moves) => moveIdentities(sql, moves),
          moveOrders: (way, identities) => moveOrders(sql, way, identities),
          async appendLog(rows, heads) {
            await insertLog(sql, rows);
            await advanceHeads(sql, heads);
          },
          markUndone: (undone) => markUndone(sql, undone),
          lockRefusal: (mergeId) => lockRefusal(sql, mergeId),
          markResolved: (mergeId) => markResolved(sql, mergeId),
          readIdentitiesOf: (members) => readIdentitiesOf(sql, members),
          readKeptApart: (members) => readKeptApart(sql, members),
          currentPlace: (member) => currentPlace(sql, member),
          insertIdentities: (rows) => insertIdentities(sql, rows),
          insertMergeLog: (rows) => insertMergeLog(sql, rows),
        }),
      ),
  };
}
