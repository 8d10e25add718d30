import type { ResourceAsk } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { readSlices } from '../sql/resource-slices.ts';
import { takeShares } from './take.ts';

/**
 * Takes shares for whoever holds no cursors: out of the slices of the shards that ask, and, where these are dry and others are not,
 * out of all of them. They are let go before the others are locked, so that everybody locks slices in one order.
 */
export async function takeBorrowing(sql: Sql, asks: readonly ResourceAsk[]): Promise<readonly number[]> {
  await sql.run('savepoint take');
  const own = [...new Set(asks.map(({ shard }) => shard))];
  const granted = await takeShares(sql, asks, own);
  const others = await lendersOf(sql, dryOf(asks, granted), own);
  if (others.length === 0) {
    await sql.run('release savepoint take');
    return granted;
  }
  await sql.run('rollback to savepoint take; release savepoint take');
  return takeShares(sql, asks, [...own, ...others]);
}

/**
 * Takes shares for a batch that holds the cursors of these shards: out of their slices, and out of the others where these do not have
 * enough. Looking first costs less than letting go again, for a batch that holds many shards is rarely short. Who took from them since
 * leaves it short once more; what is taken from still others then is locked out of turn, and whoever waits in a circle for that begins
 * again.
 */
export async function takeHolding(
  sql: Sql,
  asks: readonly ResourceAsk[],
  held: readonly number[],
): Promise<readonly number[]> {
  const lenders = await lendersOf(sql, await shortOf(sql, asks, held), held);
  const first = [...held, ...lenders];
  const granted = await takeShares(sql, asks, first);
  const others = await lendersOf(sql, dryOf(asks, granted), first);
  if (others.length === 0) return granted;
  const rest = asks.map((ask, n) => ({ ...ask, asked: ask.asked - (granted[n] ?? 0) }));
  const more = await takeShares(sql, rest, others);
  return granted.map((units, n) => units + (more[n] ?? 0));
}

/** The resources of which these shards have less than is asked for, as it looks without a lock. */
async function shortOf(sql: Sql, asks: readonly ResourceAsk[], held: readonly number[]): Promise<readonly string[]> {
  const asked = new Map<string, number>();
  for (const ask of asks) asked.set(ask.resource, (asked.get(ask.resource) ?? 0) + ask.asked);
  const own = new Set(held);
  for (const { shard, key, available } of await readSlices(sql, [...asked.keys()]))
    if (own.has(shard)) asked.set(key, (asked.get(key) ?? 0) - available);
  return [...asked].flatMap(([resource, missing]) => (missing > 0 ? [resource] : []));
}

function dryOf(asks: readonly ResourceAsk[], granted: readonly number[]): readonly string[] {
  return asks.filter(({ asked }, n) => (granted[n] ?? 0) < asked).map(({ resource }) => resource);
}

/** Shards that have something left of one of these resources, beside those that were asked. */
async function lendersOf(sql: Sql, keys: readonly string[], asked: readonly number[]): Promise<readonly number[]> {
  if (keys.length === 0) return [];
  const slices = await readSlices(sql, [...new Set(keys)]);
  return [
    ...new Set(
      slices.filter(({ shard, available }) => available > 0 && !asked.includes(shard)).map((one) => one.shard),
    ),
  ];
}
