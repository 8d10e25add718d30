import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { factLimits } from '@perennial/contracts/ingest';
import { createKeys } from '@perennial/server';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from '../support/benchmark.ts';
import { createInstallation, type BenchInstallation, type BenchServer } from '../support/installation.ts';

/** The largest bodies that are allowed, each alone: for how long the process answers nobody. */
export const benchmark = {
  name: 'bodies',
  description: 'the longest delay of the event loop by the largest bodies that are allowed, one at a time',
  run,
} satisfies Benchmark;

const slowUploads = 100;
const slowMs = 10_000;
const pollMs = 1_500;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const installation = await createInstallation();
  try {
    const uploadKey = await createUploadKey(installation);
    const server = await installation.start();
    const uploadMebibytes = options.isQuick ? 32 : 1_000;
    const figures: Figure[] = [];
    for (const [name, send] of bodiesOf(installation, { server, uploadKey, uploadMebibytes })) {
      options.progress(name);
      const samples: number[] = [];
      for (let n = 0; n < options.repetitions; n += 1) samples.push(await delayOf(server, () => send(n)));
      figures.push({ name, samples, unit: 'ms', target: { atMost: 250 } });
    }
    await server.stop();
    return { figures, conditions: { uploadMebibytes, slowUploads } };
  } finally {
    await installation.remove();
  }
}

async function createUploadKey(installation: BenchInstallation): Promise<string> {
  const database = await installation.open();
  const { secret } = await createKeys(database, Date.now).create(
    { kind: 'api', name: 'uploads', scopes: ['imports.run'] },
    'bench',
  );
  await database.close();
  return secret;
}

type Body = readonly [name: string, send: (repetition: number) => Promise<void>];

interface Sending {
  readonly server: BenchServer;
  readonly uploadKey: string;
  readonly uploadMebibytes: number;
}

function bodiesOf({ writeKey }: BenchInstallation, { server, uploadKey, uploadMebibytes }: Sending): readonly Body[] {
  const facts = (type: string, body: string | Buffer, encoding: object = {}) =>
    post(`${server.address}/v1/facts`, {
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'content-type': type, authorization: `Bearer ${writeKey}`, ...encoding },
    });
  const [json, lines] = ['application/json', 'application/x-ndjson'];
  const zipped = { 'content-encoding': 'gzip' };
  return [
    ['nothing', () => delay(3_000)],
    ['10,000 facts, 16 MiB of NDJSON', (n) => facts(lines, largestLines(`lines-${n}`))],
    ['10,000 facts, 16 MiB of JSON', (n) => facts(json, `[${largestLines(`json-${n}`).split('\n').join(',')}]`)],
    ['10,000 facts, 16 MiB of NDJSON in gzip', (n) => facts(lines, gzipSync(largestLines(`gzip-${n}`)), zipped)],
    ['16 MiB of blanks in gzip', () => facts(lines, gzipSync('\n'.repeat(factLimits.requestBytesMax)), zipped)],
    ['an upload in pieces', () => upload(server, uploadKey, uploadMebibytes)],
    [`${slowUploads} uploads, a byte a second each`, () => uploadSlowly(server, uploadKey)],
  ];
}

/** As many facts as a request may have, as large as they may be together. */
function largestLines(name: string): string {
  const bytes = Math.floor(factLimits.requestBytesMax / factLimits.batchFactsMax) - 1;
  return Array.from({ length: factLimits.batchFactsMax }, (_, at) => {
    const fact = (text: string) =>
      JSON.stringify({
        messageId: `${name}-${at}`,
        type: 'page.viewed',
        identities: { 'external_id:bench': `c-${at % 2_000}` },
        payload: { text },
      });
    return fact('x'.repeat(bytes - fact('').length));
  }).join('\n');
}

async function post(url: string, request: Pick<RequestInit, 'body' | 'headers'>): Promise<void> {
  const answer = await fetch(url, { method: 'POST', ...request });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text.slice(0, 500)}`);
}

async function upload(server: BenchServer, key: string, mebibytes: number): Promise<void> {
  const row = Buffer.from('order-1,2026-01-02,customer-1,12.00\n');
  const piece = Buffer.alloc(row.length * 7_000, row);
  function* pieces() {
    yield Buffer.from('order id,date,customer,amount\n');
    for (let bytes = 0; bytes < mebibytes * 1024 * 1024; bytes += piece.length) yield piece;
  }
  const answer = await fetch(`${server.address}/v1/imports/uploads?fileName=large.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(Readable.from(pieces())),
    duplex: 'half',
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function uploadSlowly(server: BenchServer, key: string): Promise<void> {
  const { hostname, port, host } = new URL(server.address);
  const sockets = Array.from({ length: slowUploads }, () => {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    socket.write(
      `POST /v1/imports/uploads?fileName=slow.csv HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    return socket;
  });
  const dripping = setInterval(() => sockets.forEach((socket) => socket.write('1\r\na\r\n')), 1_000);
  await delay(slowMs);
  clearInterval(dripping);
  for (const socket of sockets) socket.destroy();
}

/** The longest delay while something is done, by the server's own metric, which begins anew whenever it is asked. */
async function delayOf(server: BenchServer, work: () => Promise<void>): Promise<number> {
  while (await isBusy(server)) await delay(pollMs);
  await work();
  return measureOf(server, 'nodejs_eventloop_lag_max_seconds').then((seconds) => seconds * 1000);
}

/** What was sent before is folded and shipped beside what is measured otherwise. */
async function isBusy(server: BenchServer): Promise<boolean> {
  const lags = [
    await measureOf(server, 'perennial_fold_lag_steps'),
    await measureOf(server, 'perennial_lens_lag_rows'),
  ];
  return lags.some((lag) => lag > 0);
}

async function measureOf({ address }: BenchServer, name: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
