import type { Database, ReferenceQuery, Versioned, VersionsQuery } from '@perennial/postgres';
import type { AuditNote, Audit } from '../audit/audit.ts';
import type { Download } from '../kernel/download.ts';
import { decodeCursor } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { csvByPages } from '../reading/csv-pages.ts';
import { versionBefore } from '../reading/version-pages.ts';

/** What the lists of products, stores and staff have in common: each is reference data, versioned by every change. */
export interface ReferenceDependencies {
  readonly database: Database;
  readonly audit: Audit;
}

export interface ReferenceListRequest extends PageRequest {
  /** Beginning of the id, or part of the name. */
  readonly q?: string | undefined;
}

export interface VersionsRequest extends PageRequest {
  readonly id: string;
}

export interface CsvRequest {
  readonly q?: string | undefined;
}

/** One row more than the page holds tells whether there is another page. */
export function toQuery({ cursor, limit, q = '' }: ReferenceListRequest): ReferenceQuery {
  const [after] = decodeCursor(cursor, ['']);
  return { after, q, limit: limit + 1 };
}

export function toVersionsQuery({ id, cursor, limit }: VersionsRequest): VersionsQuery {
  return { id, beforeVersion: versionBefore(cursor), limit: limit + 1 };
}

/** The one entry that was written, or how many. */
export function subjectOf(ids: readonly string[]): AuditNote {
  const [first] = ids;
  return { subject: ids.length === 1 && first !== undefined ? first : `${ids.length} entries` };
}

interface CsvOf<Row> {
  readonly read: (page: Pick<ReferenceQuery, 'after' | 'limit'>) => Promise<Row[]>;
  readonly idOf: (row: Row) => string;
  readonly cells: (row: Row) => readonly string[];
  readonly signal: AbortSignal;
}

export function csvOf<Row extends Versioned>(fileName: string, header: readonly string[], csv: CsvOf<Row>): Download {
  return {
    fileName,
    parts: csvByPages([...header, 'version', 'updated_at', 'updated_by'], {
      read: (last: Row | undefined, limit) => csv.read({ after: last === undefined ? '' : csv.idOf(last), limit }),
      cells: csv.cells,
      signal: csv.signal,
    }),
  };
}
