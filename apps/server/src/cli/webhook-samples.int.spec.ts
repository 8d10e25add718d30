import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curlSample } from './testing/curl-sample.ts';
import { runSample, shellLinesOf, startSample } from './testing/page-samples.ts';
import type { StartedSample } from './testing/page-samples.ts';

/** What the page on telling systems (`docs/how-to/tell-your-systems.md`) tells to type, typed in its order, with its own receiver. */

const page = 'how-to/tell-your-systems.md';
const checkout = join(import.meta.dirname, '../../../..');
const before = process.cwd();
const lines = shellLinesOf(page);

let database: TestDatabase;
let folder: string;
let environment: Record<string, string>;
let server: StartedSample;
let receiver: ChildProcess | undefined;
let receiverPort = '';
let told = '';
/** What stands in the place of words that the page has for what it cannot know. */
const known = new Map<string, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'perennial-hooks-page-'));
  environment = { DATABASE_URL: database.url };
  receiverPort = await freePort();
  process.chdir(folder);
});
afterAll(async () => {
  receiver?.kill('SIGKILL');
  await server?.stop();
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

function freePort(): Promise<string> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(String(typeof address === 'object' ? address?.port : '')));
    });
  });
}

/** The one line of the page that says all of this. */
function lineWith(...words: readonly string[]): string {
  const found = lines.filter((line) => words.every((word) => line.includes(word)));
  expect(found, words.join(' ')).toHaveLength(1);
  return found[0] ?? '';
}

async function curl(line: string): Promise<unknown> {
  const receiving = ['127.0.0.1:4700', `127.0.0.1:${receiverPort}`] as const;
  const words = new Map([...known, receiving]);
  const { status, answer } = await curlSample(line, { address: server.told.address ?? '', known: words });
  expect({ line, status }).toEqual({ line, status: 200 });
  return answer;
}

function startReceiver(line: string): void {
  const [, script = ''] = /^WEBHOOK_SECRET=whsec_… npx node (\S+) --port 4700$/.exec(line) ?? [];
  receiver = spawn(process.execPath, [join(checkout, script), '--port', receiverPort], {
    env: { ...process.env, WEBHOOK_SECRET: known.get('whsec_…') ?? '' },
  });
  for (const stream of [receiver.stdout, receiver.stderr]) stream?.on('data', (part: Buffer) => (told += String(part)));
}

const hears = (text: string | RegExp) => expect.poll(() => told).toMatch(text);

describe('the page on telling systems', () => {
  it('starts a server that may call this machine', async () => {
    const line = lineWith('perennial start');
    const [variable = '', command = ''] = line.split(/ (?=npx)/);
    const [name = '', value = ''] = variable.split('=');
    server = await startSample(command, { environment: { ...environment, [name]: value } });
  });

  it('makes keys beside it', async () => {
    for (const line of lines.filter((one) => one.startsWith('export '))) {
      const [, name = '', command = ''] = /^export (\w+)=\$\((npx .+)\)$/.exec(line) ?? [];
      const { code, out, err } = await runSample(command, { environment });
      expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
      known.set(`$${name}`, out.trim());
    }
    expect([...known.keys()]).toEqual(['$API_KEY', '$WRITE_KEY']);
  });

  it('makes a webhook, which is tried out, and told of a member who is new', async () => {
    const made = (await curl(lineWith('-d', '/v1/webhooks '))) as { webhook: { id: string }; secret: string };
    known.set('WEBHOOK', made.webhook.id).set('whsec_…', made.secret);
    startReceiver(lineWith('receive-webhooks.ts'));
    await hears('listening on');
    expect(await curl(lineWith('/test'))).toMatchObject({ isDelivered: true, status: 204 });
    await hears('webhook.test');
    expect(await curl(lineWith('/v1/facts'))).toMatchObject({ accepted: 1 });
    await hears(/^stage\.changed \S+: \(new\) -> new$/m);
  });

  it('changes the secret, and the receiver that has the old one goes on', async () => {
    expect(await curl(lineWith('/secret'))).toMatchObject({ secret: expect.stringMatching(/^whsec_/) });
    expect(await curl(lineWith('/test'))).toMatchObject({ isDelivered: true });
  });

  it('pauses, and what happens meanwhile comes when it is resumed', async () => {
    expect(await curl(lineWith('/pause'))).toMatchObject({ state: 'paused' });
    // As the page says, it holds within a second.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const another = lineWith('/v1/facts').replace('trial-1', 'trial-2').replace('T-1', 'T-2');
    expect(await curl(another)).toMatchObject({ accepted: 1 });
    const waiting = `curl http://127.0.0.1:4600/v1/webhooks/WEBHOOK -H "Authorization: Bearer $API_KEY"`;
    await expect.poll(() => curl(waiting)).toMatchObject({ waitingCount: 1 });
    expect(told).not.toContain('new -> active');
    expect(await curl(lineWith('/resume'))).toMatchObject({ state: 'active' });
    await hears(/^stage\.changed \S+: new -> active$/m);
  });

  it('finds nothing that was given up', async () => {
    expect(await curl(lineWith('/deliveries?state=dead'))).toMatchObject({ items: [] });
    expect(await curl(lineWith('/send-dead-again'))).toEqual({ count: 0 });
  });

  it('has no other lines', () => {
    expect(lines).toHaveLength(12);
  });
});
