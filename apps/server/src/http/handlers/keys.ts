import { listSources } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { Keys } from '../../use-cases/access/keys.ts';
import { nameOfCaller } from '../../use-cases/kernel/caller.ts';
import type { GroupHandlers } from '../routing/handlers.ts';
import { joinSources } from '../../use-cases/sources/known-sources.ts';
import type { SourceCount } from '../../use-cases/sources/known-sources.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../../use-cases/kernel/paging.ts';

export interface KeyHandlerDependencies {
  readonly sql: Sql;
  readonly keys: Keys;
  /** By source; a source without facts may be absent. */
  readonly countSources: () => Promise<ReadonlyMap<string, SourceCount>>;
}

/** Sources, write keys and API keys. */
export function createKeyHandlers({ sql, keys, countSources }: KeyHandlerDependencies): GroupHandlers<'keys'> {
  return {
    sources: async ({ query }) => {
      const [after] = decodeCursor(query.cursor, ['']);
      const [rows, counts] = await Promise.all([listSources(sql, after, query.limit + 1), countSources()]);
      const known = joinSources(rows, counts, { after, limit: query.limit + 1 });
      return toPage(known, query.limit, { item: (source) => source, cursor: ({ source }) => [source] });
    },
    list: async ({ query }) => {
      const [beforeAt, beforeId] = decodeCursor(query.cursor, [Number.MAX_SAFE_INTEGER, lastUuid]);
      const page = { kind: query.kind ?? '', beforeAt, beforeId: uuidOrLast(beforeId), limit: query.limit + 1 };
      return toPage(await keys.list(page), query.limit, {
        item: (key) => key,
        cursor: (key) => [key.createdAt, key.id],
      });
    },
    create: async ({ body, caller, note }) => {
      const created = await keys.create(body, caller === undefined ? 'system' : nameOfCaller(caller));
      note({
        subject: created.key.id,
        reason: created.key.kind === 'api' ? created.key.scopes.join(' ') : created.key.source,
      });
      return created;
    },
    revoke: ({ params }) => keys.revoke(params.keyId),
  };
}
