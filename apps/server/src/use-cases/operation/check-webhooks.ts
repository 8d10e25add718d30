import { openWithMaster } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { webhookCountMax, webhooksMax } from '@perennial/contracts/staff';
import type { Sql } from '@perennial/postgres';
import {
  countDeliveries,
  deliveryStates,
  listWebhooks,
  readOldestWaitingAt,
  readWebhookSecret,
} from '@perennial/postgres/webhooks';
import type { WebhookRow } from '@perennial/postgres/webhooks';
import type { Finding, Verdict } from './finding.ts';

export interface WebhookCheckPorts {
  readonly database: Sql;
  readonly keyring: Keyring;
  readonly clock: { readonly now: () => number };
}

/** An event that waits longer is worth a look: most failures are over sooner. */
const waitingMsMax = 3_600_000;

interface Found {
  readonly verdict: Verdict;
  readonly detail: string;
}

/** Whether secrets of webhooks open, and whom events do not reach. By id, not by name or address: what the doctor says may be sent along. */
export async function checkWebhooks(ports: WebhookCheckPorts): Promise<Finding> {
  const check = 'webhooks';
  const start = { createdAt: 0, id: '00000000-0000-0000-0000-000000000000', limit: webhooksMax };
  const webhooks = await listWebhooks(ports.database, start);
  const found = (await Promise.all(webhooks.map((webhook) => look(ports, webhook)))).flat();
  if (found.length === 0)
    return { check, verdict: 'ok', detail: webhooks.length === 0 ? 'none' : `${webhooks.length}; all are reached` };
  const verdict = found.some((one) => one.verdict === 'wrong') ? 'wrong' : 'warning';
  const detail = [`${webhooks.length}`, ...found.map((one) => `\n           ${one.detail}`)].join('');
  return { check, verdict, detail };
}

async function look({ database, keyring, clock }: WebhookCheckPorts, webhook: WebhookRow): Promise<readonly Found[]> {
  const { id, state, last_failure: lastFailure } = webhook;
  const found: Found[] = [];
  const warn = (detail: string) => found.push({ verdict: 'warning', detail: `${id}: ${detail}` });
  if (!(await hasSecret(database, keyring, id)))
    found.push({
      verdict: 'wrong',
      detail: `${id}: its secret does not open, so nothing can be signed; make another one`,
    });
  const why = lastFailure === null ? '' : ` (${lastFailure})`;
  if (state === 'gone') warn('answered that it is gone; resume or remove it');
  const oldestAt = await readOldestWaitingAt(database, id);
  if (state === 'active' && oldestAt !== null && clock.now() - oldestAt > waitingMsMax)
    warn(`events wait since ${new Date(oldestAt).toISOString()}${why}`);
  const dead = await countDeliveries(database, { webhookId: id, state: deliveryStates.dead, max: webhookCountMax });
  const counted = dead === webhookCountMax ? `${dead} at least` : String(dead);
  if (dead > 0) warn(`events that were given up: ${counted}${why}; send them again`);
  return found;
}

async function hasSecret(sql: Sql, keyring: Keyring, webhookId: string): Promise<boolean> {
  const row = await readWebhookSecret(sql, webhookId);
  // Removed meanwhile: nothing has to be signed.
  if (row === undefined) return true;
  try {
    openWithMaster(keyring, { masterKeyId: row.master_key_id, body: row.secret }, webhookId);
    return true;
  } catch {
    return false;
  }
}
