import type { ListAuditEntries } from '../../use-cases/audit/list-audit.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createAuditHandlers(listEntries: ListAuditEntries): GroupHandlers<'audit'> {
  return { list: ({ query }) => listEntries(query) };
}
