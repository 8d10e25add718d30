import type { Sql } from '@perennial/postgres';
import { readLogEnds } from '@perennial/postgres/reading';
import type { LogEndRow } from '@perennial/postgres/reading';
import type { Finding } from './finding.ts';

/** What must hold in every shard, by what is said where it does not. */
const rules: readonly (readonly [said: string, holds: (row: LogEndRow) => boolean])[] = [
  ['the log ends elsewhere than its head says', ({ head, last }) => last === head],
  ['positions are missing in the log', ({ first, last, rows }) => rows === 0 || rows === last - first + 1],
  ['it is folded beyond the end of the log', ({ folded, head }) => folded <= head],
  ['a member is beyond what is folded', ({ member_last: last, head }) => last <= head],
  ['derived facts stand beyond their head', ({ derived_last: last, output }) => last <= output],
  ['the lens was sent what is not folded', ({ shipped, folded }) => shipped <= folded],
  ['the lens was sent derived facts that there are not', ({ derived_shipped: shipped, output }) => shipped <= output],
];

const shardsShownMax = 5;

/** Whether heads, cursors, members and the log itself tell one story, shard by shard. */
export async function checkLog({ database }: { readonly database: Sql }): Promise<Finding> {
  const check = 'log';
  const ends = await readLogEnds(database);
  const broken = rules.flatMap(([said, holds]) => {
    const shards = ends.filter((row) => !holds(row)).map(({ shard }) => shard);
    if (shards.length === 0) return [];
    const more = shards.length > shardsShownMax ? ` and ${shards.length - shardsShownMax} more` : '';
    return [`\n           ${said}: shard ${shards.slice(0, shardsShownMax).join(', ')}${more}`];
  });
  if (broken.length > 0) {
    const advice = 'the database lost rows, or was changed by something else: bring it back from a backup';
    return { check, verdict: 'wrong', detail: `${advice}${broken.join('')}` };
  }
  const rows = ends.reduce((sum, row) => sum + row.rows, 0);
  return { check, verdict: 'ok', detail: `${rows} steps without a gap; heads, cursors and members agree` };
}
