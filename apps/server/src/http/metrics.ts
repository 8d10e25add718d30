import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricsOpenTo } from '../config/config.ts';
import { ProblemError } from '../use-cases/kernel/problem-error.ts';

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
  /** When set, a scraper must send it as a bearer token, wherever it asks from. */
  readonly token: string | undefined;
  readonly openTo: MetricsOpenTo;
}

/** `/metrics` for Prometheus, and the timing of every answer. */
export function addMetrics(app: FastifyInstance, access: MetricsAccess): void {
  const { metrics } = access;
  app.addHook('onResponse', async (request, reply) => {
    metrics.noteRequest({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    checkMetricsAccess(request, access);
    const { contentType, body } = await metrics.text();
    return reply.type(contentType).send(body);
  });
}

/** Throws `resource.not_found` where they are off, else `auth.required`: counts of a business are not for whoever passes by. */
function checkMetricsAccess(request: FastifyRequest, { token, openTo }: MetricsAccess): void {
  if (openTo === 'off') throw new ProblemError('resource.not_found');
  if (token === undefined) {
    if (openTo === 'all' || isFromThisMachine(request)) return;
    throw new ProblemError('auth.required', { detail: 'The metrics are open to this machine alone: set a token.' });
  }
  if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`))
    throw new ProblemError('auth.required', { detail: 'Send the token of the metrics as a bearer token.' });
}

/** A proxy on this machine forwards what others ask, and says so. */
function isFromThisMachine({ socket, headers }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined) return false;
  return /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

/** Compared by hash, so that the time says neither where they differ nor how long the token is. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
