import type { Facets } from '@perennial/domain';
import type { PrivacyStore } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import { erasePersonalRows } from '../rows/erase-rows.ts';
import { endSteps, eraseGuestSteps, eraseNames, eraseSteps } from './erase-steps.ts';
import { readRowsOf } from '../rows/load-rows.ts';
import { lockMergesOf, resolveRefusalsOf } from '../sql/privacy/erased-indexes.ts';
import { deleteReleasedOf } from '../sql/ingest/identity-acts.ts';
import { advanceHeads, lockHeads, readHeads } from '../sql/ingest/heads.ts';
import { readIdentitiesOf, deleteIdentities } from '../sql/ingest/identities.ts';
import { insertLog, readFacts } from '../sql/ingest/log.ts';
import { readMemberKeys, deleteMemberKeys, readKeysNotUnder, replaceKeys } from '../sql/ingest/member-keys.ts';
import { deleteMemberSecrets, deleteSecretsTold, readSecrets } from '../sql/ingest/member-secrets.ts';
import { lockMembersToErase, markErased } from '../sql/ingest/members.ts';
import { currentPlace, isAbsorbed, readMergesOf } from '../sql/ingest/merges.ts';
import { deleteOrders } from '../sql/ingest/orders.ts';
import { removeQuarantine, readBodiesNotUnder, readQuarantineAfter, replaceBodies } from '../sql/ingest/quarantine.ts';
import { insertMentions } from '../sql/privacy/mentions.ts';
import { readDecisions, readDerivedFactsOf, readMergeLogOf } from '../sql/reading/member-export.ts';

/** The privacy port on PostgreSQL. */
export function createPrivacyStore(database: Database, facets: Facets): PrivacyStore {
  return {
    currentPlace: (member) => currentPlace(database, member),
    readMergesOf: (members) => readMergesOf(database, members),
    readIdentitiesOf: (members) => readIdentitiesOf(database, members),
    readMemberKeys: (members) => readMemberKeys(database, members),
    readSecrets: (members) => readSecrets(database, members),
    readFacts: (place, range) => readFacts(database, place, range),
    readDecisions: (place, range) => readDecisions(database, place, range),
    readDerivedFacts: (place, range) => readDerivedFactsOf(database, place, range),
    readMergeLog: (members) => readMergeLogOf(database, members),
    readRows: (members) => readRowsOf(database, facets, members),
    readQuarantineAfter: (afterId, limit) => readQuarantineAfter(database, afterId, limit),
    removeQuarantine: (ids) => removeQuarantine(database, ids),
    noteMentions: (erasureId, mentions) => insertMentions(database, erasureId, mentions),
    readKeysNotUnder: (masterKeyId, limit) => readKeysNotUnder(database, masterKeyId, limit),
    replaceKeys: (rows) => replaceKeys(database, rows),
    readBodiesNotUnder: (masterKeyId, limit) => readBodiesNotUnder(database, masterKeyId, limit),
    replaceBodies: (rows) => replaceBodies(database, rows),
    transaction: (name, work) =>
      database.transaction({ name }, (sql) =>
        work({
          readMergesOf: (members) => readMergesOf(sql, members),
          lockMerges: (members) => lockMergesOf(sql, members),
          lockMembers: (members) => lockMembersToErase(sql, members),
          deleteOrders: (members) => deleteOrders(sql, members),
          async deleteSecrets(members) {
            await deleteMemberKeys(sql, members);
            await deleteMemberSecrets(sql, members);
          },
          deleteSecretsTold: (secrets) => deleteSecretsTold(sql, secrets),
          readHeads: (shards) => readHeads(sql, shards),
          lockHeads: (shards) => lockHeads(sql, shards),
          isAbsorbed: (member) => isAbsorbed(sql, member),
          async deleteIdentities(members) {
            await deleteIdentities(sql, members);
            await deleteReleasedOf(sql, members);
          },
          deletePersonalRows: (members) => erasePersonalRows(sql, facets, members),
          eraseSteps: (members, rewriting) => eraseSteps(sql, members, { ...rewriting, facets }),
          eraseStepsOfGuest: (stay, rewriting) => eraseGuestSteps(sql, stay, { ...rewriting, facets }),
          eraseNames: (members, salt) => eraseNames(sql, members, { facets, salt }),
          endSteps: (members, salt) => endSteps(sql, members, salt),
          resolveRefusals: (members) => resolveRefusalsOf(sql, members),
          markErased: (members) => markErased(sql, members),
          async appendLog(rows, heads) {
            if (rows.length > 0) await insertLog(sql, rows);
            await advanceHeads(sql, heads);
          },
        }),
      ),
  };
}
