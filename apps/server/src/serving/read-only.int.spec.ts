import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { createDatabase, type Database } from '@perennial/postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let operator: Database;
beforeAll(async () => {
  served = await startServedPlatform();
  operator = createDatabase({ url: served.platform.stores.databaseUrl, poolSize: 1 });
  // The operator makes the store writable again.
  await operator.run('set default_transaction_read_only = off');
});
afterAll(async () => {
  await operator?.close();
  await served?.close();
});

let serial = 0;
function fact(text = '') {
  serial += 1;
  return { messageId: `full-${serial}`, type: 'page.viewed', payload: { text } };
}

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: string | null;
}

async function ask(path: string, init: RequestInit & { readonly json?: unknown } = {}): Promise<Answer> {
  const { json, ...rest } = init;
  const body = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
  const headers = { 'content-type': 'application/json', ...Object.fromEntries(new Headers(init.headers)) };
  const answer = await fetch(`${served.address}${path}`, { ...body, ...rest, headers });
  const text = await answer.text();
  const { code } = (text === '' ? {} : JSON.parse(text)) as { readonly code?: string };
  return { status: answer.status, code, retryAfter: answer.headers.get('retry-after') };
}

const sendFact = (one: object, path = '/v1/facts') =>
  ask(path, { json: one, headers: { authorization: `Bearer ${served.writeKey}` } });
const isReady = async () => (await ask('/health/ready')).status === 200;
const readOnly = { status: 503, code: 'server.read_only', retryAfter: '10' };

async function createLink() {
  const body = { email: `${randomUUID()}@example.com`, name: 'Li', role: 'administrator' } as const;
  return (await served.administrator.users.create({ body })).link;
}

const isLogged = async (messageId: string) =>
  (await operator.rows({ name: 'test_logged', text: 'select 1 from fact where message_id = $1' }, [messageId]))
    .length === 1;

describe('a store that only reads', () => {
  const name = async () =>
    (await operator.rows<{ name: string }>({ name: 'test_name', text: 'select current_database() as name' }, []))[0]
      ?.name ?? '';
  /** Holds for connections that begin afterwards, so the others are ended. */
  const setReadOnly = async (value: 'on' | 'off') => {
    const database = await name();
    await operator.run(`alter database "${database}" set default_transaction_read_only = ${value}`);
    await operator.run(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'perennial' and datname = current_database() and pid <> pg_backend_pid()`,
    );
  };
  afterEach(() => setReadOnly('off'));

  it('is told by every door as one error with a time to come back, and ends by itself', async () => {
    const kept = fact();
    expect(await sendFact(kept)).toMatchObject({ status: 200 });
    const cookie = await served.signInByLink((await createLink()).url);
    const link = new URL((await createLink()).url).searchParams.get('token');
    expect(await isReady()).toBe(true);

    await setReadOnly('on');
    await expect.poll(() => sendFact(fact()), { timeout: 10_000 }).toEqual(readOnly);
    expect(await sendFact({ ...fact(), event: 'x', userId: '1' }, '/v1/track')).toEqual(readOnly);
    expect(await ask('/v1/session/link', { json: { token: link } })).toEqual(readOnly);
    const staff = { headers: { cookie } };
    expect(await ask('/v1/keys', { ...staff, json: { kind: 'write', name: 'x', source: 'x' } })).toEqual(readOnly);
    expect(await ask('/v1/quarantine/dismiss', { ...staff, json: { ids: [randomUUID()], reason: 'x' } })).toEqual(
      readOnly,
    );
    expect(await isReady()).toBe(false);
    // Who only reads goes on.
    expect((await served.administrator.members.list()).count).toBe(2);

    await setReadOnly('off');
    await expect.poll(isReady, { timeout: 20_000 }).toBe(true);
    const next = fact();
    await expect.poll(async () => (await sendFact(next)).status, { timeout: 10_000 }).toBe(200);
    expect(await Promise.all([kept.messageId, next.messageId].map(isLogged))).toEqual([true, true]);
  });
});

describe('a disk that is full', () => {
  const mounted = mountSmallDisk();
  afterAll(() => mounted?.unmount());
  if (mounted === undefined)
    process.stderr.write('notice: no file system can be mounted here; left out: a full disk\n');

  it.skipIf(mounted === undefined)(
    'loses no acknowledged fact, refuses the others, and recovers when there is room',
    async () => {
      const { folder } = mounted ?? { folder: '' };
      await operator.run(`create tablespace small location '${folder}/store'`);
      try {
        for (const table of ['fact', 'write_probe']) await operator.run(`alter table ${table} set tablespace small`);
        const acknowledged: string[] = [];
        const send = async () => {
          const one = fact(randomBytes(9_000).toString('hex').slice(0, 18_000));
          const answer = await sendFact(one);
          if (answer.status === 200) acknowledged.push(one.messageId);
          return answer;
        };
        writeFileSync(join(folder, 'ballast'), Buffer.alloc(6 * 1024 * 1024));
        let last = await send();
        for (let tries = 0; last.status === 200 && tries < 2000; tries += 1) last = await send();
        expect(last).toEqual(readOnly);
        expect(await isReady()).toBe(false);
        expect(await ask('/health/live')).toMatchObject({ status: 200 });
        expect(acknowledged.length).toBeGreaterThan(10);
        expect((await Promise.all(acknowledged.map(isLogged))).every(Boolean)).toBe(true);

        rmSync(join(folder, 'ballast'));
        await expect.poll(isReady, { timeout: 20_000 }).toBe(true);
        expect(await send()).toMatchObject({ status: 200 });
        expect((await Promise.all(acknowledged.map(isLogged))).every(Boolean)).toBe(true);
      } finally {
        rmSync(join(folder, 'ballast'), { force: true });
        for (const table of ['fact', 'write_probe'])
          await operator.run(`alter table ${table} set tablespace pg_default`);
        await operator.run('drop tablespace small');
      }
    },
  );
});

/** A file system of 16 MB with a folder for the database's account; undefined where this user may not mount any. */
function mountSmallDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=777', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  execFileSync('install', ['-d', '-o', 'nobody', join(folder, 'store')]);
  chmodSync(folder, 0o777);
  return {
    folder,
    unmount() {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
