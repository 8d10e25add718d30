import { listSources } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { joinSources } from './known-sources.ts';
import type { KnownSource, SourceCount } from './known-sources.ts';

export interface ListSourcesDependencies {
  readonly sql: Sql;
  /** By source; a source without facts may be absent. */
  readonly countSources: () => Promise<ReadonlyMap<string, SourceCount>>;
}

export type ListSources = (request: PageRequest) => Promise<Page<KnownSource>>;

/** Where facts come from, by name: each source with its keys and its last fact. */
export function createListSources({ sql, countSources }: ListSourcesDependencies): ListSources {
  return async ({ cursor, limit }) => {
    const [after] = decodeCursor(cursor, ['']);
    const [rows, counts] = await Promise.all([listSources(sql, after, limit + 1), countSources()]);
    const known = joinSources(rows, counts, { after, limit: limit + 1 });
    return toPage(known, limit, { item: (source) => source, cursor: ({ source }) => [source] });
  };
}
