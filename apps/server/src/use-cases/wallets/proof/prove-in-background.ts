import { setTimeout as delay } from 'node:timers/promises';
import { readProofs, writeProof } from '@perennial/postgres/wallets';
import type { Database } from '@perennial/postgres';
import { proveShards } from './prove-shard.ts';
import type { ShardProof } from './prove-shard.ts';

export interface BackgroundProofOptions {
  readonly database: Database;
  readonly shardCount: number;
  readonly now: () => number;
  /** Told when something does not hold, once a shard and look, and of failures. */
  readonly report: (message: string, error?: unknown) => void;
  /** How long it waits before it begins, and where every shard was looked at lately. */
  readonly pollMs?: number;
  /** How often each shard is looked at. */
  readonly everyMs?: number;
}

const pollMsDefault = 60_000;
const everyMsDefault = 3_600_000;
/** It rests ten times as long as a look took: a tenth of one processor at most, and usually far less. */
const restsPerLook = 10;
const restMsMin = 50;
const examplesMax = 10;

/**
 * Proves wallets shard by shard beside all else that runs, the one first that was looked at longest ago. What it finds is kept for the doctor and
 * the metrics until the next look. Several processes may do so: they look at what none has looked at lately.
 */
export function startBackgroundProof(options: BackgroundProofOptions): { stop(): Promise<void> } {
  const { report, pollMs = pollMsDefault } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = (ms: number) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
  const run = async () => {
    await rest(pollMs);
    while (!signal.aborted) {
      const tookMs = await lookAtNext(options).catch((error: unknown) => {
        if (!signal.aborted) report('wallets could not be proven', error);
        return null;
      });
      await rest(tookMs === null ? pollMs : Math.max(restMsMin, tookMs * restsPerLook));
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** How long it took; null where every shard was looked at lately. */
export async function lookAtNext(options: BackgroundProofOptions): Promise<number | null> {
  const { database, shardCount, now, report, everyMs = everyMsDefault } = options;
  const begunAt = now();
  const shard = await nextShard(database, { shardCount, before: begunAt - everyMs });
  if (shard === null) return null;
  const startedAt = performance.now();
  const proofs = await proveShards(database, { from: shard, to: shard });
  const [{ entries, accounts, problems } = nothing] = proofs;
  const [first] = problems;
  if (first !== undefined)
    report(
      `wallets of shard ${shard} do not hold, as ${first.wallet} of ${first.memberId}: perennial prove says all of it`,
    );
  await writeProof(database, {
    shard,
    begun_at: begunAt,
    proven_at: now(),
    entries,
    accounts,
    problems: problems.length,
    examples: JSON.stringify(problems.slice(0, examplesMax)),
  });
  return performance.now() - startedAt;
}

const nothing: Pick<ShardProof, 'entries' | 'accounts' | 'problems'> = { entries: 0, accounts: 0, problems: [] };

async function nextShard(
  database: Database,
  { shardCount, before }: { readonly shardCount: number; readonly before: number },
): Promise<number | null> {
  const provenAt = new Map((await readProofs(database)).map((row) => [row.shard, row.proven_at]));
  let next: { readonly shard: number; readonly at: number } | null = null;
  for (let shard = 0; shard < shardCount; shard += 1) {
    const at = provenAt.get(shard) ?? Number.NEGATIVE_INFINITY;
    if (at < before && (next === null || at < next.at)) next = { shard, at };
  }
  return next?.shard ?? null;
}
