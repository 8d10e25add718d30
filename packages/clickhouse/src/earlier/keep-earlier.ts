import type { LensConnection } from '../client/lens-query.ts';
import { earlierOf } from './earlier-tables.ts';
import type { ReplacedTable } from './earlier-tables.ts';

interface Place {
  readonly shard: number;
  readonly memberId: string;
}

/**
 * Members of whom the rows of before are kept at once: a statement names each of them. With more (a first filling, a great import, a
 * published program) it is said instead that what was known before is not kept.
 */
const keptMax = 3_000;

/** Whose row says so; no member has this id. */
export const nobody = '00000000-0000-0000-0000-000000000000';
/** A status that no member has. */
export const gap = 'gap';

/** Keeps what these tables have of members before a version replaces it; of other tables nothing is kept. */
export function createKeeper(connection: LensConnection, tables: readonly ReplacedTable[]) {
  const known = new Map(tables.map((table) => [table.name, table]));
  return async (name: string, version: number, places: readonly Place[]): Promise<void> => {
    const table = known.get(name);
    if (table !== undefined) await keepEarlier(connection, { ...table, version }, places);
  };
}

/**
 * Keeps the rows that a table has of these members, before rows of `version` replace them. Done twice it changes nothing: a row that carries
 * the version itself was never there before it. The newest row is found by its version: `final` would merge all columns of everybody beside
 * them.
 */
async function keepEarlier(
  connection: LensConnection,
  { name, sortBy, version }: ReplacedTable & { readonly version: number },
  places: readonly Place[],
): Promise<void> {
  if (places.length === 0) return;
  if (places.length > keptMax) return markGap(connection, version);
  const byShard = Map.groupBy(places, ({ shard }) => shard);
  const shards = [...byShard.keys()].map(Math.trunc).join(', ');
  const ids = [...new Set(places.map(({ memberId }) => `'${uuidOf(memberId)}'`))].join(', ');
  await connection.execute(
    `insert into ${earlierOf(name)}
     select *, toUInt64(${Math.trunc(version)}), now() from ${name}
      where shard in (${shards}) and member_id in (${ids}) and version < ${Math.trunc(version)}
      order by version desc limit 1 by ${sortBy.join(', ')}`,
  );
}

async function markGap(connection: LensConnection, version: number): Promise<void> {
  await connection.execute(
    `insert into ${earlierOf('member')} (shard, member_id, status, replaced_by, replaced_on)
     values (0, '${nobody}', '${gap}', ${Math.trunc(version)}, now())`,
  );
}

function uuidOf(text: string): string {
  if (!/^[\da-f-]{36}$/i.test(text)) throw new TypeError('A member id is a UUID');
  return text;
}
