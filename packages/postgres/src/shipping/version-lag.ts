import type { Sql } from '../database/database.ts';
import { readLensLag, readNewestLens } from '../sql/lens/blocks.ts';
import { readPublicationLag } from '../sql/lens/publication-lag.ts';

/** What the lens lacks of a version, epoch milliseconds. */
export interface VersionLag {
  /** Shards whose members have not been sent anew since they passed it. */
  readonly shards: number;
  /** The oldest row of the logs that it lacks; null when it lacks none. */
  readonly oldestRowAt: number | null;
  /** The oldest member who waits to be sent anew; null when none does. */
  readonly oldestMemberAt: number | null;
  readonly now: number;
}

/** Null while there is no lens, and so no figure. */
export async function readVersionLag(sql: Sql, version: number): Promise<VersionLag | null> {
  const lens = await readNewestLens(sql);
  if (lens === null) return null;
  const sent = await readPublicationLag(sql, { lens, version });
  const logs = await readLensLag(sql, lens);
  if (sent === undefined || logs === undefined) return null;
  return {
    shards: sent.shards,
    oldestRowAt: logs.oldest_at,
    oldestMemberAt: sent.oldest_touch_at,
    now: sent.now,
  };
}
