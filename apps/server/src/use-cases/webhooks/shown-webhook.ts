import { can } from '@perennial/contracts';
import { webhookCountMax } from '@perennial/contracts/staff';
import type { Webhook } from '@perennial/contracts/staff';
import { countDeliveries, deliveryStates, readOldestWaitingAt } from '@perennial/postgres/webhooks';
import type { WebhookRow } from '@perennial/postgres/webhooks';
import type { Sql } from '@perennial/postgres';
import type { Caller } from '../kernel/caller.ts';
import { readJson } from '../kernel/stored-json.ts';

interface Shown {
  readonly caller: Caller;
  readonly now: number;
}

/** A webhook as it stands, as the caller may see it. */
export async function showWebhook(sql: Sql, row: WebhookRow, { caller, now }: Shown): Promise<Webhook> {
  const { id: webhookId } = row;
  const [waitingCount, deadCount, oldestWaitingAt] = await Promise.all([
    countDeliveries(sql, { webhookId, state: deliveryStates.waiting, max: webhookCountMax }),
    countDeliveries(sql, { webhookId, state: deliveryStates.dead, max: webhookCountMax }),
    readOldestWaitingAt(sql, webhookId),
  ]);
  return {
    ...saidOf(row),
    id: row.id,
    url: can(caller, 'webhooks.manage').isAllowed ? row.url : hostOf(row.url),
    state: stateOf(row, now),
    revision: row.revision,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    oldSecretUntil: laterThan(row.old_secret_until, now),
    secretHint: row.secret_hint,
    lastDeliveredAt: row.last_delivered_at,
    lastFailedAt: row.last_failed_at,
    lastFailure: row.last_failure,
    restsUntil: laterThan(row.rests_until, now),
    waitingCount,
    oldestWaitingAt,
    deadCount,
  };
}

function saidOf(row: WebhookRow) {
  return {
    name: row.name,
    types: [...row.types],
    condition: row.condition === null ? null : readJson(row.condition),
    identities: [...row.identities],
    perSecondMax: row.per_second_max,
    timeoutMs: row.timeout_ms,
  };
}

/** An address without what may be a secret in it: some receivers have it in the query, others in the path. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

function stateOf({ state, rests_until: restsUntil }: WebhookRow, now: number): Webhook['state'] {
  return state === 'active' && laterThan(restsUntil, now) !== null ? 'resting' : state;
}

function laterThan(at: number | null, now: number): number | null {
  return at !== null && at > now ? at : null;
}
