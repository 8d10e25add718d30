import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, ensureEmbeddedPostgres } from '@perennial/postgres';
import { createLensHandler } from './lens-over-http.ts';
import { openStores, StoresBusyError } from './open-stores.ts';
import type { Stores, StoresOptions } from './open-stores.ts';
import { announceServer } from './server-address.ts';

const isRoot = process.getuid?.() === 0;
const ownerProcess = fileURLToPath(new URL('owner-process.ts', import.meta.url));
/** One cluster serves most tests: what they need is to start and stop it, not to make it. */
const sharedFolder = makeFolder();
let folder: string;
let opened: Stores[];
let children: ChildProcess[];

beforeEach(() => {
  folder = sharedFolder;
  opened = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const stores of opened.toReversed()) await stores.close();
  if (folder !== sharedFolder) rmSync(folder, { recursive: true, force: true });
});

afterAll(() => rmSync(sharedFolder, { recursive: true, force: true }));

function makeFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'perennial-stores-'));
  chmodSync(made, 0o711);
  return made;
}

async function open(name: string, more: Partial<StoresOptions> = {}): Promise<Stores> {
  const stores = await openStores({ dataFolder: folder, name, ...more });
  opened.push(stores);
  return stores;
}

/** Starts a process that owns the stores, and waits until it says so. */
async function startOwner(
  account: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [ownerProcess, folder], { ...account, stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const said = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(() => Promise.reject(new Error(`The owner ended: ${errors}`))),
  ]);
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

function postmasterPid(): number {
  return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function answersOne(databaseUrl: string): Promise<boolean> {
  const database = createDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    return (await database.rows<{ one: number }>({ name: 'one', text: 'select 1 as one' }, []))[0]?.one === 1;
  } finally {
    await database.close();
  }
}

