import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '@perennial/contracts';
import { createClient } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import { readShippingLag } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { startOwnStore } from '@perennial/postgres/testing';
import { expect, vi } from 'vitest';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { startCountingOn } from '../../composition/counting.ts';
import { readConfig } from '../../config/config.ts';
import { startDelivery } from '../../delivery/start-delivery.ts';
import { createLogger } from '../../logging.ts';
import { openPlatform, startWork } from '../../platform/platform.ts';
import type { Platform, PlatformOptions } from '../../platform/platform.ts';
import { startServer } from '../start-server.ts';
import type { ServerParts } from '../start-server.ts';

export const dayMs = 86_400_000;
/** Facts are dated back from here. */
export const started = Date.now();
/** The member that most tests look at. */
export const phone = '+8613800138000';

/** A server on both embedded stores in a folder of its own, with a small history folded and shipped. */
export interface ServedPlatform {
  readonly platform: Platform;
  readonly address: string;
  readonly administrator: Client;
  readonly writeKey: string;
  /** Id of the member with `phone`. */
  readonly memberId: string;
  /** Everything logged so far, one JSON text a line. */
  readonly log: readonly string[];
  clientWith(cookie: string): Client;
  /** The session cookie that a one-time link gives. */
  signInByLink(url: string): Promise<string>;
  /** Posts facts and expects all of them to be accepted. */
  send(facts: readonly object[]): Promise<void>;
  /** Resolves when everything that was sent is folded and in the lens. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

/** What a test has the server put together with beside the product's own. */
export interface ServedWith extends Pick<PlatformOptions, 'facets'>, Pick<ServerParts, 'furtherRoutes'> {
  /** Told where the database is before anybody opens it. */
  readonly prepareStore?: (url: string) => Promise<void>;
  /** By how much the clock of the store is ahead of this process, where `prepareStore` has moved it: the history is dated by it. */
  readonly aheadMs?: number;
  /** Runs on the open platform before it folds. */
  readonly prepare?: (platform: Platform) => Promise<void>;
  /** Delivers to webhooks, also on this machine. */
  readonly delivers?: true;
}

export async function startServedPlatform(served: ServedWith = {}): Promise<ServedPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-serving-'));
  const log: string[] = [];
  const parts = await startParts({ folder, log }, served);
  const { address } = parts.server;
  const clientWith = (cookie: string) =>
    createClient({
      baseUrl: address,
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie } }),
    });
  const signInByLink = (url: string) => signIn(address, url);
  const administrator = clientWith(await signInByLink(await parts.server.createSignInUrl()));
  const { secret: writeKey } = await administrator.keys.create({
    body: { kind: 'write', name: 'Shop', source: 'shop' },
  });
  const send = (facts: readonly object[]) => post({ address, writeKey }, facts);
  await send(history().map((fact) => datedBy(fact, served.aheadMs ?? 0)));
  const caughtUp = () => untilShipped(parts.platform.database, administrator);
  await caughtUp();
  expect((await administrator.members.list()).count).toBe(2);
  const { items } = await administrator.members.search({ query: { q: phone } });
  expect(items).toHaveLength(1);
  const memberId = items[0]?.member.id ?? '';
  const { close, platform } = parts;
  return { platform, address, administrator, writeKey, memberId, log, clientWith, signInByLink, send, caughtUp, close };
}

async function startParts(
  { folder, log }: { readonly folder: string; readonly log: string[] },
  { prepareStore, prepare, facets, furtherRoutes, delivers }: ServedWith,
) {
  const toLoopback = delivers === undefined ? {} : { PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES: 'allow' };
  const config = readConfig({ PERENNIAL_DATA: folder, PERENNIAL_SHARDS: '4', ...toLoopback }, { port: 0 });
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void log.push(line) } });
  const report = (message: string, error?: unknown) => logger.warn({ err: error }, message);
  const { url } = await startOwnStore(folder);
  await prepareStore?.(url);
  const given = facets === undefined ? {} : { facets };
  const platform = await openPlatform({ config, name: 'test', mustOwn: true, report, ...given });
  await prepare?.(platform);
  const work = await startWork(platform, report);
  const delivery = delivers === undefined ? undefined : startDelivery(platform, work, report);
  const counting = startCountingOn(platform);
  const jobs = createPlatformImportJobs(platform);
  const further = furtherRoutes === undefined ? {} : { furtherRoutes };
  const server = await startServer({ platform, work, importJobs: jobs, logger, version: '0.0.0-test', ...further });
  const close = async () => {
    await server.close();
    await jobs.close();
    await counting.stop();
    await delivery?.stop();
    await work.stop();
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { server, platform, close };
}

