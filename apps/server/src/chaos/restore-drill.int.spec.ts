import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factTotals } from '@perennial/clickhouse';
import { findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRemoteLens } from '../stores/lens-over-http.ts';
import { readServerAddress } from '../stores/server-address.ts';
import { startSenders } from './fact-senders.ts';
import { runPerennial, startCommand, startServerProcess } from './server-process.ts';
import type { Account, ServerProcess } from './server-process.ts';

/**
 * The drill: an installation is backed up while it works, somebody is erased afterwards, and it is restored at another place, as another
 * account where the tests run as root, beside the first one, which goes on.
 */
let home: string;
let first: ServerProcess;
let second: ServerProcess | undefined;
let writeKey: string;
let apiKey: string;
let cookie: string;

const nobody: Account = { uid: 65_534, gid: 65_534 };
const canBeAnother = canRunAs(nobody);
if (!canBeAnother)
  process.stderr.write('notice: not as another account: only root can, where others may read the code\n');
const account = canBeAnother ? nobody : undefined;

const at = (...names: readonly string[]) => join(home, ...names);
const kept = () => at('kept');
const file = () => at('kept', 'one.backup');

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'perennial-drill-'));
  chmodSync(home, 0o711);
  mkdirSync(at('first'), { mode: 0o711 });
  mkdirSync(kept(), { mode: 0o755 });
  await shiftOwnStoreClock(at('first'));
  first = await startServerProcess({ dataFolder: at('first') });
  writeKey = (await perennial('first', 'keys', 'create', '--kind', 'write')).trim();
  apiKey = (await perennial('first', 'keys', 'create', '--kind', 'api', '--scopes', 'members.read')).trim();
  cookie = await signIn(first);
}, 300_000);
afterAll(async () => {
  await Promise.all([first?.kill(), second?.kill()]);
  for (const name of ['first', 'second', 'third', 'small'])
    if (existsSync(at(name))) await (await findEmbeddedPostgres({ folder: at(name) }).catch(() => undefined))?.stop();
  rmSync(home, { recursive: true, force: true });
});

function canRunAs(wanted: Account): boolean {
  if (process.getuid?.() !== 0) return false;
  return spawnSync(process.execPath, ['--version'], { ...wanted, cwd: import.meta.dirname }).status === 0;
}

async function perennial(folder: string, ...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await ask(folder, ...words);
  expect({ words, code, said: code === 0 ? '' : stdout + stderr }).toEqual({ words, code: 0, said: '' });
  return stdout;
}

function ask(folder: string, ...words: readonly string[]) {
  const isSecond = folder === 'second' && account !== undefined;
  return runPerennial([...words, '--data', at(folder)], {}, isSecond ? account : undefined);
}

/** Whoever comes with the first link of all names herself the first administrator. */
async function signIn(server: ServerProcess): Promise<string> {
  const { url } = JSON.parse(await perennial('first', 'users', 'sign-in-link', '--json')) as { url: string };
  const token = new URL(url).searchParams.get('token');
  const named = { token, email: 'first@example.com', name: 'First', password: 'violet lantern harbour' };
  const answer = await fetch(`${server.address}/v1/session/first-administrator`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(named),
  });
  expect(answer.status).toBe(200);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const read = async (server: ServerProcess, path: string, headers: Record<string, string>) =>
  fetch(`${server.address}${path}`, { headers });
const byKey = () => ({ authorization: `Bearer ${apiKey}` });

function orderOf(messageId: string, serial: number) {
  const phone = `+86138${String(10_000_000 + (serial % 300)).padStart(8, '0')}`;
  const payload = { orderId: messageId, amountMinor: 1_000 + serial, currency: 'CNY' };
  return { messageId, type: 'order.placed', identities: { phone }, payload };
}
const erasedPhone = '+8613810000001';

