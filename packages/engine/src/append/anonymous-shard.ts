import type { PreparedFact } from '../facts/prepared-fact.ts';

/** Facts of nobody are spread over the shards by their message key. */
export function anonymousShardOf(fact: PreparedFact, shardCount: number): number {
  return Number.parseInt(fact.messageKey.slice(-4), 16) % shardCount;
}
