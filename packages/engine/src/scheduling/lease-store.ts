/** Who folds which shards. A lease saves workers from contending; it is not what keeps a fold correct (invariant E4 is). */
export interface LeaseStore {
  /** Extends what the worker holds, gives back beyond its fair share, takes what is free, and returns what it holds now. */
  renew(worker: string, leaseMs: number): Promise<readonly number[]>;
  /** Gives everything back. */
  release(worker: string): Promise<void>;
}
