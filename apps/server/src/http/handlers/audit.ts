import type { AuditLog } from '../../use-cases/audit/list-audit.ts';
import { fileRequestOf } from '../routing/file-request.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createAuditHandlers(log: AuditLog): GroupHandlers<'audit'> {
  return {
    list: ({ query }) => log.list(query),
    export: (call) => log.export(call, { ...call.query, ...fileRequestOf(call) }),
  };
}
