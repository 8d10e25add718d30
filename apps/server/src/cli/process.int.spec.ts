import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const entry = join(import.meta.dirname, '../../bin/perennial.js');
let folder: string;
let server: ChildProcess;
let started: { readonly address: string; readonly signInUrl: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-process-'));
  server = spawn(
    process.execPath,
    [entry, 'start', '--port', '0', '--no-open', '--no-build', '--json', '--data', folder],
    {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  started = JSON.parse(await firstLine(server)) as typeof started;
}, 120_000);
afterAll(() => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Nothing of the machine that runs the tests. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(PERENNIAL_|DATABASE_URL|CLICKHOUSE_URL)/.test(name));
  return { ...Object.fromEntries(own), PERENNIAL_SHARDS: '16', PERENNIAL_LOG_LEVEL: 'error' };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
  });
}

async function perennial(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [entry, ...words, '--data', folder], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: out.trim(), err };
}

const phone = '+8613800138000';

describe('a server and the commands beside it', () => {
  it('is ready at the address that it prints', async () => {
    expect(started.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await expect
      .poll(async () => (await fetch(`${started.address}/health/ready`)).status, { timeout: 30_000 })
      .toBe(200);
    expect(started.signInUrl.startsWith(`${started.address}/`)).toBe(true);
  });

  it('says at once that a server runs already, and where', async () => {
    const startedAt = performance.now();
    const { code, err } = await perennial('start', '--port', '0', '--no-open', '--no-build');
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`it answers at ${started.address}.`) as string,
    });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('takes facts with a key that the command line made, and shows the member as the API does', async () => {
    const { out: writeKey } = await perennial('keys', 'create', '--kind', 'write', '--source', 'till');
    expect(writeKey).toMatch(/^pk_write_\S{32}$/);
    const fact = {
      messageId: '1',
      type: 'order.placed',
      identities: { phone },
      payload: { orderId: '1', amountMinor: 9_900, currency: 'CNY' },
    };
    const posted = await fetch(`${started.address}/v1/facts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' },
      body: JSON.stringify([fact]),
    });
    expect(posted.status).toBe(200);
    const { out: apiKey } = await perennial('keys', 'create', '--kind', 'api', '--scopes', 'members.read');
    const shown = await perennial('members', 'get', `phone:${phone}`, '--json');
    expect(shown.code).toBe(0);
    const member = JSON.parse(shown.out) as { id: string; asOfAt: string };
    const answered = await fetch(`${started.address}/v1/members/${member.id}?asOf=${member.asOfAt}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    // Asked by its instant, now is a past one.
    expect(await answered.json()).toEqual({ ...member, isHistory: true });
    expect(shown.out).not.toContain('13800138000');
  });

  it('backs up beside the server to a file that is found whole, and refuses one that was cut off', async () => {
    const file = join(folder, 'one.backup');
    const taken = await perennial('backup', file, '--json');
    expect(taken.code).toBe(0);
    const manifest = JSON.parse(taken.out) as { tables: { name: string; rows: number }[] };
    expect(manifest.tables.find(({ name }) => name === 'member')?.rows).toBe(1);
    const verified = await perennial('backup', file, '--verify', '--json');
    expect(JSON.parse(verified.out)).toEqual(manifest);
    truncateSync(file, statSync(file).size - 1);
    expect((await perennial('backup', file, '--verify')).code).toBe(1);
    expect((await perennial('backup', file, '--verify', '--with-keys')).code).toBe(2);
  });

  it('answers with honest exit codes', async () => {
    expect((await perennial('doctor')).code).toBe(0);
    expect((await perennial('members', 'get', 'phone:+8613900139000')).code).toBe(1);
    expect((await perennial('members', 'get')).code).toBe(2);
  });

  it('ends within ten seconds of SIGTERM, after which a command starts the stores itself', async () => {
    const askedAt = performance.now();
    server.kill('SIGTERM');
    const [code] = (await once(server, 'exit')) as [number];
    expect(code).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    expect(existsSync(join(folder, 'server.json'))).toBe(false);
    const replayed = await perennial('replay', '--verify', '--json');
    expect(replayed.code).toBe(0);
    expect(JSON.parse(replayed.out)).toMatchObject({ members: 1, differing: 0 });
  });
});
