import type { RouteAnswer, Routes } from '@perennial/contracts';
import { readProofs } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import type { ProofProblem } from './prove-shard.ts';

export type LastProof = RouteAnswer<Routes['wallets']['proof']>;

/** What the last look at each shard found, put together. */
export async function readLastProof(sql: Sql, shardCount: number): Promise<LastProof> {
  const rows = (await readProofs(sql)).filter(({ shard }) => shard < shardCount);
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    shards: shardCount,
    shardsProven: rows.length,
    oldestAt: rows.length === 0 ? null : Math.min(...rows.map((row) => row.proven_at)),
    entries: sum(({ entries }) => entries),
    accounts: sum(({ accounts }) => accounts),
    problems: sum(({ problems }) => problems),
    examples: rows.flatMap(({ examples }) => readExamples(examples)).slice(0, examplesMax),
  };
}

const examplesMax = 50;

/** Written by whoever looks: reading it back is a parse boundary. */
function readExamples(text: string): ProofProblem[] {
  return JSON.parse(text) as ProofProblem[];
}
