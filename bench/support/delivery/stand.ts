import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@perennial/postgres';
import { untilFolded } from '../folded.ts';
import type { BenchInstallation, BenchServer } from '../installation.ts';
import { startPurchases, type Purchases } from './purchases.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import type { Arrivals } from './receiver-child.ts';
import { openWebhooks, type Webhooks } from './webhooks.ts';

/** A server, somebody who buys, and somebody who is told of it: three processes and the stores. */
export interface Stand {
  readonly installation: BenchInstallation;
  readonly server: BenchServer;
  readonly database: Database;
  readonly receiver: Receiver;
  readonly purchases: Purchases;
  readonly webhooks: Webhooks;
  close(): Promise<void>;
}

/** Receivers of a benchmark listen on this machine. */
const environment = { PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES: 'allow' };

export async function openStand(installation: BenchInstallation): Promise<Stand> {
  const server = await installation.start(environment);
  const receiver = await startReceiver();
  const database = await installation.open();
  const purchases = startPurchases({ address: server.address, key: installation.writeKey });
  const webhooks = await openWebhooks(server);
  return {
    installation,
    server,
    database,
    receiver,
    purchases,
    webhooks,
    async close() {
      purchases.close();
      receiver.close();
      await database.close();
      await server.stop();
    },
  };
}

export interface Told extends Arrivals {
  /** Of the facts, as they were sent. */
  readonly sentPerSecond: number;
  readonly refusals: number;
}

/** Lets new members buy at a pace, and says how they were told of once all of it was. Throws when one was not. */
export async function tellAt(
  { database, purchases, receiver }: Stand,
  pace: { readonly perSecond: number; readonly seconds: number },
): Promise<Told> {
  await receiver.take();
  const { accepted, refusals, sentPerSecond } = await purchases.send(pace);
  await untilFolded(database);
  await untilDelivered(database);
  const arrivals = await receiver.take();
  const told = arrivals.calls - arrivals.repeated;
  if (told !== accepted) throw new Error(`${told} of ${accepted} purchases were told of`);
  return { ...arrivals, sentPerSecond, refusals };
}

const pollMs = 50;

/** Resolves when no event waits to be passed and no delivery to be sent. */
export async function untilDelivered(database: Database): Promise<void> {
  while (await isAnythingWaiting(database)) await delay(pollMs);
}

async function isAnythingWaiting(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ waits: boolean }>(
    `select exists (select 1 from shard_output p left join outbox_cursor c on c.shard = p.shard
                     where p.outbox_position > coalesce(c.position, 0))
         or exists (select 1 from webhook w join webhook_delivery d on d.webhook_id = w.id
                     where w.url not like '%/hang' and d.state = 0) as waits`,
  );
  return rows[0]?.waits === true;
}
