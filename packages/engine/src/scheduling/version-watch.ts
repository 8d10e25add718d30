import type { FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';

/** Finds members folded under a version older than one that asks to be passed eagerly. */
export interface VersionWatch {
  /** Asked of the store once a version, until none is left. */
  shardsBehind(shards: readonly number[]): Promise<readonly number[]>;
  /** Forgets that none was left: the shards are others now. */
  reset(): void;
}

export function createVersionWatch(
  store: Pick<FoldStore, 'countBehind'>,
  programs: Pick<Programs, 'eagerVersion'>,
): VersionWatch {
  let passedVersion = 0;
  return {
    async shardsBehind(shards) {
      const version = programs.eagerVersion;
      if (version === 0 || version === passedVersion) return [];
      const behind = await store.countBehind(shards, version);
      if (behind.length === 0) passedVersion = version;
      return behind.map(({ shard }) => shard);
    },
    reset() {
      passedVersion = 0;
    },
  };
}
