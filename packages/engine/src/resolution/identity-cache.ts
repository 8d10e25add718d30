import { shardOf, type MemberId } from '@perennial/domain';
import { createRecentMap } from '../kernel/recent-map.ts';

/**
 * Who held an identity when this process last wrote or read it, with the merge count of her shard at that time. An answer
 * stands as long as the count does: whoever moves an identity away from a member raises it, and every batch compares it under
 * the head lock. So the cache saves the look-up of four identities in five and needs no invalidation between processes.
 */
export interface IdentityCache {
  /** The owner, if `counts` say that nothing was moved in her shard since. */
  get(hash: string, counts: ReadonlyMap<number, number>): MemberId | undefined;
  /** Owners as they are after a batch whose heads ended with these counts. Shards that are not among them are skipped. */
  set(owners: ReadonlyMap<string, MemberId>, counts: ReadonlyMap<number, number>): void;
}

/** About 60 MB; the members of a day fit. */
const identitiesMax = 300_000;

interface Entry {
  readonly memberId: MemberId;
  readonly mergeCount: number;
}

export function createIdentityCache(shardCount: number): IdentityCache {
  const remembered = createRecentMap<string, Entry>(identitiesMax);
  return {
    get(hash, counts) {
      const entry = remembered.get(hash);
      if (entry === undefined || counts.get(shardOf(entry.memberId, shardCount)) !== entry.mergeCount) return undefined;
      return entry.memberId;
    },
    set(owners, counts) {
      for (const [hash, memberId] of owners) {
        const mergeCount = counts.get(shardOf(memberId, shardCount));
        if (mergeCount === undefined) continue;
        const known = remembered.get(hash);
        if (known?.memberId !== memberId || known.mergeCount !== mergeCount)
          remembered.set(hash, { memberId, mergeCount });
      }
    },
  };
}
