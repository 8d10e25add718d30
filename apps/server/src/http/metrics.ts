import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A value read when Prometheus asks: lag, queue length, size of a store. Several series when it has labels. */
export interface GaugeSource {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  /** A number, or numbers by the value of `label`. */
  read(): Promise<number | Readonly<Record<string, number>>>;
}

export interface Metrics {
  /** HTTP answers by method, route pattern and status class. */
  noteRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  noteFacts(verdict: string, count: number): void;
  noteFold(batch: { steps: number; members: number; foldSeconds: number; commitSeconds: number }): void;
  noteWakes(count: number): void;
  addGauge(source: GaugeSource): void;
  text(): Promise<{ contentType: string; body: string }>;
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A registry of its own, so that two servers in one process do not share their counts. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({
    name: 'perennial_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: secondsBuckets,
    registers,
  });
  const facts = new Counter({
    name: 'perennial_facts_total',
    help: 'Facts by verdict',
    labelNames: ['verdict'],
    registers,
  });
  const steps = new Counter({ name: 'perennial_fold_steps_total', help: 'Steps folded', registers });
  const members = new Counter({ name: 'perennial_fold_members_total', help: 'Members written by folds', registers });
  const wakes = new Counter({ name: 'perennial_wakes_total', help: 'Members moved by time alone', registers });
  const fold = new Histogram({
    name: 'perennial_fold_seconds',
    help: 'Pure fold of a batch',
    buckets: secondsBuckets,
    registers,
  });
  const commit = new Histogram({
    name: 'perennial_commit_seconds',
    help: 'Transaction of a batch',
    buckets: secondsBuckets,
    registers,
  });
  return {
    noteRequest: (one) =>
      http.observe({ method: one.method, route: one.route, status: `${Math.floor(one.status / 100)}xx` }, one.seconds),
    noteFacts: (verdict, count) => facts.inc({ verdict }, count),
    noteFold: (batch) => {
      steps.inc(batch.steps);
      members.inc(batch.members);
      fold.observe(batch.foldSeconds);
      commit.observe(batch.commitSeconds);
    },
    noteWakes: (count) => wakes.inc(count),
    addGauge: (source) => addGauge(registers, source),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

function addGauge(registers: Registry[], source: GaugeSource): void {
  const labelNames = source.label === undefined ? [] : [source.label];
  const gauge = new Gauge<string>({
    name: source.name,
    help: source.help,
    labelNames,
    registers: [],
    async collect() {
      this.reset();
      // A store that is away must not take the other metrics with it.
      const value = await source.read().catch(() => undefined);
      if (typeof value === 'number') this.set(value);
      else if (source.label !== undefined && value !== undefined) {
        for (const [label, one] of Object.entries(value)) this.set({ [source.label]: label }, one);
      }
    },
  });
  for (const registry of registers) registry.registerMetric(gauge);
}

export interface MetricsAccess {
  readonly metrics: Metrics;
  /** When set, a scraper must send it as a bearer token. */
  readonly token: string | undefined;
}

/** `/metrics` for Prometheus, and the timing of every answer. */
export function addMetrics(app: FastifyInstance, { metrics, token }: MetricsAccess): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics.noteRequest({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return reply.code(401).send('');
    const { contentType, body } = await metrics.text();
    return reply.type(contentType).send(body);
  });
}
