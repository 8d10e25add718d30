import type { ResourceAsk } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { fillSlices, lockSlices, readSlices, spendSlices, type SliceRow } from '../sql/resource-slices.ts';

/**
 * Takes shares out of the slices of these shards: each ask out of its own shard's slice first, then out of the others, which are
 * locked in the order of the key and the shard, so that two batches never wait for each other in a circle. What is granted is
 * never more than what there is, whoever asks beside.
 */
export async function takeShares(
  sql: Sql,
  asks: readonly ResourceAsk[],
  shards: readonly number[],
): Promise<readonly number[]> {
  const keys = [...new Set(asks.map(({ resource }) => resource))].toSorted();
  const slices = (await lockSlices(sql, keys, shards)).map((slice) => ({ ...slice, left: slice.available }));
  const granted = asks.map((ask) => grant(slices, ask));
  const spent = slices
    .map(({ shard, key, available, left }): SliceRow => ({ shard, key, available: available - left }))
    .filter(({ available }) => available > 0);
  if (spent.length > 0) await spendSlices(sql, spent);
  return granted;
}

function grant(slices: readonly (SliceRow & { left: number })[], { resource, asked, shard }: ResourceAsk): number {
  const own = slices.filter(({ key }) => key === resource).toSorted((a, b) => far(a, shard) - far(b, shard));
  let granted = 0;
  for (const slice of own) {
    const share = Math.min(asked - granted, slice.left);
    slice.left -= share;
    granted += share;
  }
  return granted;
}

/** Its own slice first, then the others in their order. */
function far(slice: SliceRow, shard: number): number {
  return slice.shard === shard ? -1 : slice.shard;
}

/** What is left of each resource in all slices together, by its name. */
export async function readShares(sql: Sql, resources: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const left = new Map<string, number>();
  for (const { key, available } of await readSlices(sql, resources)) left.set(key, (left.get(key) ?? 0) + available);
  return left;
}

/** Gives back what was taken for a step that was not kept after all: into the slice of the shard that asked. */
export async function giveBackShares(
  sql: Sql,
  taken: readonly (Pick<ResourceAsk, 'shard' | 'resource'> & { readonly granted: number })[],
): Promise<void> {
  const added = new Map<string, { shard: number; key: string; available: number }>();
  for (const { shard, resource, granted } of taken) {
    const name = `${shard} ${resource}`;
    const known = added.get(name);
    if (known === undefined) added.set(name, { shard, key: resource, available: granted });
    else known.available += granted;
  }
  const rows = [...added.values()].filter(({ available }) => available > 0);
  if (rows.length > 0) await fillSlices(sql, rows);
}
