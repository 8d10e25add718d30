import type { Facets } from '@perennial/domain';
import type { CommandStore, CommandTransaction } from '@perennial/engine';
import type { Database, Lastly, Sql } from '../database/database.ts';
import { asSteps, createFoldTransaction } from '../fold-store/fold-store.ts';
import { beginWriting } from '../fold-store/write.ts';
import { takeBorrowing } from '../fold-store/take-borrowing.ts';
import { insertAudits } from '../sql/access/audit.ts';
import { claimCommands, releaseCommands, storeAnswers } from '../sql/commands/claims.ts';
import { lookBehind, readMoment, readUnfoldedSteps } from '../sql/commands/log.ts';
import { moveOrders } from '../sql/ingest/orders.ts';
import { advanceHeads, lockHeads } from '../sql/ingest/heads.ts';
import { insertIdentities, moveIdentities, readIdentities, readIdentitiesOf } from '../sql/ingest/identities.ts';
import {
  deleteBlock,
  deleteIdentity,
  deleteIdentitySecrets,
  insertBlock,
  insertReleased,
  resolveRefusalsBy,
} from '../sql/ingest/identity-acts.ts';
import { insertLog } from '../sql/ingest/log.ts';
import { insertMemberKeys, readMemberKeys } from '../sql/ingest/member-keys.ts';
import { upsertSecrets } from '../sql/ingest/member-secrets.ts';
import { isErased } from '../sql/ingest/members.ts';
import { insertMergeLog, readKeptApart } from '../sql/ingest/merge-log.ts';
import { currentPlace, isAbsorbed, lockMerge, markUndone, readMergesOf } from '../sql/ingest/merges.ts';

/** What a process that was frozen holds comes free after this long. */
const idleTimeoutMs = 5_000;

/** The port of commands on PostgreSQL. */
export function createCommandStore(database: Database, facets: Facets): CommandStore {
  return {
    transaction: (name, work) =>
      database.transaction({ name, idleTimeoutMs }, (sql, lastly) =>
        work(createCommandTransaction(sql, facets, lastly)),
      ),
  };
}

function createCommandTransaction(sql: Sql, facets: Facets, lastly: Lastly): CommandTransaction {
  return {
    ...createFoldTransaction(sql, facets, lastly),
    take: (asks) => takeBorrowing(sql, asks),
    claim: (rows) => claimCommands(sql, rows),
    write: async (members) => lastly((await beginWriting(sql, members)).done),
    storeAnswers: async (answers) => lastly(storeAnswers(sql, answers)),
    release: async (ids) => lastly(releaseCommands(sql, ids)),
    writeAudit: async (entries) => lastly(insertAudits(sql, entries)),
    readUnfoldedSteps: async (keys) => asSteps(await readUnfoldedSteps(sql, keys)),
    readMoment: () => readMoment(sql),
    look: (members) => lookBehind(sql, members),
    lockHeads: (shards) => lockHeads(sql, shards),
    async appendLog(rows, heads) {
      lastly(Promise.all([...(rows.length > 0 ? [insertLog(sql, rows)] : []), advanceHeads(sql, heads)]));
    },
    ...createPairParts(sql),
    ...createIdentityActs(sql),
    readMemberKeys: (members) => readMemberKeys(sql, members),
    insertMemberKeys: (rows) => insertMemberKeys(sql, rows),
    upsertSecrets: (rows) => upsertSecrets(sql, rows),
  };
}

/** What merging and splitting need beside. */
function createPairParts(sql: Sql) {
  return {
    lockMerge: (mergeId) => lockMerge(sql, mergeId),
    currentPlace: (member) => currentPlace(sql, member),
    isAbsorbed: (member) => isAbsorbed(sql, member),
    isErased: (members) => isErased(sql, members),
    readIdentities: (hashes) => readIdentities(sql, hashes),
    readIdentitiesOf: (members) => readIdentitiesOf(sql, members),
    readKeptApart: (members) => readKeptApart(sql, members),
    moveIdentities: (moves) => moveIdentities(sql, moves),
    insertMergeLog: (rows) => insertMergeLog(sql, rows),
    moveOrders: (way, identities) => moveOrders(sql, way, identities),
    markUndone: (undone) => markUndone(sql, undone),
  } satisfies Partial<CommandTransaction>;
}

/** What acts on single identities need beside. */
function createIdentityActs(sql: Sql) {
  return {
    readMergesOf: (members) => readMergesOf(sql, members),
    insertIdentities: (rows) => insertIdentities(sql, rows),
    deleteIdentitySecrets: (members, hash) => deleteIdentitySecrets(sql, members, hash),
    deleteIdentity: (hash) => deleteIdentity(sql, hash),
    insertReleased: (members, released) => insertReleased(sql, members, released),
    insertBlock: (block, at) => insertBlock(sql, block, at),
    deleteBlock: (hash) => deleteBlock(sql, hash),
    resolveRefusalsBy: (hash) => resolveRefusalsBy(sql, hash),
  } satisfies Partial<CommandTransaction>;
}
