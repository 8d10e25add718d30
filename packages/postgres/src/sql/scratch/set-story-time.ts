import type { Sql } from '../../database/database.ts';

/** What a scratch store takes for now from here on, epoch milliseconds; earlier than before too. */
export async function setStoryTime(sql: Sql, at: number): Promise<void> {
  await sql.execute({ name: 'set_story_time', text: `update story.time set at = $1::bigint` }, [at]);
}
