import { waitingMax, type IngestStore, type IngestTransaction } from '@perennial/engine';
import type { Database, Lastly, Sql } from '../database/database.ts';
import { advanceHeads, lockHeads, readAllHeads, readHeads } from '../sql/ingest/heads.ts';
import { insertIdentities, moveIdentities, readIdentities, readIdentitiesOf } from '../sql/ingest/identities.ts';
import { readReleasedNow } from './released.ts';
import { insertLog, readLoggedFacts } from '../sql/ingest/log.ts';
import { insertMemberKeys, readMemberKeys } from '../sql/ingest/member-keys.ts';
import { upsertSecrets } from '../sql/ingest/member-secrets.ts';
import { insertMembers } from '../sql/ingest/members.ts';
import { insertMergeLog, readKeptApart } from '../sql/ingest/merge-log.ts';
import { readSurvivors } from '../sql/ingest/merges.ts';
import { claimMessages, readKnownMessages } from '../sql/ingest/messages.ts';
import { claimOrders, clearWaiting, noteWaiting, readOrders } from '../sql/ingest/orders.ts';

/** The ingest port on PostgreSQL. */
export function createIngestStore(database: Database): IngestStore {
  return {
    transaction: (name, work) =>
      database.transaction({ name }, (sql, lastly) => work(createIngestTransaction(sql, lastly))),
    readAllHeads: () => readAllHeads(database),
  };
}

function createIngestTransaction(sql: Sql, lastly: Lastly): IngestTransaction {
  return {
    readMessages: (keys) => readKnownMessages(sql, keys),
    claimMessages: (claims) => claimMessages(sql, claims),
    readIdentities: (hashes) => readIdentities(sql, hashes),
    readIdentitiesOf: (members) => readIdentitiesOf(sql, members),
    readKeptApart: (members) => readKeptApart(sql, members),
    readReleased: (hashes) => readReleasedNow(sql, hashes),
    readHeads: (shards) => readHeads(sql, shards),
    readOrders: (ids) => readOrders(sql, ids),
    claimOrders: (claims) => claimOrders(sql, claims),
    readSurvivors: (members) => readSurvivors(sql, members),
    readLoggedFacts: (places) => readLoggedFacts(sql, places),
    insertIdentities: (rows) => insertIdentities(sql, rows),
    insertMembers: (members) => insertMembers(sql, members),
    readMemberKeys: (members) => readMemberKeys(sql, members),
    insertMemberKeys: (rows) => insertMemberKeys(sql, rows),
    upsertSecrets: (rows) => upsertSecrets(sql, rows),
    lockHeads: (shards) => lockHeads(sql, shards),
    moveIdentities: (moves) => moveIdentities(sql, moves),
    async appendLog(rows, heads) {
      lastly(Promise.all([insertLog(sql, rows), advanceHeads(sql, heads)]));
    },
    insertMergeLog: async (rows) => lastly(insertMergeLog(sql, rows)),
    noteWaiting: async (facts) => lastly(noteWaiting(sql, facts, waitingMax)),
    clearWaiting: async (ids) => lastly(clearWaiting(sql, ids)),
  };
}
