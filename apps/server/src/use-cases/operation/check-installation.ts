import { setTimeout as delay } from 'node:timers/promises';
import { readFoldLag } from '@perennial/postgres';
import type { Keyring } from '@perennial/engine';
import type { InstallationRow, Sql } from '@perennial/postgres';
import { listParked } from '@perennial/postgres/reading';
import type { StoreClock } from '../../platform/store-clock.ts';
import type { ReadinessCheck } from '../../platform/readiness.ts';
import { checkClock } from './check-clock.ts';
import { checkKeys } from './check-keys.ts';
import { checkLog } from './check-log.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { checkWallets } from './check-wallets.ts';
import type { Finding } from './finding.ts';
import { describeFold } from './fold-finding.ts';

export interface InstallationPorts {
  readonly clock: Pick<StoreClock, 'measure' | 'now'>;
  readonly database: Sql;
  readonly installation: InstallationRow;
  readonly keyring: Keyring;
  /** Whether another process owns the stores, and folds. */
  readonly isGuest: boolean;
  readonly stores: readonly ReadinessCheck[];
}

/** Whether the stores answer, whether what came in is folded, who is parked, whom events do not reach, and whether wallets hold. */
export async function checkInstallation(ports: InstallationPorts): Promise<readonly Finding[]> {
  return [
    ...(await checkStores(ports.stores)),
    await checkClock(ports.clock),
    await checkLog(ports),
    await checkKeys(ports),
    await checkFold(ports),
    await checkParked(ports),
    await checkWebhooks(ports),
    await checkWallets(ports),
  ];
}

async function checkStores(checks: readonly ReadinessCheck[]): Promise<readonly Finding[]> {
  return Promise.all(
    checks.map(async (one): Promise<Finding> => {
      const { name } = one;
      try {
        await within(checkMsMax, one.check(AbortSignal.timeout(checkMsMax)));
        return { check: name, verdict: 'ok', detail: 'answers' };
      } catch (error) {
        return { check: name, verdict: 'wrong', detail: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

const checkMsMax = 5_000;

/** A store that takes connections and does not answer is a finding, not a reason to wait. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const isDone = await Promise.race([work.then(() => true), delay(ms, false, { ref: false })]);
  if (!isDone) throw new Error(`no answer within ${ms / 1000} s`);
}

async function checkFold({ clock, database, installation, isGuest }: InstallationPorts): Promise<Finding> {
  const { steps, oldest_at: oldestAt } = await readFoldLag(database);
  const found = describeFold({ steps, oldestAt, isGuest, now: clock.now() });
  const { zone, currency, shard_count: shards } = installation;
  const detail = `${found.detail}; zone ${zone}, currency ${currency}, ${shards} shards`;
  return { check: 'fold', verdict: found.verdict, detail };
}

const parkedShownMax = 5;
const parkedMax = 10_000;

/** Whose step could not be applied. Everybody else goes on; she stays as she was until somebody mends it and retries. */
async function checkParked({ database }: InstallationPorts): Promise<Finding> {
  const parked = await listParked(database, parkedMax);
  const check = 'parked members';
  if (parked.length === 0) return { check, verdict: 'ok', detail: 'none' };
  const shown = parked.slice(0, parkedShownMax).map((row) => {
    const since = new Date(row.parked_at).toISOString();
    return `\n           ${row.member_id} since ${since}, step ${row.shard}/${row.position}: ${row.error.split('\n', 1)[0]}`;
  });
  const detail = `${parked.length}; when it is mended: perennial members retry${shown.join('')}`;
  return { check, verdict: 'wrong', detail };
}
