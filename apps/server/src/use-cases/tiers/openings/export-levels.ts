import type { LevelRow } from '@perennial/contracts/staff';
import type { Sql } from '@perennial/postgres';
import { readLevelsAfter } from '@perennial/postgres/tiers';
import type { SetPlace } from '@perennial/postgres/tiers';

const pageRows = 2_000;
const firstMember = '00000000-0000-0000-0000-000000000000';

/** Levels as they stand, each until when it is hers as things stand. */
export async function* exportLevels(
  sql: Sql,
  { shardCount, set }: { readonly shardCount: number; readonly set: string | undefined },
): AsyncGenerator<LevelRow> {
  for (let shard = 0; shard < shardCount; shard += 1) {
    let after: SetPlace = { shard, memberId: firstMember, tierSet: '' };
    for (;;) {
      const rows = await readLevelsAfter(sql, after, pageRows);
      for (const { memberId: member, tierSet, level, since, validUntil: until } of rows)
        if (set === undefined || tierSet === set) yield { member, set: tierSet, level, since, until };
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) break;
      after = last;
    }
  }
}
