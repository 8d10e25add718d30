import { listAudit } from '@perennial/postgres/access';
import type { AuditRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { Download } from '../kernel/download.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import type { LabelsOf } from '../personal-data/label.ts';
import type { FileRequest, FileSettings } from '../reading/file-words.ts';
import { toAuditFilter } from './audit-filter.ts';
import type { AuditFilter, AuditFilterRequest } from './audit-filter.ts';
import { createAuditFile } from './audit-file.ts';
import { nameActs } from './audit-names.ts';
import type { NamedAct } from './audit-names.ts';
import type { Audit } from './audit.ts';

export interface AuditLog {
  /** Newest first. Throws `request.invalid`. */
  list(request: PageRequest & AuditFilterRequest): Promise<Page<NamedAct>>;
  /** The same as CSV, without an end to its pages. Throws `request.invalid`. */
  export(context: CallContext, request: AuditFilterRequest & FileRequest): Promise<Download>;
}

export interface AuditLogDependencies {
  readonly sql: Sql;
  readonly audit: Pick<Audit, 'download'>;
  readonly labelsOf: LabelsOf;
  readonly fileSettings: FileSettings;
}

/** What was done, as people read it. */
export function createAuditLog(dependencies: AuditLogDependencies): AuditLog {
  const { sql, audit, fileSettings } = dependencies;
  const { zone } = fileSettings;
  return {
    async list({ cursor, limit, ...request }) {
      const [beforeId] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
      const rows = await listAudit(sql, { ...toAuditFilter(request, zone), beforeId, limit: limit + 1 });
      const { items, nextCursor } = toPage(rows, limit, { item: (row) => row, cursor: (row) => [row.id] });
      return { items: await nameActs(items, dependencies), nextCursor };
    },
    export(context, { form, language, ...request }) {
      const filter = toAuditFilter(request, zone);
      return audit.download(context, { action: 'audit.exported', format: 'csv' }, async () => ({
        fileName: 'audit.csv',
        parts: csvOf(dependencies, { filter, form, language, signal: context.signal }),
      }));
    },
  };
}

const csvPageRows = 1_000;

interface Written extends FileRequest {
  readonly filter: AuditFilter;
  readonly signal: AbortSignal;
}

/** Page by page, so that a log of years never stands in memory; it stops when nobody waits for it any more. */
async function* csvOf(
  dependencies: AuditLogDependencies,
  { filter, signal, ...request }: Written,
): AsyncGenerator<string> {
  const file = createAuditFile(dependencies.fileSettings, request);
  yield file.header;
  let beforeId: number | undefined = Number.MAX_SAFE_INTEGER;
  while (beforeId !== undefined && !signal.aborted) {
    const rows: AuditRow[] = await listAudit(dependencies.sql, { ...filter, beforeId, limit: csvPageRows });
    yield (await nameActs(rows, dependencies)).map(file.row).join('');
    beforeId = rows.length < csvPageRows ? undefined : rows.at(-1)?.id;
  }
}
