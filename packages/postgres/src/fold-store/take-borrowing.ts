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
  const dry = asks.filter(({ asked }, n) => (granted[n] ?? 0) < asked).map(({ resource }) => resource);
  const others = dry.length === 0 ? [] : await lendersOf(sql, dry, own);
  if (others.length === 0) {
    await sql.run('release savepoint take');
    return granted;
  }
  await sql.run('rollback to savepoint take; release savepoint take');
  return takeShares(sql, asks, [...own, ...others]);
}

/** Shards that have something left of one of these resources, beside those that were asked. */
async function lendersOf(sql: Sql, keys: readonly string[], asked: readonly number[]): Promise<readonly number[]> {
  const slices = await readSlices(sql, [...new Set(keys)]);
  return [
    ...new Set(
      slices.filter(({ shard, available }) => available > 0 && !asked.includes(shard)).map((one) => one.shard),
    ),
  ];
}
