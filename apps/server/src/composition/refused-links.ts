import { shardOf } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import { currentHashKey, retryRefusedLinks } from '@perennial/engine';
import { createMergeStore } from '@perennial/postgres';
import type { Platform } from '../platform/platform.ts';

/** Tries joins again that a limit forbade: of these members, or with null all that were ever refused. */
export type RetryRefusedLinks = (members: readonly MemberId[] | null) => Promise<void>;

export function createRetryRefusedLinks(platform: Platform): RetryRefusedLinks {
  const { database, ingestion, installation, keyring } = platform;
  const shardCount = installation.shard_count;
  const options = {
    store: createMergeStore(database),
    policies: ingestion.policies,
    shardCount,
    signal: (shards: readonly number[]) => platform.signal.raise(shards),
  };
  return async (members) => {
    const places = members?.map((id) => ({ id, shard: shardOf(id, shardCount) })) ?? null;
    await retryRefusedLinks({ ...options, hashKeyId: currentHashKey(keyring).id }, places);
  };
}
