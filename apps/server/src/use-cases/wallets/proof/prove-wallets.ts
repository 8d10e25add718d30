import { countAccounts, sumGrants, sumSlices } from '@perennial/postgres/wallets';
import type { ShardRange } from '@perennial/postgres/wallets';
import type { Database, Sql } from '@perennial/postgres';
import { proveShards } from './prove-shard.ts';
import type { ProofProblem } from './prove-shard.ts';

/** A budget of which what is left and what was granted are not all of it. */
export interface ResourceProblem {
  readonly resource: string;
  readonly detail: string;
}

export interface WalletsProof {
  readonly shards: number;
  readonly entries: number;
  readonly accounts: number;
  readonly resources: number;
  readonly problems: readonly ProofProblem[];
  readonly resourceProblems: readonly ResourceProblem[];
  readonly milliseconds: number;
}

export interface ProveWalletsOptions {
  readonly shardCount: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly shards: number; readonly entries: number }) => void;
}

/** All of it is done in the store, which has a process for each: more would take the processors from whoever else works. */
const atOnce = 2;
/** Accounts of shards that are looked at together: their sums are in memory at once (12 MB for each of the two). */
const accountsMax = 50_000;

/** Proves the whole store, some shards at a time, also beside whoever writes: each shard by one moment of it. Nothing is changed. */
export async function proveWallets(
  database: Database,
  { shardCount, signal, onProgress }: ProveWalletsOptions,
): Promise<WalletsProof> {
  const startedAt = performance.now();
  const problems: ProofProblem[] = [];
  const done = { shards: 0, entries: 0, accounts: 0 };
  const waiting = (await rangesOf(database, shardCount)).values();
  const proveNext = async () => {
    for (const range of waiting) {
      signal?.throwIfAborted();
      for (const proof of await proveShards(database, range)) {
        problems.push(...proof.problems);
        done.shards += 1;
        done.entries += proof.entries;
        done.accounts += proof.accounts;
      }
      onProgress?.({ shards: done.shards, entries: done.entries });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, proveNext));
  const { resources, resourceProblems } = await proveResources(database, shardCount);
  return {
    ...done,
    resources,
    resourceProblems,
    problems: problems.toSorted((a, b) => a.shard - b.shard),
    milliseconds: Math.round(performance.now() - startedAt),
  };
}

/** All shards in ranges of about as many accounts, at least one range for each connection. */
export async function rangesOf(sql: Sql, shardCount: number): Promise<readonly ShardRange[]> {
  const accounts = new Map((await countAccounts(sql)).map((row) => [row.shard, row.accounts]));
  const all = accounts.values().reduce((total, one) => total + one, 0);
  const together = Math.min(accountsMax, Math.ceil(all / atOnce));
  const ranges: ShardRange[] = [];
  let [from, sum] = [0, 0];
  for (let shard = 0; shard < shardCount; shard += 1) {
    sum += accounts.get(shard) ?? 0;
    if (sum < together && shard < shardCount - 1) continue;
    ranges.push({ from, to: shard });
    [from, sum] = [shard + 1, 0];
  }
  return ranges;
}

/** What was granted by recorded steps and what lies in the slices are together what there is of each resource that has a total. */
async function proveResources(
  database: Pick<Database, 'transaction'>,
  shardCount: number,
): Promise<Pick<WalletsProof, 'resources' | 'resourceProblems'>> {
  return database.transaction({ name: 'prove resources', mode: 'snapshot', idleTimeoutMs: 60_000 }, async (sql) => {
    const totals = await sumSlices(sql);
    if (totals.length === 0) return { resources: 0, resourceProblems: [] };
    const granted = new Map<string, number>();
    for (let shard = 0; shard < shardCount; shard += 1)
      for (const one of await sumGrants(sql, shard))
        granted.set(one.resource, (granted.get(one.resource) ?? 0) + one.granted);
    const resourceProblems = totals.flatMap(({ key, units, available }) => {
      const given = granted.get(key) ?? 0;
      if (available + given === units) return [];
      const detail = `${available} are left and ${given} were granted of ${units}`;
      return [{ resource: key, detail }];
    });
    return { resources: totals.length, resourceProblems };
  });
}
