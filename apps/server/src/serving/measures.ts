import { countLiveMembers, createFactCounter, readDatabaseBytes } from '@perennial/postgres/reading';
import { countDeliveries, deliveryStates, readWebhookIds } from '@perennial/postgres/webhooks';
import type { Sql } from '@perennial/postgres';
import { webhookCountMax } from '@perennial/contracts/staff';
import type { Metrics } from '../http/metrics.ts';
import type { LagWatch } from '../platform/lag-watch.ts';
import { readLastProof } from '../use-cases/wallets/proof/last-proof.ts';
import type { Platform } from '../platform/platform.ts';

/** What the platform tells Prometheus beside its answers. */
export function addPlatformMeasures(metrics: Metrics, platform: Platform, lag: LagWatch): void {
  const { clock, database, ingestion, installation, meter, stores } = platform;
  const counter = (name: string, help: string, read: () => number | Promise<number>) =>
    metrics.addCounter({ name: `perennial_${name}_total`, help, read: async () => read() });
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    metrics.addGauge({ name: `perennial_${name}`, help, read: async () => read() });
  counter('facts_logged', 'Facts in the log', createFactCounter(database, installation.shard_count));
  counter('fold_steps', 'Steps folded by this process', () => meter.counts().steps);
  counter(
    'fold_steps_handed_over',
    'Of these, those taken from ingestion in memory; the others were read',
    () => meter.counts().handedOver,
  );
  counter('fold_batches', 'Batches committed by this process', () => meter.counts().batches);
  counter('fold_busy_seconds', 'Time spent folding and committing', () => meter.counts().busyMs / 1000);
  counter('fold_failures', 'Batches that failed and were tried again', () => meter.counts().failures);
  counter('members_woken', 'Members moved by time alone', () => meter.counts().woken);
  counter('members_parked', 'Members whose step threw', () => meter.counts().parked);
  gauge('fold_lag_steps', 'Steps that wait to be folded', () => lag.current().foldSteps);
  gauge('fold_lag_seconds', 'How long the oldest of them has waited', () => lag.current().foldMs / 1000);
  gauge('lens_lag_rows', 'Rows that wait to be shipped', () => lag.current().lens.rows);
  gauge('lens_lag_seconds', 'How long the oldest of them has waited', () => lag.current().lens.milliseconds / 1000);
  gauge('lens_open_blocks', 'Blocks recorded and not acknowledged', () => lag.current().lens.blocks);
  gauge('ingest_queue_facts', 'Facts waiting to be appended', () => ingestion.ingest.size());
  gauge('quarantine_waiting', 'Facts in quarantine', () => ingestion.quarantine.store.count({ status: 'waiting' }));
  gauge('clock_offset_seconds', 'By how much the clock of this machine is ahead of PostgreSQL', () => {
    return -clock.reading().aheadMs / 1000;
  });
  gauge('members', 'Live members', () => countLiveMembers(database));
  addWalletMeasures(gauge, platform);
  metrics.addGauge({
    name: 'perennial_webhook_waiting',
    help: 'Events that wait for a webhook, by its id; counted up to a hundred thousand',
    label: 'webhook',
    read: () => countByWebhook(database, 'waiting'),
  });
  metrics.addGauge({
    name: 'perennial_webhook_dead',
    help: 'Events that were given up for a webhook, by its id; counted up to a hundred thousand',
    label: 'webhook',
    read: () => countByWebhook(database, 'dead'),
  });
  metrics.addGauge({
    name: 'perennial_store_bytes',
    help: 'Size of the stores on disk',
    label: 'store',
    read: async () => {
      const lens = await stores.openLens();
      const [row] = await lens.read({ sql: 'select sum(bytes_on_disk) as bytes from system.parts where active' });
      return { postgres: await readDatabaseBytes(database), clickhouse: Number(row?.['bytes'] ?? 0) };
    },
  });
}

type AddGauge = (name: string, help: string, read: () => number | Promise<number>) => void;

function addWalletMeasures(gauge: AddGauge, { clock, database, installation }: Platform): void {
  const lastProof = () => readLastProof(database, installation.shard_count);
  gauge(
    'wallet_problems',
    'Wallets that did not hold when they were looked at last',
    async () => (await lastProof()).problems,
  );
  gauge('wallet_proof_age_seconds', 'How long ago the shard was looked at that waits longest', async () => {
    const { oldestAt } = await lastProof();
    return oldestAt === null ? 0 : (clock.now() - oldestAt) / 1000;
  });
}

async function countByWebhook(sql: Sql, state: 'waiting' | 'dead'): Promise<Readonly<Record<string, number>>> {
  const counts = (await readWebhookIds(sql)).map(async (webhookId) => {
    const counted = { webhookId, state: deliveryStates[state], max: webhookCountMax };
    return [webhookId, await countDeliveries(sql, counted)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}
