import type { Sql } from '../../database/database.ts';
import { int8Array } from '../../wire/binary-arrays.ts';

export interface CausingFact {
  readonly type: string;
  readonly occurredAt: number;
}

/** What facts are, by their positions in the log of a shard (index: primary key of fact). */
export async function readCausingFacts(
  sql: Sql,
  shard: number,
  positions: readonly number[],
): Promise<ReadonlyMap<number, CausingFact>> {
  if (positions.length === 0) return new Map();
  const rows = await sql.rows<CausingFact & { position: number }>(
    {
      name: 'read_causing_facts',
      text: `select position, type, occurred_at as "occurredAt" from fact where shard = $1 and position = any($2::bigint[]) and kind = 0`,
    },
    [shard, int8Array(positions)],
  );
  return new Map(rows.map(({ position, ...fact }) => [position, fact]));
}
