import { randomBytes } from 'node:crypto';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { readWebhook, readWebhookSecret } from '@perennial/postgres/webhooks';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { bodyOfTest } from './event-body.ts';
import { found } from './manage-webhooks.ts';
import type { WebhookPorts } from './ports.ts';
import { signingKeys } from './webhook-secrets.ts';

type Outcome = RouteAnswer<Routes['webhooks']['test']>;

/** Sends an event that concerns nobody, at once and once, also while the webhook is paused. Throws `webhook.not_found`. */
export type TestWebhook = (context: CallContext, webhookId: string) => Promise<Outcome>;

type Ports = Pick<WebhookPorts, 'database' | 'audit' | 'keyring' | 'sending' | 'now'>;

export function createTestWebhook({ database, audit, keyring, sending, now }: Ports): TestWebhook {
  return (context, subject) =>
    audit.act(context, { action: 'webhook.tested', subject }, async (note) => {
      const { id: webhookId, name, url, timeout_ms: timeoutMs } = found(await readWebhook(database, subject));
      note({ reason: name });
      const secret = await readWebhookSecret(database, webhookId);
      if (secret === undefined) throw new ProblemError('webhook.not_found');
      const at = now();
      const secrets = signingKeys(keyring, secret, { now: at, readSecret: (text) => sending.readSecret(text) });
      const body = bodyOfTest({ webhookId, at });
      const id = `evt_test_${randomBytes(12).toString('base64url')}`;
      const outcome = await sending.send({ url, id, body, secrets, timeoutMs, nowMs: at }, context.signal);
      note({ reason: `${name}; ${outcome.kind === 'delivered' ? String(outcome.status) : outcome.code}` });
      return {
        isDelivered: outcome.kind === 'delivered',
        status: outcome.status,
        code: outcome.kind === 'delivered' ? null : outcome.code,
        ms: outcome.ms,
        body,
      };
    });
}
