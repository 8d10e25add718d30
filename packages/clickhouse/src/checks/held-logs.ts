import type { LensReader } from '../client/lens-query.ts';
import { numberOf, textOf } from '../client/lens-query.ts';

/** Up to which position of each shard a log is looked at; the place in the list is the shard. */
export type UpToOfShards = readonly number[];

export interface HeldBucket {
  readonly shard: number;
  readonly bucket: number;
  readonly rows: number;
  /** Positions, of which each has one row where nothing is doubled. */
  readonly positions: number;
}

/** What the lens holds of a log, by shard and so many positions. */
export async function heldOfLog(
  lens: LensReader,
  log: 'fact' | 'derived_fact',
  { upTo, positions }: { readonly upTo: UpToOfShards; readonly positions: number },
): Promise<readonly HeldBucket[]> {
  const rows = await lens.read({
    sql: `select shard, intDiv(position - 1, {positions:UInt64}) as bucket, count() as rows, uniqExact(position) as places
            from ${log} where position <= {upTo:Array(UInt64)}[shard + 1] group by shard, bucket`,
    params: { positions, upTo },
    role: 'long',
  });
  return rows.map((row) => ({
    shard: numberOf(row, 'shard'),
    bucket: numberOf(row, 'bucket'),
    rows: numberOf(row, 'rows'),
    positions: numberOf(row, 'places'),
  }));
}

/** The last position that the lens has of each shard, of a log. */
export async function lastHeld(
  lens: LensReader,
  log: 'fact' | 'derived_fact',
): Promise<readonly { readonly shard: number; readonly position: number }[]> {
  const rows = await lens.read({
    sql: `select shard, max(position) as last from ${log} group by shard`,
    role: 'long',
  });
  return rows.map((row) => ({ shard: numberOf(row, 'shard'), position: numberOf(row, 'last') }));
}

export interface HeldMembers {
  readonly shard: number;
  readonly members: number;
  /** Sum of the positions that they were sent at last. */
  readonly positions: number;
}

/** The members of each shard. */
export async function heldMembers(lens: LensReader): Promise<readonly HeldMembers[]> {
  const rows = await lens.read({
    sql: `select shard, count() as members, sum(last) as places
            from (select shard, member_id, max(position) as last from member group by shard, member_id)
           group by shard`,
    role: 'long',
  });
  return rows.map((row) => ({
    shard: numberOf(row, 'shard'),
    members: numberOf(row, 'members'),
    positions: numberOf(row, 'places'),
  }));
}

/** Of one shard, at which position each was sent last. */
export async function heldMembersOfShard(lens: LensReader, shard: number): Promise<ReadonlyMap<string, number>> {
  const rows = await lens.read({
    sql: `select toString(member_id) as id, max(position) as last from member where shard = {shard:UInt16} group by member_id`,
    params: { shard },
    role: 'long',
  });
  return new Map(rows.map((row) => [textOf(row, 'id'), numberOf(row, 'last')]));
}

/** The id of the lens; undefined in one that was never prepared. */
export async function readLensId(lens: LensReader): Promise<string | undefined> {
  const [found] = await lens.read({
    sql: `select count() as tables from system.tables where database = currentDatabase() and name = 'lens_identity'`,
  });
  if (found === undefined || numberOf(found, 'tables') === 0) return undefined;
  const [row] = await lens.read({ sql: 'select toString(id) as id from lens_identity limit 1' });
  return row === undefined ? undefined : textOf(row, 'id');
}
