/** Who folds which shards. A lease saves workers from contending; it is not what keeps a fold correct (invariant E4 is). */
export interface LeaseStore {
  /**
   * Extends what the worker holds, gives back beyond its fair share, takes what is free, and returns what it holds now, in
   * the order of the shards. No two hold a shard whose leases have not run out, however many ask at once. A fair share is a part equal to that of
   * every worker that was seen within the lease, rounded up.
   */
  renew(worker: string, leaseMs: number): Promise<readonly number[]>;
  /** Gives everything back, for whoever asks next; does nothing for who holds nothing. */
  release(worker: string): Promise<void>;
}
