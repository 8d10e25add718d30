import type { Budget } from '@perennial/domain';
import type { Overrun } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { fillSlices, lockSlices, spendSlices, type SliceRow } from '../sql/resource-slices.ts';
import { insertTotals, lockTotals, updateTotals, type ResourceTotal } from '../sql/resource-totals.ts';

/**
 * Makes what lies in the slices of each budget and what was granted out of them come to what the program says: the first time all of it
 * is filled in, later the difference. Of one that was lowered below what had been granted nothing is left, and by how much it is overrun
 * is answered; what is given back of it lies in the slices until this is done the next time.
 *
 * In a transaction that holds no head: totals are locked first, then slices, both in the order of the key.
 */
export async function settleBudgets(
  sql: Sql,
  budgets: readonly Budget[],
  shardCount: number,
): Promise<readonly Overrun[]> {
  if (budgets.length === 0) return [];
  const keys = budgets.map(({ resource }) => resource);
  await insertTotals(sql, keys);
  const totals = new Map((await lockTotals(sql, keys)).map(({ key, units }) => [key, units]));
  const changes = budgets
    .map(({ resource, units }): ResourceTotal => ({ key: resource, units: units - (totals.get(resource) ?? 0) }))
    .filter(({ units }) => units !== 0);
  if (changes.length === 0) return [];
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  const slices = await lockSlices(
    sql,
    changes.map(({ key }) => key),
    shards,
  );
  const removed = changes.flatMap(({ key, units }) =>
    removedFrom(
      slices.filter((slice) => slice.key === key),
      -units,
    ),
  );
  const added = changes.flatMap(({ key, units }) => spread({ key, units }, shardCount));
  if (removed.length > 0) await spendSlices(sql, removed);
  if (added.length > 0) await fillSlices(sql, added);
  for (const { key, available } of added) totals.set(key, (totals.get(key) ?? 0) + available);
  for (const { key, available } of removed) totals.set(key, (totals.get(key) ?? 0) - available);
  await updateTotals(
    sql,
    changes.map(({ key }) => ({ key, units: totals.get(key) ?? 0 })),
  );
  return budgets.flatMap(({ resource, units }) => {
    const overrun = (totals.get(resource) ?? 0) - units;
    return overrun > 0 ? [{ resource, units: overrun }] : [];
  });
}

/** Up to so many units out of these slices, in their order. */
function removedFrom(slices: readonly SliceRow[], units: number): readonly SliceRow[] {
  let left = Math.max(0, units);
  return slices.flatMap((slice) => {
    const available = Math.min(left, slice.available);
    left -= available;
    return available === 0 ? [] : [{ ...slice, available }];
  });
}

/** Fewer units than this in a slice are soon gone, and every batch of its shard borrows of all the others. */
const sliceUnitsMin = 1_000;

/** Spreads units evenly over as many shards as have a good share of them; small budgets begin in different ones. */
export function spread({ key, units }: ResourceTotal, shardCount: number): readonly SliceRow[] {
  if (units <= 0) return [];
  const count = Math.min(shardCount, Math.max(1, Math.floor(units / sliceUnitsMin)));
  const first = Buffer.from(key).reduce((sum, byte) => (sum * 31 + byte) % shardCount, 0);
  const share = Math.floor(units / count);
  return Array.from({ length: count }, (_, n) => ({
    shard: (first + Math.floor((n * shardCount) / count)) % shardCount,
    key,
    available: n < units % count ? share + 1 : share,
  }));
}
