import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const example = join(import.meta.dirname, 'receive-webhooks.ts');
const secretOf = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = secretOf();
const other = secretOf();

let folder: string;
let file: string;
let receiver: Receiver;

interface Receiver {
  readonly url: string;
  /** Everything that it has said so far. */
  said(): string;
  kill(): Promise<void>;
}

function start(words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [example, ...words], { env: { ...process.env, ...environment } });
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** The example as a process, which says where it listens. */
async function startReceiver(): Promise<Receiver> {
  const child = start(['--port', '0', '--file', file], { WEBHOOK_SECRET: secret });
  const ended = endOf(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (text += part.toString()));
  const listening = /listening on (\S+)/;
  await vi
    .waitFor(() => expect(text).toMatch(listening), { timeout: 30_000, interval: 20 })
    .catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
  const [, url = ''] = listening.exec(text) ?? [];
  return {
    url,
    said: () => text,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function begin(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'perennial-receiver-'));
  file = join(folder, 'webhooks.ndjson');
  receiver = await startReceiver();
}
async function end(): Promise<void> {
  await receiver.kill();
  rmSync(folder, { recursive: true, force: true });
}

const memberId = '0190f5a0-6c1e-7c3a-9a53-0f6a4f3f7b11';
const otherId = '0190f5a0-6c1e-7c3a-9a53-0f6a4f3f7b12';
let events = 0;

