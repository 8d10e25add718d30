import { createClient } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { createChance, startSenders } from '../fact-senders.ts';
import type { FactSenders } from '../fact-senders.ts';
import { runPerennial, startServerProcess } from '../server-process.ts';
import type { ServerProcess } from '../server-process.ts';
import { moods, startMoodyReceiver } from './moody-receiver.ts';
import type { Mood } from './moody-receiver.ts';
import { hurry, untilSettled } from './settle-deliveries.ts';
import { expectToldAsDecided } from './told-as-decided.ts';
import type { ToldReport } from './told-as-decided.ts';

export const toThisMachine = { PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES: 'allow' };

const recoveryMsMax = 90_000;
/** Several of each member, so that there is an order to keep. */
const factsPerMemberMin = 3;

interface DeliveryKills {
  /** The server and PostgreSQL in turn. */
  readonly kills: number;
  readonly seed: number;
  readonly members: number;
}

/**
 * Has members move while the server and its PostgreSQL are killed and the receiver of a webhook answers as it likes, and then holds what
 * the receiver saw against what the fold decided.
 */
export async function deliverThroughKills({ kills, seed, members }: DeliveryKills): Promise<ToldReport> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-delivery-'));
  chmodSync(folder, 0o711);
  await shiftOwnStoreClock(folder);
  const start = () => startServerProcess({ dataFolder: folder, environment: toThisMachine });
  const receiver = await startMoodyReceiver(seed);
  let server = await start();
  try {
    const run = (...words: readonly string[]) => runPerennial([...words, '--data', folder]);
    const client = await clientOf(run, () => server.address);
    const body = { name: 'CRM', url: receiver.url, types: ['stage.changed', 'member.reactivated'], timeoutMs: 500 };
    await client.webhooks.create({ body });
    const senders = await startMoves(folder, () => server.address, { seed, members });
    const chance = createChance(seed + 1);
    for (let n = 0; n < kills; n += 1) {
      await receiver.setMood(moodOf(seed + n));
      await progress(senders, server, factsPerMemberMin * members);
      // What has gathered goes at once, some of it in vain, which is where the order is lost if it is.
      await receiver.setMood('mixed');
      for (let times = 0; times < 3; times += 1) {
        await hurryUnlessAway(folder, client);
        await delay(400 + chance(800));
      }
      await killOne(n, folder, server);
      if (n % 2 === 0) server = await start();
    }
    await receiver.setMood('well');
    await progress(senders, server, factsPerMemberMin * members);
    await senders.finish();
    expect(senders.refusals).toEqual([]);
    const database = await openDatabase(folder);
    try {
      await untilSettled(database, () => client);
      return await expectToldAsDecided(database, receiver.calls);
    } finally {
      await database.close();
    }
  } catch (error) {
    throw new Error(`delivery did not survive: ${server.log().slice(-4_000)}`, { cause: error });
  } finally {
    await server.kill();
    await (await findEmbeddedPostgres({ folder }))?.stop();
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A client that may manage webhooks, of a server that may listen elsewhere when it is started again. */
export async function clientOf(
  run: (...words: readonly string[]) => ReturnType<typeof runPerennial>,
  address: () => string,
): Promise<Client> {
  const scopes = 'webhooks.read,webhooks.manage,members.read';
  const created = await run('keys', 'create', '--kind', 'api', '--scopes', scopes);
  expect(created.code, created.stderr).toBe(0);
  return createClient({
    baseUrl: 'http://server.example',
    apiKey: created.stdout.trim(),
    fetch: (url, init) => fetch(String(url).replace('http://server.example', address()), init),
  });
}

async function startMoves(
  folder: string,
  address: () => string,
  { seed, members }: Pick<DeliveryKills, 'seed' | 'members'>,
): Promise<FactSenders> {
  const { stdout } = await runPerennial(['keys', 'create', '--kind', 'write', '--data', folder]);
  const createFact = createMoves(seed, members);
  return startSenders({ address, writeKey: stdout.trim(), senders: 2, batchFacts: 10, pauseMs: 40, createFact });
}

/** Purchases of now, and refunds of them, so that members go forward and back. */
export function createMoves(seed: number, members: number, first = 0): (messageId: string) => object {
  const chance = createChance(seed);
  const bought = new Map<number, string[]>();
  return (messageId) => {
    const member = first + chance(members);
    const identities = { phone: `+861390715${String(member).padStart(4, '0')}` };
    const orders = bought.get(member) ?? [];
    bought.set(member, orders);
    const occurredAt = new Date().toISOString();
    const refunded = chance(3) === 0 ? orders.pop() : undefined;
    if (refunded !== undefined) {
      const payload = { orderId: refunded, refundId: `r-${refunded}`, amountMinor: 1_000, currency: 'CNY' };
      return { messageId, type: 'order.refunded', occurredAt, identities, payload };
    }
    orders.push(messageId);
    const payload = { orderId: messageId, amountMinor: 1_000, currency: 'CNY' };
    return { messageId, type: 'order.paid', occurredAt, identities, payload };
  };
}

const moodOf = (n: number): Mood => moods[n % moods.length] ?? 'mixed';

async function progress(senders: FactSenders, server: ServerProcess, facts: number): Promise<void> {
  const goal = senders.acknowledged.size + facts;
  try {
    await expect.poll(() => senders.acknowledged.size, { timeout: recoveryMsMax }).toBeGreaterThanOrEqual(goal);
  } catch (error) {
    throw new Error(`nothing is acknowledged any more: ${server.log().slice(-4_000)}`, { cause: error });
  }
}

async function killOne(n: number, folder: string, server: ServerProcess): Promise<void> {
  if (n % 2 === 0) return server.kill();
  const postgres = await findEmbeddedPostgres({ folder });
  if (postgres !== undefined) process.kill(postgres.pid, 'SIGKILL');
}

async function openDatabase(folder: string) {
  const postgres = await findEmbeddedPostgres({ folder });
  return createDatabase({ url: postgres?.url ?? '', poolSize: 1 });
}

/** Just after a kill there may be nobody to ask: then not. */
async function hurryUnlessAway(folder: string, client: Client): Promise<void> {
  const database = await openDatabase(folder);
  await hurry(database, client).catch(() => undefined);
  await database.close();
}
