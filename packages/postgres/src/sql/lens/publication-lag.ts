import type { Sql } from '../../database/database.ts';
import { clockMs } from '../clock.ts';

export interface PublicationLagRow {
  /** Shards whose members have not all been sent anew since they passed the version. */
  readonly shards: number;
  /** The oldest member who waits to be sent anew, for whatever reason. */
  readonly oldest_touch_at: number | null;
  readonly now: number;
}

/** What a lens has still to be sent of a version (indexes: primary keys of lens_cursor and lens_touch). */
export async function readPublicationLag(
  sql: Sql,
  { lens, version }: { readonly lens: string; readonly version: number },
): Promise<PublicationLagRow | undefined> {
  const [row] = await sql.rows<PublicationLagRow>(
    {
      name: 'read_publication_lag',
      text: `select (select count(*) from lens_cursor where lens = $1 and program_version < $2) as shards,
                    (select min(touched_at) from lens_touch) as oldest_touch_at, ${clockMs} as now`,
    },
    [lens, version],
  );
  return row;
}
