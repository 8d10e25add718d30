import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { factLimits } from '@perennial/contracts/ingest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRateLimit } from './intake/rate-limit.ts';
import { startIngestServer, testWriteKey, type IngestServer } from './testing/ingest-server.ts';

/**
 * The loop may not stand still for longer. Measured alone, client and server in one process: 4 to 75 ms. The bound is generous,
 * because the machine may be busy with other suites.
 */
const blockedMsMax = 3000;
/** What two million values in memory would cost many times over. */
const heapBytesMax = 400 * 1024 * 1024;

let server: IngestServer;
beforeAll(async () => {
  server = await startIngestServer();
});
afterAll(async () => {
  await server?.close();
});

interface Attack {
  readonly body: string;
  readonly path?: string;
  readonly type?: string;
}

const post = ({ body, path = '/v1/facts', type = 'application/json' }: Attack) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    body: new Uint8Array(gzipSync(body)),
    headers: { 'content-type': type, 'content-encoding': 'gzip', authorization: `Bearer ${testWriteKey}` },
  });

const eightMillion = 8_000_000;
const giant = 15_000_000;
const keys = Array.from({ length: 1_000_000 }, (_, at) => `"${at}":1`).join(',');

const attacks: readonly [name: string, attack: Attack, wanted: readonly [number, string | undefined]][] = [
  ['eight million brackets', { body: '['.repeat(eightMillion) }, [400, 'request.malformed_json']],
  ['brackets that close again', { body: `[${'['.repeat(4e6)}${']'.repeat(4e6)}]` }, [200, 'fact.too_large']],
  ['eight million lists in a list', { body: `[${'[],'.repeat(5e6)}[]]` }, [413, 'ingest.batch_too_large']],
  [
    'eight million lines',
    { body: '1\n'.repeat(eightMillion), type: 'application/x-ndjson' },
    [413, 'ingest.batch_too_large'],
  ],
  ['lines of nothing', { body: '\n'.repeat(giant), type: 'application/x-ndjson' }, [200, undefined]],
  ['one line of brackets', { body: '['.repeat(giant), type: 'application/x-ndjson' }, [200, 'fact.too_large']],
  ['a million keys in an object', { body: `{${keys}}` }, [413, 'fact.too_large']],
  ['one giant key', { body: `{"${'k'.repeat(giant)}":1}` }, [413, 'fact.too_large']],
  ['one giant number', { body: '9'.repeat(giant) }, [413, 'fact.too_large']],
  ['one giant text without an end', { body: `["${'\\\\'.repeat(giant / 2)}]` }, [400, 'request.malformed_json']],
  ['more than may be unpacked', { body: ' '.repeat(200_000_000) }, [413, 'request.too_large']],
  [
    'a deep Segment batch',
    { body: `{"batch":[${'['.repeat(2e5)}${']'.repeat(2e5)}]}`, path: '/v1/import' },
    [400, 'request.too_deep'],
  ],
  [
    'a Segment batch of lists',
    { body: `{"batch":[${'[],'.repeat(1e5)}[]]}`, path: '/v1/batch' },
    [400, 'request.invalid'],
  ],
  ['Segment brackets', { body: '['.repeat(eightMillion), path: '/v1/track' }, [400, 'request.invalid']],
];

describe('a few kilobytes of gzip', () => {
  it.each(attacks)(
    'of %s are answered with what the bound is, while others are answered',
    async (_name, attack, wanted) => {
      const heapBefore = process.memoryUsage().heapUsed;
      const watch = monitorEventLoopDelay({ resolution: 5 });
      const ended = new AbortController();
      const attacking = post(attack).finally(() => ended.abort());
      watch.enable();
      const neighbours = askMeanwhile(ended.signal);
      const answer = await attacking;
      const asked = await neighbours;
      watch.disable();
      const json = (await answer.json()) as {
        readonly code?: string;
        readonly verdicts?: readonly { code?: string }[];
      };
      expect([answer.status, json.code ?? json.verdicts?.[0]?.code]).toEqual(wanted);
      expect(watch.max / 1e6).toBeLessThan(blockedMsMax);
      expect(asked.every((status) => status === 200)).toBe(true);
      expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(heapBytesMax);
    },
  );
});

/** Another client, that asks as long as the attack lasts, and at least once. The settings ask for a key and for nothing else. */
async function askMeanwhile(signal: AbortSignal): Promise<readonly number[]> {
  const statuses: number[] = [];
  do {
    const answer = await fetch(`${server.url}/v1/projects/${testWriteKey}/settings`);
    await answer.arrayBuffer();
    statuses.push(answer.status);
    await nextTurn();
  } while (!signal.aborted);
  return statuses;
}

it('a body of facts up to every limit is taken part by part', async () => {
  const count = factLimits.batchFactsMax;
  const payload = { text: 'x'.repeat(200), list: Array.from({ length: 200 }, (_, at) => at) };
  const facts = Array.from({ length: count }, (_, at) => ({ messageId: `large-${at}`, type: 'page.viewed', payload }));
  const body = JSON.stringify(facts);
  expect(body.length).toBeGreaterThan(factLimits.requestBytesMax / 2);
  const watch = monitorEventLoopDelay({ resolution: 5 });
  watch.enable();
  const answer = await post({ body });
  watch.disable();
  expect(await answer.json()).toMatchObject({ accepted: count });
  expect(watch.max / 1e6).toBeLessThan(blockedMsMax);
});

describe('a key that sends more than it may', () => {
  let limited: IngestServer;
  beforeAll(async () => {
    limited = await startIngestServer({
      rateLimit: createRateLimit({ bytes: 0, facts: 2, requests: 0 }, () => 0),
    });
  });
  afterAll(() => limited?.close());

  it.each([
    ['/v1/facts', (at: string) => [{ messageId: at, type: 'page.viewed' }]],
    ['/v1/batch', (at: string) => ({ batch: [{ messageId: at, type: 'page', userId: 'u1' }] })],
  ])('is told by %s when it may go on, and nothing of that is kept', async (path, body) => {
    const send = (at: string) =>
      fetch(`${limited.url}${path}`, {
        method: 'POST',
        body: JSON.stringify(body(at)),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${testWriteKey}` },
      });
    let sent = 0;
    let answer = await send(`${path}-${sent}`);
    while (answer.status === 200 && sent < 20) answer = await send(`${path}-${(sent += 1)}`);
    expect([answer.status, await answer.json()]).toMatchObject([
      429,
      { code: 'request.rate_limited', context: { limit: 2, of: 'facts' } },
    ]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const text = 'select 1 from fact where message_id = $1';
    expect(await limited.database.rows({ name: 'test_kept', text }, [`${path}-${sent}`])).toEqual([]);
  });
});