async function send(server: ServerProcess, messageId: string, phone: string): Promise<number> {
  const fact = { ...orderOf(messageId, 0), identities: { phone } };
  const answer = await fetch(`${server.address}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
    body: JSON.stringify([fact]),
  });
  return answer.status;
}

const statusOf = async (server: ServerProcess, phone: string) =>
  (await read(server, `/v1/members/phone:${encodeURIComponent(phone)}`, byKey())).status;

interface Taken {
  readonly installationId: string;
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

async function idOf(folder: string, phone: string): Promise<string> {
  return (JSON.parse(await perennial(folder, 'members', 'get', `phone:${phone}`, '--json')) as { id: string }).id;
}

describe('the drill', () => {
  let taken: Taken;
  let erasedId: string;

  it('takes a backup while facts come in', async () => {
    const create = (messageId: string, serial: number) => orderOf(messageId, serial);
    const address = () => first.address;
    const senders = startSenders({ address, writeKey, senders: 2, batchFacts: 50, pauseMs: 20, createFact: create });
    await expect.poll(() => senders.acknowledged.size).toBeGreaterThan(1_000);
    taken = JSON.parse(await perennial('first', 'backup', file(), '--with-keys', '--json')) as Taken;
    const acknowledged = senders.acknowledged.size;
    await expect.poll(() => senders.acknowledged.size).toBeGreaterThan(acknowledged);
    await senders.finish();
    expect(senders.refusals).toEqual([]);
    erasedId = await idOf('first', erasedPhone);
    await perennial('first', 'members', 'erase', erasedId, '--reason', 'asked', '--yes');
    const journal = readFileSync(join(kept(), 'erasures.jsonl'), 'utf8');
    expect(journal).toContain(erasedId);
    expect(journal).not.toContain('1381');
    // Whatever else the doctor finds while a busy machine still folds what came in.
    expect((await ask('first', 'doctor')).stdout).toMatch(/ok {7}backup: the last one is 0 hours old/);
  }, 300_000);

  it('is restored elsewhere, with the erasure repeated before anybody is answered', async () => {
    if (account !== undefined) {
      mkdirSync(at('second'), { mode: 0o700 });
      chownSync(at('second'), account.uid, account.gid);
      // She may read what is kept, and write nothing there.
      for (const name of [file(), join(kept(), 'erasures.jsonl')]) chmodSync(name, 0o644);
    }
    const restored = JSON.parse(await perennial('second', 'restore', file(), '--json')) as Record<string, unknown>;
    expect(restored).toMatchObject({ repeated: 1, installationBefore: taken.installationId });
    expect((await ask('second', 'members', 'get', `phone:${erasedPhone}`)).stderr).toContain('There is no member');
    expect(await perennial('second', 'replay', '--verify')).toContain('no difference');
  }, 300_000);

  it('runs beside the first: other id, own lens with every fact, no session of before, delivery paused', async () => {
    if (account === undefined) await shiftOwnStoreClock(at('second'));
    second = await startServerProcess({ dataFolder: at('second'), ...(account === undefined ? {} : { account }) });
    const facts = taken.tables.find(({ name }) => name === 'fact')?.rows ?? 0;
    const lens = createRemoteLens(() => readServerAddress(at('second')));
    const inLens = async () => (await factTotals(lens).catch(() => undefined))?.facts ?? 0;
    expect(facts).toBeGreaterThan(1_000);
    await expect.poll(inLens, { timeout: 60_000 }).toBe(facts);
    const { deliveryPause } = (await (await read(second, '/v1/installation', byKey())).json()) as {
      deliveryPause: { reason: string } | null;
    };
    expect(deliveryPause).toMatchObject({ reason: 'restored' });
    const me = (server: ServerProcess) => read(server, '/v1/session', { cookie }).then(({ status }) => status);
    expect([await me(first), await me(second)]).toEqual([200, 401]);
  }, 300_000);

  it('never mixes with the first', async () => {
    const running = second;
    if (running === undefined) throw new Error('the second server did not start');
    expect(await send(first, 'only-first', '+8613900000001')).toBe(200);
    expect(await send(running, 'only-second', '+8613900000002')).toBe(200);
    await expect.poll(() => statusOf(first, '+8613900000001')).toBe(200);
    await expect.poll(() => statusOf(running, '+8613900000002')).toBe(200);
    expect(await statusOf(first, '+8613900000002')).toBe(404);
    expect(await statusOf(running, '+8613900000001')).toBe(404);
    expect((await running.stop()).code).toBe(0);
    second = undefined;
    expect(await statusOf(first, '+8613900000001')).toBe(200);
    expect(await perennial('second', 'replay', '--verify')).toContain('no difference');
  }, 300_000);
});

describe('a restore that is killed', () => {
  it.each([
    ['as it begins', 'restoring.json'],
    ['when its database runs', join('postgres', 'postmaster.pid')],
  ])(
    '%s leaves what nobody opens, and is done again',
    async (_, sign) => {
      const restoring = startCommand(['restore', file(), '--data', at('third')]);
      await expect.poll(() => existsSync(at('third', sign))).toBe(true);
      await restoring.kill();
      const refused = await ask('third', 'start', '--port', '0', '--no-open', '--no-build');
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('did not finish');
      await perennial('third', 'restore', file());
      expect((await ask('third', 'members', 'get', `phone:${erasedPhone}`)).stderr).toContain('There is no member');
      expect(existsSync(at('third', 'restoring.json'))).toBe(false);
      rmSync(at('third'), { recursive: true });
    },
    120_000,
  );
});

describe('a disk that is full', () => {
  const isMounted = (megabytes: number): boolean => {
    mkdirSync(at('small'), { recursive: true });
    const options = `size=${megabytes}m,mode=711`;
    return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at('small')]).status === 0;
  };

  it.each([30, 58])(
    'of %i MB is left empty, and told',
    async (megabytes) => {
      if (!isMounted(megabytes)) {
        process.stderr.write('notice: no file system can be mounted here; left out: a full disk\n');
        return;
      }
      try {
        const { code, stderr } = await ask('small', 'restore', file());
        expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('There is no room ') });
        expect(readdirSync(at('small'))).toEqual([]);
      } finally {
        spawnSync('umount', [at('small')]);
      }
    },
    120_000,
  );
});
