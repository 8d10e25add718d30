import type { Platform } from '../platform/platform.ts';
import { startCounting } from '../use-cases/wallets/liability/count-wallets.ts';
import type { Counting } from '../use-cases/wallets/liability/count-wallets.ts';

/** Keeps the figures of what is owed to members, on the stores of a platform. */
export function startCountingOn({ clock, database, installation, report }: Platform): Counting {
  const { shard_count: shardCount, zone } = installation;
  return startCounting({ database, shardCount, zone, now: clock.now, report });
}
