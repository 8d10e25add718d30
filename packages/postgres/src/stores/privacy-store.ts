import type { PrivacyStore } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import { advanceHeads, lockHeads } from '../sql/ingest/heads.ts';
import { readIdentitiesOf, deleteIdentities } from '../sql/ingest/identities.ts';
import { readFacts } from '../sql/ingest/log.ts';
import { readMemberKeys, deleteMemberKeys, readKeysNotUnder, replaceKeys } from '../sql/ingest/member-keys.ts';
import { deleteMemberSecrets, readSecrets } from '../sql/ingest/member-secrets.ts';
import { lockMembersToErase, markErased } from '../sql/ingest/members.ts';
import { readMergesOf } from '../sql/ingest/merges.ts';
import { deleteOrders } from '../sql/ingest/orders.ts';
import { removeQuarantine, readBodiesNotUnder, readQuarantineAfter, replaceBodies } from '../sql/ingest/quarantine.ts';

/** The privacy port on PostgreSQL. */
export function createPrivacyStore(database: Database): PrivacyStore {
  return {
    readMergesOf: (members) => readMergesOf(database, members),
    readIdentitiesOf: (members) => readIdentitiesOf(database, members),
    readMemberKeys: (members) => readMemberKeys(database, members),
    readSecrets: (members) => readSecrets(database, members),
    readFacts: (place, range) => readFacts(database, place, range),
    readQuarantineAfter: (afterId, limit) => readQuarantineAfter(database, afterId, limit),
    removeQuarantine: (ids) => removeQuarantine(database, ids),
    readKeysNotUnder: (masterKeyId, limit) => readKeysNotUnder(database, masterKeyId, limit),
    replaceKeys: (rows) => replaceKeys(database, rows),
    readBodiesNotUnder: (masterKeyId, limit) => readBodiesNotUnder(database, masterKeyId, limit),
    replaceBodies: (rows) => replaceBodies(database, rows),
    transaction: (name, work) =>
      database.transaction({ name }, (sql) =>
        work({
          lockMembers: (members) => lockMembersToErase(sql, members),
          deleteOrders: (members) => deleteOrders(sql, members),
          async deleteSecrets(members) {
            await deleteMemberKeys(sql, members);
            await deleteMemberSecrets(sql, members);
          },
          lockHeads: (shards) => lockHeads(sql, shards),
          deleteIdentities: (members) => deleteIdentities(sql, members),
          markErased: (members) => markErased(sql, members),
          advanceHeads: (heads) => advanceHeads(sql, heads),
        }),
      ),
  };
}
