import type { FastifyInstance } from 'fastify';
import type { ReadinessCheck } from '../platform/readiness.ts';

const checkMsMax = 2_000;

/** `/health/live`: the process answers. `/health/ready`: both stores and the fold do, each within two seconds. */
export function addHealth(app: FastifyInstance, checks: readonly ReadinessCheck[]): void {
  app.get('/health/live', { config: { rateLimit: false } }, async () => ({ status: 'live' }));
  app.get('/health/ready', { config: { rateLimit: false } }, async (_request, reply) => {
    const results = await Promise.all(checks.map(runCheck));
    const isReady = results.every((result) => result.isUp);
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: isReady ? 'ready' : 'not_ready',
        checks: Object.fromEntries(results.map((r) => [r.name, r.isUp])),
      });
  });
}

async function runCheck(check: ReadinessCheck): Promise<{ name: string; isUp: boolean }> {
  const signal = AbortSignal.timeout(checkMsMax);
  const timedOut = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`${check.name} did not answer`)), { once: true });
  });
  try {
    await Promise.race([check.check(signal), timedOut]);
    return { name: check.name, isUp: true };
  } catch {
    return { name: check.name, isUp: false };
  }
}
