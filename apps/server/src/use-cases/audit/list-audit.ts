import { routes } from '@perennial/contracts';
import type { RouteGroup } from '@perennial/contracts';
import { commandLineActs } from '@perennial/contracts/staff';
import { listAudit } from '@perennial/postgres/access';
import type { AuditRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { refuseUnknown } from '../kernel/known-values.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { maskText } from '../personal-data/mask-text.ts';

export interface AuditListRequest extends PageRequest {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
}

export type AuditEntry = ReturnType<typeof toEntry>;
export type ListAuditEntries = (request: AuditListRequest) => Promise<Page<AuditEntry>>;

const acts = Object.values<RouteGroup>(routes).flatMap((group) =>
  Object.values(group).flatMap(({ audit }) => (audit === undefined ? [] : [audit])),
);
const knownActs = [...new Set([...acts, ...commandLineActs])].toSorted();

/** What was done, newest first. Throws `request.invalid` for an act that there is not. */
export function createListAuditEntries(sql: Sql): ListAuditEntries {
  return async ({ cursor, limit, action = '', actor = '', subject = '' }) => {
    if (action !== '') refuseUnknown('/query/action', action, knownActs);
    const [beforeId] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const rows = await listAudit(sql, { beforeId, action, actor, subject, limit: limit + 1 });
    return toPage(rows, limit, { item: toEntry, cursor: (row) => [row.id] });
  };
}

function toEntry({ id, actor_kind: actorKind, request_id: requestId, ...row }: AuditRow) {
  return { ...row, id: String(id), actorKind, requestId, subject: maskText(row.subject), reason: maskText(row.reason) };
}