describe('the stores of a data folder', () => {
  it('start with the first who opens them, serve a guest beside it, and stop with the owner', async () => {
    const owner = await open('start');
    const guest = await open('import');
    expect([owner.mode, guest.mode]).toEqual(['owner', 'guest']);
    expect(guest.databaseUrl).toBe(owner.databaseUrl);
    expect(await answersOne(guest.databaseUrl)).toBe(true);
    await guest.close();
    expect(await answersOne(owner.databaseUrl)).toBe(true);
    await owner.close();
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(statSync(join(folder, 'postgres.json')).mode & 0o777).toBe(0o600);
  });

  it('are adopted as they run when their owner was killed, with everything acknowledged in them', async () => {
    const { child } = await startOwner();
    const pid = postmasterPid();
    await kill(child);
    const stores = await open('start', { mustOwn: true });
    expect([stores.mode, postmasterPid()]).toEqual(['owner', pid]);
    const lens = await stores.openLens();
    expect(await lens.read({ sql: 'select distinct n from kept' })).toEqual([{ n: 7 }]);
  });

  it('start again when everything was killed, PostgreSQL too', async () => {
    const { child } = await startOwner();
    const pid = postmasterPid();
    process.kill(pid, 'SIGKILL');
    await kill(child);
    const stores = await open('start', { mustOwn: true });
    expect(postmasterPid()).not.toBe(pid);
    expect(await answersOne(stores.databaseUrl)).toBe(true);
  });

  it('bring PostgreSQL back under the same URL when it is killed while the owner lives', async () => {
    const reports: string[] = [];
    const owner = await open('start', { report: (message) => reports.push(message) });
    const pid = postmasterPid();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => reports.join(), { timeout: 30_000 }).toContain('runs again');
    expect(postmasterPid()).not.toBe(pid);
    expect(await answersOne(owner.databaseUrl)).toBe(true);
    expect((await open('import')).mode).toBe('guest');
  });

  it('keep a second server out and name who has them', async () => {
    await open('start');
    await expect(open('start', { mustOwn: true, ownWaitMs: 0 })).rejects.toThrow(StoresBusyError);
    await expect(open('start', { mustOwn: true, ownWaitMs: 0 })).rejects.toThrow(/"perennial start" \(process \d+\)/);
  });

  it('keep a second server out at once where one answers, and say where', async () => {
    await open('start');
    let token = '';
    const server = createServer((request, response) => {
      response.statusCode = request.headers.authorization === `Bearer ${token}` ? 400 : 401;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const announced = announceServer(folder, { host: '0.0.0.0', port });
    ({ token } = announced);
    try {
      const startedAt = performance.now();
      await expect(open('start', { mustOwn: true })).rejects.toThrow(
        new RegExp(`\\(process ${process.pid}\\).* http://127\\.0\\.0\\.1:${port}\\.`),
      );
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      // One that was killed left its address behind, and another program has the port.
      token = 'another';
      await expect(open('start', { mustOwn: true, ownWaitMs: 0 })).rejects.toThrow(/belong to "perennial start"/);
    } finally {
      announced.withdraw();
      server.close();
    }
  });

  it('tell whoever waits for them what for', async () => {
    const phases: string[] = [];
    const command = await open('import');
    const waiting = open('start', { mustOwn: true, ownWaitMs: 20_000, onPhase: (what) => phases.push(what) });
    await expect
      .poll(() => phases.join('; '))
      .toMatch(/waiting up to 20 s for "perennial import" \(process \d+\) to end/);
    await command.close();
    await waiting;
  });

  it('give way to a server that waits for a command to end', async () => {
    const command = await open('import');
    const waiting = open('start', { mustOwn: true });
    await command.close();
    expect((await waiting).mode).toBe('owner');
  });
});

describe('the lens beside a running server', () => {
  let server: Server;

  beforeEach(async () => {
    const owner = await open('start');
    const lens = await owner.openLens();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        const handle = createLensHandler(lens, 'secret');
        void handle({ authorization: request.headers.authorization, body }).then((answer) =>
          response.writeHead(answer.status).end(JSON.stringify(answer.body)),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    announceServer(folder, { host: '127.0.0.1', port: portOf(server), token: 'secret' });
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('answers a guest by HTTP', async () => {
    const lens = await (await open('members')).openLens();
    expect(await lens.read({ sql: 'select {n:UInt8} + 1 as n', params: { n: 4 } })).toEqual([{ n: 5 }]);
    await expect(lens.read({ sql: 'select nonsense' })).rejects.toThrow(/nonsense/);
  });

  it('refuses what is not a select, and whoever does not know the token', async () => {
    const lens = await (await open('members')).openLens();
    await expect(lens.read({ sql: 'drop table fact' })).rejects.toThrow(/not a query/);
    announceServer(folder, { host: '127.0.0.1', port: portOf(server), token: 'guessed' });
    await expect(lens.read({ sql: 'select 1' })).rejects.toThrow(/token/);
  });

  it('says so when the server is gone', async () => {
    const lens = await (await open('members')).openLens();
    server.closeAllConnections();
    server.close();
    await expect(lens.read({ sql: 'select 1' })).rejects.toThrow(/does not answer/);
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** These need root, who can become somebody else; everybody else runs PostgreSQL as himself, which the tests above show. */
describe.skipIf(!isRoot)('as root', () => {
  beforeEach(() => {
    folder = makeFolder();
  });

  it('runs PostgreSQL as an unprivileged user', async () => {
    folder = sharedFolder;
    await open('start');
    expect(statSync(join(folder, 'postgres')).uid).toBe(65_534);
  });

  it('gives PostgreSQL a reachable folder when its account cannot enter the data folder', async () => {
    const home = join(folder, 'root-only');
    const shared = join(folder, 'shared');
    mkdirSync(home, { mode: 0o700 });
    const options = { folder: join(home, 'data'), sharedRoot: shared };
    const first = await ensureEmbeddedPostgres(options);
    expect(first.cluster.startsWith(shared)).toBe(true);
    expect(await answersOne(first.url)).toBe(true);
    await first.stop();
    const second = await ensureEmbeddedPostgres(options);
    expect(second.cluster).toBe(first.cluster);
    await second.stop();
  });

  it('names the folder and its mode when there is no reachable one', async () => {
    const home = join(folder, 'root-only');
    mkdirSync(home, { mode: 0o700 });
    const start = ensureEmbeddedPostgres({ folder: join(home, 'data'), sharedRoot: join(home, 'shared') });
    await expect(start).rejects.toThrow(/65534.*root-only \(mode 0700\).*chmod o\+x/);
  });

  it('runs as the owner of the folder when that is an ordinary user', async () => {
    chownSync(folder, 65_534, 65_534);
    chmodSync(folder, 0o700);
    const { said } = await startOwner({ uid: 65_534, gid: 65_534 });
    expect(said).toContain('"mode":"owner"');
    expect(statSync(join(folder, 'postgres')).uid).toBe(65_534);
    expect(statSync(join(folder, 'lens')).uid).toBe(65_534);
    for (const child of children) await kill(child);
    await open('stop it');
  });
});

if (!isRoot) process.stdout.write('Not root: the tests of PostgreSQL under another account are left out.\n');
