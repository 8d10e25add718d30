import type { QuarantineStore } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import { decideMentions, listOpenMentions } from '../sql/privacy/mentions.ts';
import {
  countQuarantine,
  countWaitingQuarantine,
  insertQuarantine,
  listQuarantine,
  readQuarantine,
  readQuarantineReasons,
  readWaitingQuarantine,
  removeQuarantine,
  replaceQuarantineBody,
  resolveQuarantine,
} from '../sql/ingest/quarantine.ts';

/** The quarantine port on PostgreSQL. */
export function createQuarantineStore(sql: Database): QuarantineStore {
  return {
    add: (rows) => insertQuarantine(sql, rows),
    list: (query) => listQuarantine(sql, query),
    count: (query) => countQuarantine(sql, query),
    read: (ids) => readQuarantine(sql, ids),
    readWaiting: (query) => readWaitingQuarantine(sql, query),
    countWaiting: (query) => countWaitingQuarantine(sql, query),
    reasons: (limit) => readQuarantineReasons(sql, limit),
    resolve: (ids, outcome) => resolveQuarantine(sql, ids, outcome),
    replaceBody: (row) => replaceQuarantineBody(sql, row),
    remove: (ids) => removeQuarantine(sql, ids),
    listMentions: (limit) => listOpenMentions(sql, limit),
    decideMentions: (ids, outcome) =>
      sql.transaction({ name: 'decide mentions' }, async (transaction) => {
        const decided = await decideMentions(transaction, ids, outcome);
        if (outcome.decision === 'deleted' && decided.length > 0) await removeQuarantine(transaction, decided);
        return decided.length;
      }),
  };
}
