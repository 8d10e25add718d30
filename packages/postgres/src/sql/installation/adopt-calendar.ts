import type { Sql } from '../../database/database.ts';

/** Whether `adoptCalendar` would change anything. */
export async function canAdoptCalendar(sql: Sql): Promise<boolean> {
  const rows = await sql.rows(
    { name: 'can_adopt_calendar', text: `select 1 where not exists (select 1 from shard_head where position > 0)` },
    [],
  );
  return rows.length > 0;
}

/** Sets zone and currency of an installation that holds no fact yet; later they are what its history was counted in. */
export async function adoptCalendar(
  sql: Sql,
  wanted: { readonly zone: string; readonly currency: string; readonly phoneCountry: string },
): Promise<boolean> {
  const changed = await sql.execute(
    {
      name: 'adopt_calendar',
      text: `update installation set zone = $1, currency = $2, phone_country = $3
              where not exists (select 1 from shard_head where position > 0)`,
    },
    [wanted.zone, wanted.currency, wanted.phoneCountry],
  );
  return changed > 0;
}
