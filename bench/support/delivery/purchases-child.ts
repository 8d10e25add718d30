/**
 * Sends first purchases of new members from a process of its own: `node bench/support/delivery/purchases-child.ts`. For each line of
 * JSON on standard input it sends at the stated pace and writes a line of JSON when all is answered. Requests leave at their instants
 * whatever becomes of those before them, and each fact is dated by the instant at which its request was made, which is what webhooks
 * are then dated by.
 */
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export interface PurchasesPhase {
  readonly address: string;
  readonly key: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly perRequest: number;
  /** Number of the first member: nobody buys twice. */
  readonly firstMember: number;
}

export interface PurchasesReport {
  readonly accepted: number;
  /** Answers that told to come again later. */
  readonly refusals: number;
  /** From the first request to the last one. */
  readonly sentPerSecond: number;
  /** Milliseconds from request to answer. */
  readonly answerMs: { readonly p50: number; readonly p99: number };
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

for await (const line of createInterface(process.stdin)) {
  const phase: PurchasesPhase = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await send(phase))}\n`);
}
process.exit();

async function send(phase: PurchasesPhase): Promise<PurchasesReport> {
  const requests = Math.ceil((phase.perSecond * phase.seconds) / phase.perRequest);
  const startedAt = performance.now();
  const waits: number[] = [];
  const calls: Promise<{ readonly accepted: number; readonly refusals: number }>[] = [];
  for (let n = 0; n < requests; n += 1) {
    const dueMs = (n * phase.perRequest * 1_000) / phase.perSecond;
    const earlyMs = startedAt + dueMs - performance.now();
    if (earlyMs > 0) await delay(earlyMs);
    calls.push(sendUntilTaken(phase, bodyOf(phase, n), waits));
  }
  const sentMs = performance.now() - startedAt;
  const answers = await Promise.all(calls);
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? 0;
  return {
    accepted: answers.reduce((sum, { accepted }) => sum + accepted, 0),
    refusals: answers.reduce((sum, { refusals }) => sum + refusals, 0),
    sentPerSecond: (requests * phase.perRequest * 1_000) / sentMs,
    answerMs: { p50: at(0.5), p99: at(0.99) },
  };
}

function bodyOf({ firstMember, perRequest }: PurchasesPhase, n: number): Buffer {
  const occurredAt = Date.now();
  const lines = Array.from({ length: perRequest }, (_, at) => {
    const member = firstMember + n * perRequest + at;
    return JSON.stringify({
      messageId: `first-${member}`,
      type: 'order.placed',
      occurredAt,
      channel: 'web',
      identities: { 'external_id:bench': `first-${member}` },
      payload: { orderId: `first-${member}`, amountMinor: 9_900, currency: 'CNY' },
    });
  });
  return Buffer.from(lines.join('\n'));
}

async function sendUntilTaken(phase: PurchasesPhase, body: Buffer, waits: number[]) {
  for (let refusals = 0; ; refusals += 1) {
    const sentAt = performance.now();
    const { status, text } = await post(phase, body);
    if (status === 200) {
      waits.push(performance.now() - sentAt);
      return { accepted: Number(/"accepted":(\d+)/.exec(text)?.[1] ?? 0), refusals };
    }
    if (status !== 429) throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
    await delay(1_000);
  }
}

function post({ address, key }: PurchasesPhase, body: Buffer) {
  const headers = {
    'content-type': 'application/x-ndjson',
    'content-length': body.length,
    authorization: `Bearer ${key}`,
  };
  return new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const sent = request(`${address}/v1/facts`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
