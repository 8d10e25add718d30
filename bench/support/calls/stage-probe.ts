import { Agent, request } from 'node:http';
import type { Database } from '@perennial/postgres';
import { buildMembers } from '../built-members.ts';
import { externalIdOf } from '../facts.ts';
import { shardCount, type BenchInstallation, type BenchServer } from '../installation.ts';

const dayMs = 86_400_000;
const visibleTimeoutMs = 10_000;

/** A member whose stage is looked at. */
export interface Probed {
  readonly member: number;
  readonly memberId: string;
}

/** Milliseconds from the request with an order. */
export interface ProbeTimes {
  /** To the answer that shows the new stage. */
  readonly total: number;
  /** Of it, until the fact was durable and answered. */
  readonly answer: number;
}

/** Builds members in their first stage, and says who the last `probes` of them are: nobody else writes about those. */
export async function buildProbed(
  installation: BenchInstallation,
  database: Database,
  { members, probes }: { readonly members: number; readonly probes: number },
): Promise<readonly Probed[]> {
  const { blind } = installation;
  const { context } = await installation.programs(database);
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
  return found;
}

/** Sends an order of a member, and looks until it shows in her stage. Each once. */
export interface StageProbe {
  probe(probed: Probed): Promise<ProbeTimes>;
  close(): void;
}

export function createStageProbe(server: BenchServer, installation: BenchInstallation): StageProbe {
  const calls = createCalls(server, installation);
  return {
    async probe({ member, memberId }) {
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
    },
    close: calls.close,
  };
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
