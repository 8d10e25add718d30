/**
 * Calls a server from a process of its own: `node bench/support/calls/calls-child.ts FILE`, with the options as JSON in the file. Reads
 * one phase a line from standard input and answers each with one line: how long every call took, by kind.
 *
 * In `turns` one call follows the other, a fact and a command in turn. In `paced` calls leave at stated instants whatever becomes of
 * those before them, and their time is counted from that instant: a server that is late for one is late for all that queue behind it.
 */
import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createBodies } from '../facts.ts';
import { createRandom } from '../random.ts';

/** A single fact in a request, ten of them, and three commands. */
export type Kind = 'fact' | 'facts' | 'tag' | 'attribute' | 'redemption';

export interface CallsOptions {
  readonly address: string;
  readonly writeKey: string;
  readonly apiKey: string;
  /** Known members that the facts are about. */
  readonly members: number;
  /** Members that the commands are about. */
  readonly memberIds: readonly string[];
}

export type Phase =
  | { readonly kind: 'turns'; readonly calls: number }
  | {
      readonly kind: 'paced';
      readonly seconds: number;
      readonly commandsPerSecond: number;
      /** Besides, so many spend a unit of points of anybody; none unless given. */
      readonly redemptionsPerSecond?: number;
      /** Those that go alone included. */
      readonly factsPerSecond: number;
      /** Facts that go in a request of their own; the others go ten together. */
      readonly singlesPerSecond: number;
    };

export interface CallsReport {
  /** Milliseconds of every call. */
  readonly ms: Readonly<Record<Kind, readonly number[]>>;
  /** Status and code of each call that was told to come again. */
  readonly refused: readonly string[];
  readonly durationMs: number;
}

const options = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as CallsOptions;
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const random = createRandom(11);
const factsPerBody = 10;
/** More than this under way: the server does not keep up at all. */
const underWayMax = 5_000;
const oneUnit = Buffer.from('{"units":1}');
/** Streams of facts, each with a seed of its own, and keys of commands. */
let [streams, keys] = [0, 0];
const refused: string[] = [];

interface Call {
  readonly kind: Kind;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: Buffer;
}

for await (const line of createInterface(process.stdin)) {
  const phase = JSON.parse(line) as Phase;
  const report = phase.kind === 'turns' ? await inTurns(phase) : await paced(phase);
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
process.exit();

async function inTurns({ calls }: Extract<Phase, { kind: 'turns' }>): Promise<CallsReport> {
  const facts = bodiesOf(calls, 1);
  const ms = noTimes();
  const startedAt = performance.now();
  for (let n = 0; n < calls; n += 1) {
    for (const call of [factCall('fact', facts[n]), n % 2 === 0 ? tagCall() : attributeCall()]) {
      const sentAt = performance.now();
      await answered(call);
      ms[call.kind].push(performance.now() - sentAt);
    }
  }
  return { ms, refused: refused.splice(0), durationMs: performance.now() - startedAt };
}

/** What leaves when, milliseconds from the beginning. */
function scheduleOf({
  seconds,
  commandsPerSecond,
  redemptionsPerSecond = 0,
  factsPerSecond,
  singlesPerSecond,
}: Extract<Phase, { kind: 'paced' }>) {
  const due: { readonly at: number; readonly call: Call }[] = [];
  const add = (perSecond: number, create: (n: number) => Call) => {
    for (let n = 0; n < perSecond * seconds; n += 1) due.push({ at: ((n + 0.5) * 1000) / perSecond, call: create(n) });
  };
  const singles = bodiesOf(singlesPerSecond * seconds, 1);
  const groups = bodiesOf((factsPerSecond - singlesPerSecond) * seconds, factsPerBody);
  add(singlesPerSecond, (n) => factCall('fact', singles[n]));
  add((factsPerSecond - singlesPerSecond) / factsPerBody, (n) => factCall('facts', groups[n]));
  add(redemptionsPerSecond, redemptionCall);
  add(commandsPerSecond, (n) => (n % 2 === 0 ? tagCall() : attributeCall()));
  return due.toSorted((a, b) => a.at - b.at);
}

async function paced(phase: Extract<Phase, { kind: 'paced' }>): Promise<CallsReport> {
  const schedule = scheduleOf(phase);
  const ms = noTimes();
  const underWay = new Set<Promise<void>>();
  const startedAt = performance.now();
  for (const { at, call } of schedule) {
    const waitMs = startedAt + at - performance.now();
    if (waitMs > 0) await delay(waitMs);
    if (underWay.size > underWayMax) throw new Error(`${underWayMax} calls are not answered yet`);
    const answer = answered(call).then(() => {
      ms[call.kind].push(performance.now() - startedAt - at);
      underWay.delete(answer);
    });
    underWay.add(answer);
  }
  await Promise.all(underWay);
  return { ms, refused: refused.splice(0), durationMs: performance.now() - startedAt };
}

function noTimes(): Record<Kind, number[]> {
  return { fact: [], facts: [], tag: [], attribute: [], redemption: [] };
}

/** Bodies that no other phase has sent. */
function bodiesOf(facts: number, factsPerBody: number): readonly Buffer[] {
  if (facts === 0) return [];
  streams += 1;
  const startAt = Date.now() - 60_000;
  return createBodies({ members: options.members, facts, factsPerBody, seed: streams, startAt, everyMs: 1 });
}

function factCall(kind: 'fact' | 'facts', body: Buffer = Buffer.alloc(0)): Call {
  const type = kind === 'fact' ? 'application/json' : 'application/x-ndjson';
  const headers = { 'content-type': type, authorization: `Bearer ${options.writeKey}` };
  return { kind, method: 'POST', path: '/v1/facts', headers, body };
}

function commandHeaders(): Record<string, string> {
  keys += 1;
  return { authorization: `Bearer ${options.apiKey}`, 'idempotency-key': `bench-${process.pid}-${keys}` };
}

function anybody(): string {
  return options.memberIds[Math.floor(random() * options.memberIds.length)] ?? '';
}

function tagCall(): Call {
  const path = `/v1/members/${anybody()}/tags/t${Math.floor(random() * 20)}`;
  return { kind: 'tag', method: random() < 0.8 ? 'PUT' : 'DELETE', path, headers: commandHeaders() };
}

function attributeCall(): Call {
  const body = Buffer.from(JSON.stringify({ attributes: { level: Math.floor(random() * 1_000_000) } }));
  const headers = { ...commandHeaders(), 'content-type': 'application/json' };
  return { kind: 'attribute', method: 'PATCH', path: `/v1/members/${anybody()}/attributes`, headers, body };
}

function redemptionCall(): Call {
  const headers = { ...commandHeaders(), 'content-type': 'application/json' };
  const path = `/v1/members/${anybody()}/wallets/points/redemptions`;
  return { kind: 'redemption', method: 'POST', path, headers, body: oneUnit };
}

/** Resolves when the whole answer is there. Whoever is told to come again was answered too, and is counted apart. */
function answered({ method, path, headers, body }: Call): Promise<void> {
  const sized = body === undefined ? headers : { ...headers, 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(`${options.address}${path}`, { method, agent, headers: sized }, (response) => {
      let start = '';
      response.on('data', (chunk: Buffer) => {
        if (start === '') start = chunk.toString('utf8', 0, 300);
      });
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode === 429 || statusCode === 503)
          refused.push(`${statusCode} ${/"code":"([^"]*)"/.exec(start)?.[1] ?? ''}`);
        if (statusCode === 200 || statusCode === 429 || statusCode === 503) resolve();
        else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${start}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
