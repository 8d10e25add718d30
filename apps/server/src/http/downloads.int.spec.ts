import { listAudit } from '@perennial/postgres/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallContext } from '../use-cases/kernel/call-context.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

/** What the audit log says of a download while it goes out, after it, and when it breaks off. */

let server: TestServer;
let address: string;
let cookie: string;
let parts: () => AsyncIterable<string>;
const memberId = '01890000-0000-7000-8000-000000000000';

beforeAll(async () => {
  const unused = () => Promise.reject(new Error('not part of this test'));
  server = await startTestServer({
    transport: 'listen',
    handlers: ({ audit }) => {
      const downloading = (call: CallContext) =>
        audit.download(call, { action: 'members.downloaded', format: 'csv' }, async () => ({
          fileName: 'members.csv',
          parts: parts(),
        }));
      const exporting = (call: CallContext) =>
        audit.download(call, { action: 'member.exported', subject: memberId, format: 'ndjson' }, async (note) => {
          note({ reason: 'asked by letter' });
          return { fileName: 'member.ndjson', parts: parts() };
        });
      // Only the downloads of the group are called.
      const handlers = new Proxy(
        { download: downloading, export: exporting },
        {
          get: (target, name) => Reflect.get(target, name) ?? unused,
        },
      );
      return { members: handlers } as object;
    },
  });
  const { port } = server.app.server.address() as { port: number };
  address = `http://127.0.0.1:${port}`;
  cookie = await server.signIn('administrator');
});
afterAll(() => server.close());

async function newestAct(action: string) {
  const query = { beforeId: Number.MAX_SAFE_INTEGER, action, actor: '', subject: '', limit: 1 };
  const [act] = await listAudit(server.database, query);
  return { outcome: act?.outcome, reason: act?.reason };
}

const get = (init: RequestInit = {}) => fetch(`${address}/v1/members.csv`, { ...init, headers: { cookie } });
const actOf = (expected: object) =>
  expect.poll(() => newestAct('members.downloaded'), { timeout: 10_000, interval: 20 }).toEqual(expected);

describe('the audit entry of a download', () => {
  it('is begun until the last row is out, and then says how many there were', async () => {
    const rest = Promise.withResolvers<void>();
    parts = async function* () {
      yield 'id,tags\r\n';
      yield '1,"a\nb"\r\n2,c\r\n';
      await rest.promise;
      yield '3,d\r\n';
    };
    const answer = await get();
    expect(await newestAct('members.downloaded')).toEqual({ outcome: 'begun', reason: '' });
    rest.resolve();
    expect(await answer.text()).toBe('id,tags\r\n1,"a\nb"\r\n2,c\r\n3,d\r\n');
    await actOf({ outcome: 'done', reason: '3 rows sent' });
  });

  it('keeps the reason that was given, and counts the lines of NDJSON', async () => {
    parts = async function* () {
      yield '{"kind":"member"}\n{"kind":"fact"}\n';
    };
    const answer = await fetch(`${address}/v1/members/${memberId}/export`, {
      method: 'POST',
      headers: { cookie, origin: address, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'asked by letter' }),
    });
    expect([answer.status, (await answer.text()).length]).toEqual([200, 34]);
    await expect
      .poll(() => newestAct('member.exported'))
      .toEqual({ outcome: 'done', reason: 'asked by letter; 2 rows sent' });
  });

  it('says that it was broken off when the reader goes', async () => {
    parts = async function* () {
      yield 'id\r\n1\r\n';
      // Far more than anybody buffers.
      for (let at = 2; at < 1_000; at += 1) yield `${'x'.repeat(100_000)}\r\n`;
    };
    const hangUp = new AbortController();
    const answer = await get({ signal: hangUp.signal });
    await answer.body?.getReader().read();
    hangUp.abort();
    await expect
      .poll(() => newestAct('members.downloaded'), { timeout: 10_000 })
      .toEqual({ outcome: 'failed', reason: expect.stringMatching(/^broken off after \d+ rows$/) });
  });

  it('says so too when a part fails, and is no answer that looks whole', async () => {
    parts = async function* () {
      yield 'id\r\n1\r\n';
      throw new Error('the lens is away');
    };
    const text = get().then((answer) => answer.text());
    await expect(text).rejects.toThrow();
    await actOf({ outcome: 'failed', reason: 'broken off after 1 rows' });
  });

  it('is refused as before when the download never begins', async () => {
    const viewer = await server.signIn('viewer');
    const answer = await fetch(`${address}/v1/members.csv`, { headers: { cookie: viewer } });
    expect(answer.status).toBe(403);
    await actOf({ outcome: 'refused', reason: '' });
  });
});