/** Signs in by a link as people do: whoever comes with the first one of all names herself the first administrator. */
async function signIn(address: string, url: string): Promise<string> {
  const token = new URL(url).searchParams.get('token') ?? '';
  const answer = await stepOf(address, 'link', { token });
  expect(answer.status).toBe(200);
  const { step } = (await answer.clone().json()) as { readonly step: string };
  if (step !== 'first_administrator') return cookieOf(answer);
  const named = { token, email: 'first@example.com', name: 'First', password: 'violet lantern harbour' };
  const first = await stepOf(address, 'first-administrator', named);
  expect(first.status).toBe(200);
  return cookieOf(first);
}

function stepOf(address: string, step: string, body: object): Promise<Response> {
  return fetch(`${address}/v1/session/${step}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function cookieOf(answer: Response): string {
  return (answer.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
}

async function post(
  to: { readonly address: string; readonly writeKey: string },
  facts: readonly object[],
): Promise<void> {
  const answer = await fetch(`${to.address}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${to.writeKey}` },
    body: JSON.stringify(facts),
  });
  const body = (await answer.json()) as { accepted?: number };
  expect([answer.status, body.accepted], JSON.stringify(body)).toEqual([200, facts.length]);
}

export function order(
  id: string,
  daysAgo: number,
  sent: { readonly identities: object; readonly storeId?: string },
): Dated {
  return {
    messageId: `order-${id}`,
    type: 'order.paid',
    occurredAt: new Date(started - daysAgo * dayMs).toISOString(),
    channel: 'shop',
    storeId: 's1',
    ...sent,
    payload: { orderId: id, amountMinor: 12_300, currency: 'CNY', lines: [] },
  };
}

interface Dated extends Readonly<Record<string, unknown>> {
  readonly occurredAt: string;
}

function datedBy(fact: Dated, byMs: number): object {
  return { ...fact, occurredAt: new Date(Date.parse(fact.occurredAt) + byMs).toISOString() };
}

/** A member who came, lapsed and came back, one who is new, and an anonymous sale. */
function history(): readonly Dated[] {
  return [
    {
      messageId: 'reg',
      type: 'member.registered',
      occurredAt: new Date(started - 400 * dayMs).toISOString(),
      identities: { phone, email: 'mei@example.com' },
      payload: {},
    },
    order('o1', 390, { identities: { phone } }),
    order('o2', 380, { identities: { phone } }),
    order('o3', 20, { identities: { phone } }),
    order('o4', 5, { identities: { phone: '+8613900139000' }, storeId: 's2' }),
    order('o5', 3, { identities: {} }),
  ];
}

/**
 * Asks the store first: the lag that the API shows was read up to a second ago, perhaps before what was sent last. Then the API, so that
 * tests of what it shows meet the same.
 */
async function untilShipped(database: Database, administrator: Client): Promise<void> {
  await settled(async () => expect(await readShippingLag(database)).toMatchObject({ rows: 0, blocks: 0 }));
  await settled(async () => {
    const { foldLag, lensLag } = await administrator.installation.get();
    expect([foldLag.steps, lensLag.facts]).toEqual([0, 0]);
  });
}

/** What the fold and the shipping bring about by themselves, within seconds. */
export async function settled(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 60_000, interval: 50 });
}

/** The code of the problem that a call is refused with, 'none' when it is not. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof ApiError ? error.problem.code : String(error)),
  );
}
