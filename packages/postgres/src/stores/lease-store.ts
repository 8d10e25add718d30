import type { LeaseStore } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import {
  acquireLeases,
  countWorkers,
  forgetDeadWorkers,
  forgetWorker,
  noteWorker,
  releaseLeases,
  renewLeases,
} from '../sql/workers/leases.ts';

/** Leases on PostgreSQL, by the server's clock: workers' own clocks do not matter. */
export function createLeaseStore(database: Database, options: { readonly shardCount: number }): LeaseStore {
  return {
    async renew(worker, leaseMs) {
      const request = { worker, leaseMs };
      await noteWorker(database, worker);
      const workers = await countWorkers(database, leaseMs);
      await forgetDeadWorkers(database, leaseMs);
      const share = Math.ceil(options.shardCount / Math.max(1, workers));
      const held = await renewLeases(database, request);
      if (held.length > share) {
        await releaseLeases(database, worker, share);
        return held.slice(0, share);
      }
      if (held.length === share) return held;
      const taken = await acquireLeases(database, request, share - held.length);
      return [...held, ...taken].toSorted((a, b) => a - b);
    },
    async release(worker) {
      await releaseLeases(database, worker, 0);
      await forgetWorker(database, worker);
    },
  };
}
