import { listAudit } from '@perennial/postgres/access';
import type { AuditRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { Download } from '../kernel/download.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import type { LabelsOf } from '../personal-data/label.ts';
import { toCsvRow } from '../reading/csv.ts';
import { toAuditFilter } from './audit-filter.ts';
import type { AuditFilter, AuditFilterRequest } from './audit-filter.ts';
import { nameActs } from './audit-names.ts';
import type { Audit } from './audit.ts';

export type NamedAct = Awaited<ReturnType<typeof nameActs>>[number];

export interface AuditLog {
  /** Newest first. Throws `request.invalid`. */
  list(request: PageRequest & AuditFilterRequest): Promise<Page<NamedAct>>;
  /** The same as CSV, without an end to its pages. Throws `request.invalid`. */
  export(context: CallContext, request: AuditFilterRequest): Promise<Download>;
}

export interface AuditLogDependencies {
  readonly sql: Sql;
  readonly audit: Pick<Audit, 'download'>;
  readonly labelsOf: LabelsOf;
  /** IANA zone of calendar days. */
  readonly zone: string;
}

/** What was done, as people read it. */
export function createAuditLog(dependencies: AuditLogDependencies): AuditLog {
  const { sql, audit, zone } = dependencies;
  return {
    async list({ cursor, limit, ...request }) {
      const [beforeId] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
      const rows = await listAudit(sql, { ...toAuditFilter(request, zone), beforeId, limit: limit + 1 });
      const { items, nextCursor } = toPage(rows, limit, { item: (row) => row, cursor: (row) => [row.id] });
      return { items: await nameActs(items, dependencies), nextCursor };
    },
    export(context, request) {
      const filter = toAuditFilter(request, zone);
      return audit.download(context, { action: 'audit.exported', format: 'csv' }, async () => ({
        fileName: 'audit.csv',
        parts: csvOf(dependencies, filter, context.signal),
      }));
    },
  };
}

const csvPageRows = 1_000;
const csvHeader = [
  'id',
  'at',
  'actor_kind',
  'actor',
  'actor_name',
  'action',
  'subject',
  'names',
  'reason',
  'outcome',
  'request_id',
];

/** Page by page, so that a log of years never stands in memory; it stops when nobody waits for it any more. */
async function* csvOf(
  dependencies: AuditLogDependencies,
  filter: AuditFilter,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield toCsvRow(csvHeader);
  let beforeId: number | undefined = Number.MAX_SAFE_INTEGER;
  while (beforeId !== undefined && !signal.aborted) {
    const rows: AuditRow[] = await listAudit(dependencies.sql, { ...filter, beforeId, limit: csvPageRows });
    yield (await nameActs(rows, dependencies)).map(toRow).join('');
    beforeId = rows.length < csvPageRows ? undefined : rows.at(-1)?.id;
  }
}

function toRow(act: NamedAct): string {
  return toCsvRow([
    act.id,
    new Date(act.at).toISOString(),
    act.actorKind,
    act.actor,
    act.actorName,
    act.action,
    act.subject,
    act.subjects.map(({ name }) => name).join(' '),
    act.reason,
    act.outcome,
    act.requestId,
  ]);
}
