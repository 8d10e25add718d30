import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runSample, shellLinesOf, startSample, textOf } from './testing/page-samples.ts';
import type { StartedSample } from './testing/page-samples.ts';

/** What the pages for operators tell to type, typed. Each page has a database and a folder of its own. */

const execute = promisify(execFile);
let database: TestDatabase;
let folder: string;
let environment: Record<string, string>;
let started: StartedSample | undefined;

async function beginPage(): Promise<void> {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'perennial-operating-'));
  environment = { DATABASE_URL: database.url, PERENNIAL_DATA: join(folder, 'data') };
}
async function endPage(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
}

async function isDone(line: string): Promise<string> {
  const { code, out, err } = await runSample(line, { environment });
  expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
  return out;
}

afterEach(async () => {
  await started?.stop();
  started = undefined;
});

describe('the page on operating', () => {
  const page = 'how-to/operate.md';
  const lines = shellLinesOf(page);
  beforeAll(beginPage);
  afterAll(endPage);

  it.each(lines.filter((line) => /perennial start\b/.test(line)))('%s', async (line) => {
    started = await startSample(line, { environment });
    const { address, role } = started.told;
    if (line.includes('worker')) {
      expect({ role, address }).toEqual({ role: 'worker', address: undefined });
    } else {
      const status = (path: string): Promise<number> => fetch(`${address}${path}`).then((response) => response.status);
      expect(await status('/health/live')).toBe(200);
      // A process that takes requests alone says that nobody folds.
      await expect.poll(() => status('/health/ready'), { timeout: 20_000 }).toBe(line.includes('api') ? 503 : 200);
    }
    expect(await started.stop()).toMatchObject({ code: 0 });
  });

  it('names measures that are there', async () => {
    const named = [...textOf(page).matchAll(/`(perennial_\w+)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(4);
    started = await startSample('npx perennial start', { environment });
    const measures = await (await fetch(`${started.told.address}/metrics`)).text();
    for (const name of named) expect(measures).toContain(name);
  });

  it.each(lines.filter((line) => !/perennial start\b/.test(line)))('%s', async (line) => {
    await isDone(line);
  });

  it('tells what else can be typed', async () => {
    const inline = [...textOf(page).matchAll(/`npx (perennial [^`]+)`/g)].map(([, words = '']) => `npx ${words}`);
    expect(inline).toEqual(expect.arrayContaining(['npx perennial doctor', 'npx perennial replay --verify']));
    for (const line of new Set(inline)) await isDone(line);
  });
});

describe('the page on roles and keys', () => {
  const lines = shellLinesOf('how-to/roles-and-keys.md');
  beforeAll(beginPage);
  afterAll(endPage);

  it('makes keys beside a server, which answers within their scopes and no further', async () => {
    started = await startSample('npx perennial start', { environment });
    expect(started.told.signInUrl).toMatch(/^http/);
    const { address = '' } = started.told;
    const keys: string[] = [];
    for (const line of lines.filter((one) => one.startsWith('npx '))) keys.push((await isDone(line)).trim());
    expect(keys).toEqual([expect.stringMatching(/^pk_write_\S+$/), expect.stringMatching(/^sk_api_\S+$/)]);
    const [, , header = '', url = ''] = /^curl (-H) "([^"]+)" (\S+)$/.exec(lines.at(-1) ?? '') ?? [];
    const [, value = ''] = header.replace('sk_api_…', keys[1] ?? '').split(': ');
    const ask = async (path: string): Promise<number> =>
      (await fetch(`${address}${path}`, { headers: { authorization: value } })).status;
    // The lens of a new installation is made while it is asked already.
    await expect.poll(() => ask(new URL(url).pathname), { timeout: 20_000 }).toBe(200);
    expect(await ask('/v1/users')).toBe(403);
  });
});

describe('the page on databases of your own', () => {
  const lines = shellLinesOf('how-to/run-on-your-own-databases.md');
  const of = (word: RegExp): string => lines.find((line) => word.test(line)) ?? '';
  beforeAll(beginPage);
  afterAll(endPage);

  it('makes a database, migrates it and starts on it', async () => {
    const name = `perennial_sample_${randomBytes(6).toString('hex')}`;
    const { PATH = '' } = process.env;
    const server = new URL(database.url);
    const programs = { PATH, PGHOST: server.hostname, PGPORT: server.port, PGUSER: server.username };
    const options = { env: { ...programs, PGPASSWORD: decodeURIComponent(server.password) } };
    expect(of(/^createdb/)).toBe('createdb perennial');
    if (!PATH.split(':').some((place) => existsSync(join(place, 'createdb')))) {
      process.stdout.write('notice: there is no createdb here; left out: a database made by the line of the page\n');
      return;
    }
    await execute('createdb', [name], options);
    try {
      server.pathname = `/${name}`;
      for (const line of lines.filter((one) => one.startsWith('DATABASE_URL='))) {
        const [, url = '', command = ''] = /^DATABASE_URL=(\S+) (npx .+)$/.exec(line) ?? [];
        expect(new URL(url).pathname).toBe('/perennial');
        environment = { ...environment, DATABASE_URL: server.href, PERENNIAL_DATA: join(folder, name) };
        if (!command.endsWith('start')) await isDone(command);
        else expect((await (await startSample(command, { environment })).stop()).code).toBe(0);
      }
    } finally {
      await execute('dropdb', ['--force', name], options);
    }
  });

  const debian = '/usr/lib/postgresql/15/bin';
  const isDebian = existsSync(join(debian, 'initdb'));
  if (!isDebian) process.stdout.write(`notice: there is no ${debian}; left out: a server of PostgreSQL 15\n`);

  it.skipIf(!isDebian)('makes a server of PostgreSQL 15, on which the tests find their databases', async () => {
    const place = mkdtempSync(join(tmpdir(), 'perennial-pg15-'));
    const port = await freePort();
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(place, Number((await execute('id', ['-u', 'postgres'])).stdout), -1);
    const type = (line: string): Promise<unknown> => {
      expect(line).toContain('sudo -u postgres');
      // Root needs no sudo, and an ordinary user may run the programs herself.
      const said = line.replace('sudo -u postgres', isRoot ? 'runuser -u postgres --' : '');
      return execute('sh', ['-c', said.replaceAll('/tmp/perennial-pg15', `${place}/data`).replaceAll('55415', port)], {
        cwd: '/',
      });
    };
    const outer = process.env['PERENNIAL_TEST_DATABASE_URL'];
    try {
      await type(of(/initdb/));
      await type(`${of(/pg_ctl.* start/)} >/dev/null 2>&1`);
      const [, name = '', url = ''] = /^(\w+)=(\S+:55415\S*) npm test$/.exec(of(/55415.*npm test/)) ?? [];
      process.env[name] = url.replace('55415', port);
      const made = await createTestDatabase();
      expect(made.url).toContain(port);
      await made.drop();
      await type(of(/pg_ctl.* stop/));
    } finally {
      delete process.env['PERENNIAL_TEST_DATABASE_URL'];
      if (outer !== undefined) process.env['PERENNIAL_TEST_DATABASE_URL'] = outer;
      await type(`${of(/pg_ctl.* stop/)} >/dev/null 2>&1 || true`);
      rmSync(place, { recursive: true, force: true });
    }
  });
});

function freePort(): Promise<string> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(String(typeof address === 'object' ? address?.port : '')));
    });
  });
}
