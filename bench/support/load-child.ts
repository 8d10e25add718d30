/**
 * Sends facts from a process of its own: `node bench/support/load-child.ts OPTIONS`, with the options as JSON. Builds all bodies first,
 * writes "ready", waits for a line on standard input, sends, and writes what it measured as one line of JSON. The answers are read to
 * their end, but only the count of accepted facts is looked at, so that the load costs little of what is measured.
 */
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createBodies, type StreamOptions } from './facts.ts';

export interface LoadOptions extends StreamOptions {
  readonly address: string;
  readonly key: string;
  readonly connections: number;
  /** Requests leave at this pace; null: as fast as answers come. */
  readonly factsPerSecond: number | null;
}

export interface LoadReport {
  readonly accepted: number;
  readonly refusals: number;
  readonly requests: number;
  readonly durationMs: number;
  /** Milliseconds from request to answer. */
  readonly answerMs: { readonly p50: number; readonly p99: number };
}

const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions;
const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
const bodies = createBodies(options);
const latencies: number[] = [];
let accepted = 0;
let refusals = 0;

process.stdout.write('ready\n');
const lines = createInterface(process.stdin);
await lines.question('');
lines.close();

const startedAt = performance.now();
let next = 0;
await Promise.all(Array.from({ length: options.connections }, sendInTurn));
const durationMs = performance.now() - startedAt;
latencies.sort((a, b) => a - b);
const report: LoadReport = {
  accepted,
  refusals,
  requests: latencies.length,
  durationMs,
  answerMs: { p50: at(0.5), p99: at(0.99) },
};
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit();

function at(share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
}

async function sendInTurn(): Promise<void> {
  for (let n = next++; n < bodies.length; n = next++) {
    const body = bodies[n];
    if (body === undefined) return;
    const dueAt = options.factsPerSecond === null ? 0 : (n * options.factsPerBody * 1000) / options.factsPerSecond;
    const waitMs = startedAt + dueAt - performance.now();
    if (waitMs > 0) await delay(waitMs);
    await sendUntilTaken(body);
  }
}

async function sendUntilTaken(body: Buffer): Promise<void> {
  for (;;) {
    const sentAt = performance.now();
    const answer = await post(body);
    if (answer.status === 200) {
      latencies.push(performance.now() - sentAt);
      accepted += Number(/"accepted":(\d+)/.exec(answer.start)?.[1] ?? 0);
      return;
    }
    if (answer.status !== 429) throw new Error(`answered ${answer.status}: ${answer.start}`);
    refusals += 1;
    await delay(1000);
  }
}

function post(body: Buffer): Promise<{ readonly status: number; readonly start: string }> {
  const headers = {
    'content-type': 'application/x-ndjson',
    'content-length': body.length,
    authorization: `Bearer ${options.key}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${options.address}/v1/facts`, { method: 'POST', agent, headers }, (response) => {
      let start = '';
      response.on('data', (chunk: Buffer) => {
        if (start === '') start = chunk.toString('utf8', 0, 300);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, start }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
