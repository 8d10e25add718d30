import { randomInt } from 'node:crypto';
import { createJudgeEvents, startDispatcher } from '@perennial/engine';
import type { Dispatcher } from '@perennial/engine';
import { createDeliveryStore, createMergeStore, readFoldLag } from '@perennial/postgres';
import { readDeliveryPause } from '@perennial/postgres/backup';
import { createWebhookSender } from '../channels/webhook/send.ts';
import type { Platform, PlatformOptions, Work } from '../platform/platform.ts';
import { tellNowAndThen } from '../platform/tell-now-and-then.ts';
import { createWakeClock } from '../platform/wake-clock.ts';
import { createPersonalReader } from '../use-cases/personal-data/personal-reader.ts';
import { createHandWebhook } from './hand-webhook.ts';

/** As many as one webhook has calls under way: another at the same host waits for none of them long. */
const connectionsPerHostMax = 128;
/** Fine enough for a wait to be spread by. */
const chances = 2 ** 32;
/** A fold that is so late needs the processors; well below the second that people wait for. */
const lateMsMax = 300;
const failureToldMs = 60_000;

/** Tells the outside what the fold asks for to be told, of the shards that this process folds. */
export function startDelivery(
  platform: Platform,
  work: Pick<Work, 'fold'>,
  report: PlatformOptions['report'],
): Dispatcher {
  const { clock, config, database, foldStore, ingestion, installation, keyring, programs } = platform;
  const { allowsPrivate } = config.webhooks;
  const sender = createWebhookSender({ policy: { allowsPrivate }, connectionsPerHostMax });
  const personal = createPersonalReader({
    sql: database,
    merges: createMergeStore(database),
    keyring,
    policies: ingestion.policies,
  });
  const dispatcher = startDispatcher({
    store: createDeliveryStore(database),
    gate: { readPause: () => readDeliveryPause(database) },
    hand: createHandWebhook({ sql: database, keyring, sender, personal, now: clock.now }),
    judge: createJudgeEvents(foldStore, programs),
    clock: createWakeClock(clock.now),
    chance: () => randomInt(chances) / chances,
    shards: () => work.fold.sureShards,
    shardCount: installation.shard_count,
    isRush: async () => lateMs(await readFoldLag(database), clock.now()) > lateMsMax,
    report: tellNowAndThen(
      (error, times) => report(`delivering failed and is tried again (${times} since it was last told)`, error),
      { everyMs: failureToldMs, now: () => performance.now() },
    ),
  });
  return {
    ...dispatcher,
    async stop() {
      await dispatcher.stop();
      sender.close();
    },
  };
}

/** How long what has waited longest has waited to be folded, milliseconds. */
function lateMs({ oldest_at: oldestAt }: { readonly oldest_at: number | null }, now: number): number {
  return oldestAt === null ? 0 : now - oldestAt;
}
