import { listAudit } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { GroupHandlers } from '../routing/handlers.ts';
import { decodeCursor, toPage } from '../../use-cases/kernel/paging.ts';

export function createAuditHandlers(sql: Sql): GroupHandlers<'audit'> {
  return {
    list: async ({ query }) => {
      const [beforeId] = decodeCursor(query.cursor, [Number.MAX_SAFE_INTEGER]);
      const { action = '', actor = '', subject = '' } = query;
      const rows = await listAudit(sql, { beforeId, action, actor, subject, limit: query.limit + 1 });
      return toPage(rows, query.limit, {
        item: ({ id, actor_kind: actorKind, request_id: requestId, ...row }) => ({
          ...row,
          id: String(id),
          actorKind,
          requestId,
        }),
        cursor: (row) => [row.id],
      });
    },
  };
}
