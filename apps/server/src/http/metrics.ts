import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A value read when Prometheus asks: a lag, a queue, a size, or a total. Several series when it has a label. */
export interface MetricSource {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  /** A number, or numbers by the value of `label`. A failed reading leaves the metric out. */
  read(): Promise<number | Readonly<Record<string, number>>>;
}

export interface Metrics {
  /** HTTP answers by method, route pattern and status class. */
  noteRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  addGauge(source: MetricSource): void;
  /** A total that only grows; its name ends in `_total`. */
  addCounter(source: MetricSource): void;
  text(): Promise<{ contentType: string; body: string }>;
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A registry of its own, so that two servers in one process do not share their counts. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({
    name: 'perennial_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: secondsBuckets,
    registers,
  });
  return {
    noteRequest: (one) =>
      http.observe({ method: one.method, route: one.route, status: `${Math.floor(one.status / 100)}xx` }, one.seconds),
    addGauge: (source) => {
      const gauge: Gauge = new Gauge({
        ...described(source),
        registers,
        collect: () => collect(source, gauge, (labels, value) => gauge.set(labels, value)),
      });
    },
    addCounter: (source) => {
      const counter: Counter = new Counter({
        ...described(source),
        registers,
        collect: () => collect(source, counter, (labels, value) => counter.inc(labels, value)),
      });
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

function described({ name, help, label }: MetricSource): { name: string; help: string; labelNames: string[] } {
  return { name, help, labelNames: label === undefined ? [] : [label] };
}

/** A store that is away must not take the other metrics with it. */
async function collect(
  source: MetricSource,
  metric: { reset(): void },
  write: (labels: Record<string, string>, value: number) => void,
): Promise<void> {
  const value = await source.read().catch(() => undefined);
  metric.reset();
  if (value === undefined) return;
  if (typeof value === 'number') return write({}, value);
  const { label } = source;
  if (label === undefined) return;
  for (const [name, one] of Object.entries(value)) write({ [label]: name }, one);
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
