import { randomUUID } from 'node:crypto';
import { webhooksMax } from '@perennial/contracts/staff';
import type { Webhook, WebhookSaid } from '@perennial/contracts/staff';
import {
  deleteDeliveries,
  deleteWebhook,
  insertWebhook,
  lockWebhookCount,
  pauseWebhook,
  putWebhookSecret,
  readDeliveryKeys,
  readWebhook,
  readWebhookIds,
  resumeWebhook,
  updateWebhook,
} from '@perennial/postgres/webhooks';
import type { WebhookRow, WebhookSaid as SaidRow } from '@perennial/postgres/webhooks';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { createOneAtATime } from '../kernel/one-at-a-time.ts';
import type { OneAtATime } from '../kernel/one-at-a-time.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { checkWebhook } from './check-webhook.ts';
import type { WebhookPorts } from './ports.ts';
import { hostOf, showWebhook } from './shown-webhook.ts';
import { sealSecret } from './webhook-secrets.ts';

/** A webhook with its secret, which is shown once. */
export interface WithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

export interface ManageWebhooks {
  /** Throws `webhook.too_many`, and what is wrong with what is said. */
  create(context: CallContext, said: WebhookSaid): Promise<WithSecret>;
  /** Throws `webhook.not_found`, `webhook.conflict`, and what is wrong with what is said. */
  update(context: CallContext, webhookId: string, said: WebhookSaid & { readonly revision: number }): Promise<Webhook>;
  /** Throws `webhook.not_found`. Cut off in the middle it leaves a webhook that is paused, and may be tried again. */
  remove(context: CallContext, webhookId: string): Promise<void>;
  /** Throws `webhook.not_found`. */
  pause(context: CallContext, webhookId: string): Promise<Webhook>;
  /** Throws `webhook.not_found`. */
  resume(context: CallContext, webhookId: string): Promise<Webhook>;
  /** Throws `webhook.not_found`. */
  rotateSecret(context: CallContext, webhookId: string, keep: { readonly keepOldHours: number }): Promise<WithSecret>;
}

type Ports = Omit<WebhookPorts, 'personal' | 'findMember' | 'logsOf'>;

export function createManageWebhooks(ports: Ports): ManageWebhooks {
  const { audit, database, now, sending } = ports;
  const show = (row: WebhookRow, { caller }: CallContext) => showWebhook(database, row, { caller, now: now() });
  const judge = ({ caller }: CallContext, said: WebhookSaid) => checkWebhook({ ...ports, caller }, said);
  const turn = (action: 'webhook.paused' | 'webhook.resumed', write: typeof pauseWebhook) => {
    return (context: CallContext, subject: string) =>
      audit.act(context, { action, subject }, async (note) => {
        const row = found(await write(database, subject));
        note({ reason: row.name });
        return show(row, context);
      });
  };
  return {
    create: (context, said) =>
      audit.act(context, { action: 'webhook.created' }, async (note) => {
        const checked = await judge(context, said);
        const id = randomUUID();
        note({ subject: id, reason: describe(checked) });
        const secret = sending.createSecret();
        const row = await insertUnlessFull(ports, {
          ...checked,
          ...sealSecret(ports.keyring, id, secret),
          id,
          created_at: now(),
          created_by: nameOfCaller(context.caller),
        });
        return { webhook: await show(row, context), secret };
      }),
    update: (context, id, said) =>
      audit.act(context, { action: 'webhook.changed', subject: id }, async (note) => {
        found(await readWebhook(database, id));
        const checked = await judge(context, said);
        note({ reason: describe(checked) });
        const row = await updateWebhook(database, { id, revision: said.revision, at: now() }, checked);
        if (row === undefined) found(await readWebhook(database, id));
        if (row === undefined) throw new ProblemError('webhook.conflict');
        return show(row, context);
      }),
    remove: createRemove(ports),
    pause: turn('webhook.paused', pauseWebhook),
    resume: turn('webhook.resumed', resumeWebhook),
    rotateSecret: (context, subject, { keepOldHours }) =>
      audit.act(context, { action: 'webhook.secret_rotated', subject }, async (note) => {
        const { id, name } = found(await readWebhook(database, subject));
        note({ reason: `${name}; the secret before signs for ${keepOldHours} more hours` });
        const secret = sending.createSecret();
        await putWebhookSecret(database, {
          id,
          ...sealSecret(ports.keyring, id, secret),
          old_secret_until: keepOldHours === 0 ? null : now() + keepOldHours * hourMs,
        });
        return { webhook: await show(found(await readWebhook(database, id)), context), secret };
      }),
  };
}

const hourMs = 3_600_000;

/** Throws `webhook.not_found`. */
export function found(row: WebhookRow | undefined): WebhookRow {
  if (row === undefined) throw new ProblemError('webhook.not_found');
  return row;
}

/** For the audit log: what is told to whom. Of the address its host alone, because the rest may hold a secret. */
function describe({ name, url, types, condition, identities }: SaidRow): string {
  const parts = [
    name,
    hostOf(url),
    types.join(' '),
    ...(condition === null ? [] : ['with a condition']),
    ...(identities.length === 0 ? [] : [`identities in clear: ${identities.join(' ')}`]),
  ];
  return parts.join('; ');
}

type NewRow = Parameters<typeof insertWebhook>[1];

async function insertUnlessFull({ database }: Pick<Ports, 'database'>, made: NewRow): Promise<WebhookRow> {
  return database.transaction({ name: 'create webhook' }, async (sql) => {
    await lockWebhookCount(sql);
    if ((await readWebhookIds(sql)).length >= webhooksMax)
      throw new ProblemError('webhook.too_many', { context: { webhooksMax } });
    return insertWebhook(sql, made);
  });
}

const deletedAtOnceMax = 5_000;

function createRemove({ audit, database }: Pick<Ports, 'audit' | 'database'>): ManageWebhooks['remove'] {
  const removing = { database, inTurn: createOneAtATime() };
  return (context, subject) =>
    audit.act(context, { action: 'webhook.removed', subject }, async (note) => {
      const { name } = found(await pauseWebhook(database, subject));
      note({ reason: name });
      await removeWithLog(removing, subject, context.signal);
    });
}

interface Removing {
  readonly database: Ports['database'];
  readonly inTurn: OneAtATime;
}

/**
 * The log in parts, so that a million rows hold up nobody; the last of it with the webhook, so that nothing is left without one. That
 * waits for whoever hands events on, who holds all webhooks and needs further connections to judge conditions: as many removed at once
 * as there are connections would leave none.
 */
async function removeWithLog({ database, inTurn }: Removing, webhookId: string, signal: AbortSignal): Promise<void> {
  const removeSome = async (sql: Sql) => {
    const keys = await readDeliveryKeys(sql, webhookId, deletedAtOnceMax);
    if (keys.length > 0) await deleteDeliveries(sql, webhookId, keys);
    return keys.length;
  };
  while ((await removeSome(database)) === deletedAtOnceMax) signal.throwIfAborted();
  await inTurn(() =>
    database.transaction({ name: 'remove webhook' }, async (sql) => {
      await deleteWebhook(sql, webhookId);
      // What was handed to it in between.
      while ((await removeSome(sql)) === deletedAtOnceMax);
    }),
  );
}