interface Said {
  readonly id?: string;
  readonly type?: string;
  readonly ageSeconds?: number;
  readonly secrets?: readonly string[];
  /** In the place of an event. */
  readonly body?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Tells the receiver something, signed as Standard Webhooks says, and answers with the status. */
async function tell({
  id,
  type = 'stage.changed',
  ageSeconds = 0,
  secrets = [secret],
  body,
  data,
}: Said): Promise<number> {
  events += 1;
  const own = { memberId, sequence: events, recordedAt: new Date(events).toISOString(), ...data };
  const text = body ?? JSON.stringify({ type, timestamp: own.recordedAt, data: own });
  const [name, at] = [id ?? `evt_${events}`, Math.floor(Date.now() / 1_000) - ageSeconds];
  const signatures = secrets.map((one) => {
    const key = Buffer.from(one.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${name}.${at}.${text}`).digest('base64')}`;
  });
  const headers = { 'webhook-id': name, 'webhook-timestamp': `${at}`, 'webhook-signature': signatures.join(' ') };
  return (await fetch(receiver.url, { method: 'POST', headers, body: text })).status;
}

const moved = (from: string, to: string) => ({ lifecycle: 'main', from, to });
const hears = (text: string) => expect.poll(() => receiver.said()).toContain(text);
const kept = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

describe('the example of a receiver takes', () => {
  beforeEach(begin);
  afterEach(end);

  it('what is signed, keeps it before it answers, and follows the member', async () => {
    expect(await tell({ data: moved('', 'new') })).toBe(204);
    expect(kept()).toHaveLength(1);
    await hears(`stage.changed ${memberId}: (new) -> new`);
    expect(await tell({ data: moved('new', 'active') })).toBe(204);
    await hears('new -> active');
  });

  it('either of two signatures while the secret rotates, in whichever order', async () => {
    expect(await tell({ secrets: [other, secret], data: moved('', 'new') })).toBe(204);
    expect(await tell({ secrets: [secret, other], data: moved('new', 'active') })).toBe(204);
    expect(kept()).toHaveLength(2);
  });

  it('a test, which concerns nobody, and types that it does not know', async () => {
    expect(await tell({ type: 'webhook.test', data: { memberId: undefined } })).toBe(204);
    await hears('webhook.test\n');
    expect(await tell({ type: 'points.earned' })).toBe(204);
    await hears(`points.earned ${memberId}: kept`);
  });

  it('what comes twice once, also after it was killed', async () => {
    const said = { id: 'evt_twice', data: { ...moved('', 'new'), sequence: 1 } };
    expect([await tell(said), await tell(said)]).toEqual([204, 204]);
    await hears('known already (evt_twice)');
    await receiver.kill();
    // Half a line, as a full disk or a power cut leaves it.
    appendFileSync(file, '{"id":"evt_half","text":"{');
    receiver = await startReceiver();
    expect(await tell(said)).toBe(204);
    await hears('known already (evt_twice)');
    expect(await tell({ id: 'evt_half', data: moved('new', 'active') })).toBe(204);
    expect(kept().map((line) => (JSON.parse(line) as { readonly id: string }).id)).toEqual(['evt_twice', 'evt_half']);
    await hears('new -> active');
  });

  it('nothing older of a member for the newest', async () => {
    await tell({ data: { ...moved('active', 'silent'), sequence: 9 } });
    expect(await tell({ data: { ...moved('new', 'active'), sequence: 8 } })).toBe(204);
    await hears(`stage.changed ${memberId}: ignored, a later one is known`);
    await tell({ data: { ...moved('', 'new'), sequence: 1, memberId: otherId } });
    await hears(`stage.changed ${otherId}: (new) -> new`);
    await tell({ data: { ...moved('silent', 'active'), sequence: 10 } });
    await hears('silent -> active');
  });

  it('whom to read anew after a merge and its undoing, however late it hears of it', async () => {
    await tell({ data: { ...moved('', 'new'), sequence: 1_000 } });
    await tell({ type: 'member.merged', data: { absorbedId: otherId, mergeId: 'm', sequence: 5 } });
    await hears(`member.merged ${memberId}: read anew ${memberId} and ${otherId}`);
    await tell({ type: 'member.merge_undone', data: { memberId: otherId, otherId: memberId, mergeId: 'm' } });
    await hears(`member.merge_undone ${otherId}: read anew ${otherId} and ${memberId}`);
  });

  it('an erasure, after which nothing of hers is left nor comes back', async () => {
    const identities = [{ type: 'phone', value: '+8613907152001' }];
    const hers = { ...moved('', 'new'), identities };
    await tell({ data: hers });
    await tell({ data: { ...hers, memberId: otherId, identities: [{ type: 'phone', value: '+8613907152002' }] } });
    expect(readFileSync(file, 'utf8')).toContain('13907152001');
    expect(await tell({ type: 'member.erased' })).toBe(204);
    await hears(`member.erased ${memberId}: erased`);
    await tell({ data: { ...hers, sequence: 1 } });
    await hears('ignored, she is erased');
    expect(readFileSync(file, 'utf8')).not.toContain('13907152001');
    expect(readFileSync(file, 'utf8')).toContain('13907152002');
    await receiver.kill();
    receiver = await startReceiver();
    await tell({ data: hers });
    await hears('ignored, she is erased');
    expect(readFileSync(file, 'utf8')).not.toContain('13907152001');
    expect(receiver.said()).not.toContain('1390715');
  });
});

describe('the example of a receiver refuses', () => {
  beforeAll(begin);
  afterAll(end);

  it('another secret, a body that was changed, and what is not signed', async () => {
    expect(await tell({ secrets: [other] })).toBe(401);
    expect(await tell({ secrets: [] })).toBe(401);
    expect((await fetch(receiver.url, { method: 'POST', body: '{"type":"stage.changed","data":{}}' })).status).toBe(
      401,
    );
  });

  it.each([310, -310])('what was signed %i seconds ago', async (ageSeconds) => {
    expect(await tell({ ageSeconds })).toBe(401);
    expect(await tell({ ageSeconds: ageSeconds - Math.sign(ageSeconds) * 20, body: '{}' })).toBe(400);
  });

  it('a body of a megabyte and more, by whomever', async () => {
    const body = JSON.stringify({ type: 'stage.changed', data: { memberId, note: 'x'.repeat(1024 * 1024) } });
    expect(await tell({ body })).toBe(413);
    expect((await fetch(receiver.url, { method: 'POST', body: new Uint8Array(3 * 1024 * 1024) })).status).toBe(413);
    expect(await tell({ body: '{}' })).toBe(400);
  });

  it.each(['', 'null', '[]', '{', '{"type":1,"data":{}}', '{"type":"stage.changed"}', '{"type":"a.b","data":null}'])(
    'garbage, signed as it may be: %s',
    async (body) => {
      expect(await tell({ body })).toBe(400);
    },
  );

  it('and has kept nothing of all that', async () => {
    expect(await tell({ body: '{}' })).toBe(400);
    expect(kept()).toEqual([]);
  });

  it('whoever only looks', async () => {
    expect((await fetch(receiver.url)).status).toBe(405);
  });

  it('what it cannot keep, so that it comes again', async () => {
    rmSync(folder, { recursive: true, force: true });
    const said = { id: 'evt_again', data: moved('', 'new') };
    expect(await tell(said)).toBe(500);
    expect(await tell(said)).toBe(500);
  });
});

it.each([
  { words: [], environment: { WEBHOOK_SECRET: '' } },
  { words: [], environment: { WEBHOOK_SECRET: 'secret' } },
  { words: ['--port', 'x'], environment: { WEBHOOK_SECRET: secret } },
])('the example of a receiver does not start with $words $environment', async ({ words, environment }) => {
  expect(await endOf(start(words, environment))).toBe(2);
});
