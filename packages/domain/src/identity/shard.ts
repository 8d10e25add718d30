import type { MemberId } from '../kernel/steps/steps.ts';

const hexDigitsOfShard = 4;
export const shardCountMax = 4096;

/**
 * The shard of a member: the last four hex digits of the id, which are random in a version 7 UUID, modulo the number of
 * shards. It never changes, so an id alone says where its rows are.
 */
export function shardOf(memberId: MemberId, shardCount: number): number {
  return Number.parseInt(memberId.slice(-hexDigitsOfShard), 16) % shardCount;
}
