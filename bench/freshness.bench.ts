import { Agent, request } from 'node:http';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from './support/benchmark.ts';
import { buildMembers } from './support/built-members.ts';
import { externalIdOf, mixText } from './support/facts.ts';
import { createInstallation, shardCount, type BenchInstallation, type BenchServer } from './support/installation.ts';
import { prepareLoad } from './support/load.ts';

const dayMs = 86_400_000;
const factsPerSecond = 1_000;
const factsPerBody = 10;
const connections = 8;
/** Probes leave at this pace, within the calls a minute that an API key may make. */
const probeEveryMs = 200;
const visibleTimeoutMs = 10_000;

/** How soon a fact is seen in the stage of its member while others send a thousand facts a second. */
export const benchmark = {
  name: 'freshness',
  description: 'at 1,000 facts/s, from the request with an order to the answer that shows the new stage',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const members = options.isQuick ? 5_000 : 200_000;
  const seconds = options.isQuick ? 5 : 20 * options.repetitions;
  const probes = Math.floor((seconds * 1000) / probeEveryMs) - 5;
  const installation = await createInstallation();
  try {
    options.progress(`building ${members + probes} members`);
    const probed = await prepare(installation, members, probes);
    const server = await installation.start();
    options.progress(`sending ${factsPerSecond} facts/s for ${seconds} s`);
    const measured = await measure({ installation, server, members, seconds }, probed);
    return {
      figures: [
        {
          name: 'request to stage visible, p50',
          samples: [at(measured.totalMs, 0.5)],
          unit: 'ms',
          target: { atMost: 15 },
        },
        {
          name: 'request to stage visible, p99',
          samples: [at(measured.totalMs, 0.99)],
          unit: 'ms',
          target: { atMost: 100 },
        },
        {
          name: 'of it, until the fact was durable and answered, p50',
          samples: [at(measured.answerMs, 0.5)],
          unit: 'ms',
        },
        {
          name: 'of it, until the fact was durable and answered, p99',
          samples: [at(measured.answerMs, 0.99)],
          unit: 'ms',
        },
      ],
      conditions: {
        members,
        'facts/s beside it': factsPerSecond,
        'facts a request': factsPerBody,
        mix: mixText,
        seconds,
        probes: measured.totalMs.length,
        'a probe': 'one order in one request, then GET /v1/members/{id} until it shows the stage active',
        'answered beside it': `${measured.accepted} facts, p99 ${measured.loadP99Ms.toFixed(0)} ms`,
      },
    };
  } finally {
    await installation.remove();
  }
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

interface Probed {
  readonly member: number;
  readonly memberId: string;
}

/** The last `probes` members are those that nobody else writes about. */
async function prepare(installation: BenchInstallation, members: number, probes: number): Promise<readonly Probed[]> {
  const database = await installation.open();
  const { context } = await installation.programs(database);
  const { blind } = installation;
  const purchasedAt = Date.now() - 10 * dayMs;
  await buildMembers({ database, context, shardCount, members: members + probes, purchasedAt, blind });
  const found: Probed[] = [];
  for (let member = members; member < members + probes; member += 1) {
    const blinded = blind({ type: 'external_id:bench', value: externalIdOf(member) });
    const hash = blinded.kind === 'identity' ? blinded.identity.hash : '';
    const result = await database.pool.query<{ id: string }>('select member_id as id from identity where hash = $1', [
      hash,
    ]);
    found.push({ member, memberId: result.rows[0]?.id ?? '' });
  }
  await database.close();
  return found;
}

interface Run {
  readonly installation: BenchInstallation;
  readonly server: BenchServer;
  readonly members: number;
  readonly seconds: number;
}

interface Measured {
  readonly totalMs: readonly number[];
  readonly answerMs: readonly number[];
  readonly accepted: number;
  readonly loadP99Ms: number;
}

async function measure(run: Run, probed: readonly Probed[]): Promise<Measured> {
  const { installation, server, members, seconds } = run;
  const load = await prepareLoad({
    members,
    facts: factsPerSecond * seconds,
    factsPerBody,
    seed: 1,
    startAt: Date.now() - 60_000,
    everyMs: 1000 / factsPerSecond,
    address: server.address,
    key: installation.writeKey,
    connections,
    factsPerSecond,
  });
  const calls = createCalls(server, installation);
  const sending = load.send();
  const totalMs: number[] = [];
  const answerMs: number[] = [];
  // Everything is compiled and connected in the first seconds of the process's life.
  const warmUpMs = Math.min(3_000, seconds * 200);
  const startedAt = performance.now();
  for (const one of probed) {
    if (performance.now() - startedAt > seconds * 1000) break;
    const { total, answer } = await probe(calls, one);
    if (performance.now() - startedAt > warmUpMs) {
      totalMs.push(total);
      answerMs.push(answer);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, probeEveryMs - total)));
  }
  const report = await sending;
  calls.close();
  return { totalMs, answerMs, accepted: report.accepted, loadP99Ms: report.answerMs.p99 };
}

type Calls = ReturnType<typeof createCalls>;

async function probe(calls: Calls, { member, memberId }: Probed): Promise<{ total: number; answer: number }> {
  const startedAt = performance.now();
  await calls.post({
    messageId: `probe-${member}`,
    type: 'order.placed',
    occurredAt: Date.now(),
    channel: 'web',
    identities: { 'external_id:bench': externalIdOf(member) },
    payload: { orderId: `probe-${member}`, amountMinor: 9_900, currency: 'CNY' },
  });
  const answer = performance.now() - startedAt;
  for (;;) {
    const isVisible = (await calls.stageOf(memberId)) === 'active';
    const total = performance.now() - startedAt;
    if (isVisible) return { total, answer };
    if (total > visibleTimeoutMs) throw new Error(`the stage of ${memberId} did not become visible`);
  }
}

function createCalls(server: BenchServer, installation: BenchInstallation) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const call = (method: 'GET' | 'POST', path: string, body?: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${method === 'POST' ? installation.writeKey : installation.apiKey}`,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request(`${server.address}${path}`, { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${text.slice(0, 200)}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    post: (fact: object) => call('POST', '/v1/facts', JSON.stringify(fact)),
    async stageOf(memberId: string): Promise<string> {
      const profile: { readonly stages: readonly { readonly stage: string }[] } = JSON.parse(
        await call('GET', `/v1/members/${memberId}`),
      );
      return profile.stages[0]?.stage ?? '';
    },
    close: () => agent.destroy(),
  };
}
