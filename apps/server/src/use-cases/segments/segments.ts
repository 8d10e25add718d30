import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Segment } from '@perennial/contracts/staff';
import { listSegments, listSegmentVersions } from '@perennial/postgres/segments';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import { readJson } from '../kernel/stored-json.ts';
import { createExplainSegment } from './explain-segment.ts';
import type { ExplainDependencies, ExplainSegment } from './explain-segment.ts';
import { foundSegment } from './meaning/read-segments.ts';
import { createSaveSegments, showSegment } from './save-segments.ts';
import type { SaveSegments, SegmentPorts } from './save-segments.ts';
import { createSizeSegments } from './size-segments.ts';
import type { SizeDependencies, SizeSegments } from './size-segments.ts';

/** Whom operators mean: saved, sized, compared and explained. */
export interface Segments extends SaveSegments, SizeSegments {
  list(request: PageRequest & { readonly archived: 'true' | 'false' }): Promise<Page<Segment>>;
  /** Throws `segment.not_found`. */
  get(id: string): Promise<Segment>;
  /** Throws `segment.not_found`. */
  versions(id: string, request: PageRequest): Promise<RouteAnswer<Routes['segments']['versions']>>;
  readonly explain: ExplainSegment;
}

const firstId = '00000000-0000-0000-0000-000000000000';
const lastVersion = 2_147_483_647;

export function createSegments(dependencies: SegmentPorts & SizeDependencies & ExplainDependencies): Segments {
  const { sql } = dependencies;
  return {
    ...createSaveSegments(dependencies),
    ...createSizeSegments(dependencies),
    explain: createExplainSegment(dependencies),
    async list({ cursor, limit, archived }) {
      const [name, id] = decodeCursor(cursor, ['', firstId]);
      const rows = await listSegments(sql, { name, id, limit: limit + 1, archived: archived === 'true' });
      return toPage(rows, limit, { item: showSegment, cursor: (row) => [row.name, row.id] });
    },
    get: async (id) => showSegment(await foundSegment(sql, id)),
    async versions(id, { cursor, limit }) {
      await foundSegment(sql, id);
      const [before] = decodeCursor(cursor, [lastVersion]);
      const rows = await listSegmentVersions(sql, { id, before, limit: limit + 1 });
      return toPage(rows, limit, {
        item: ({ version, name, description, condition, changed_at, changed_by }) => ({
          version,
          name,
          description,
          condition: readJson(condition),
          changedAt: changed_at,
          changedBy: changed_by,
        }),
        cursor: (row) => [row.version],
      });
    },
  };
}
