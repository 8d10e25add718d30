import type { FactPayload } from '@perennial/domain';
import type { Hand, Keyring, OutboxEvent } from '@perennial/engine';
import { isUnreachable } from '@perennial/postgres';
import type { Sql } from '@perennial/postgres';
import { readRestoration } from '@perennial/postgres/backup';
import { readWebhook, readWebhookSecret } from '@perennial/postgres/webhooks';
import type { WebhookSender } from '../channels/webhook/send.ts';
import { readSecret } from '../channels/webhook/signature.ts';
import { readJson } from '../use-cases/kernel/stored-json.ts';
import type { PersonalReader } from '../use-cases/personal-data/personal-reader.ts';
import { bodyOf, eventIdOf, identitiesToTell, sequenceOf } from '../use-cases/webhooks/event-body.ts';
import { signingKeys } from '../use-cases/webhooks/webhook-secrets.ts';

interface Ports {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly sender: WebhookSender;
  readonly personal: Pick<PersonalReader, 'identitiesOf'>;
  readonly now: () => number;
}

/** Where and how a webhook is called now. */
interface Target {
  readonly url: string;
  readonly timeoutMs: number;
  readonly identities: readonly string[];
  readonly secrets: readonly Uint8Array[];
  /** Of this database, where it is the work of a restore. */
  readonly restoredAt: number | null;
}

/** What was changed of a webhook holds for calls from so long after. */
const targetKeptMs = 500;
/** It was removed, and what was on its way to it with it. */
const removed = {
  kind: 'failed',
  status: null,
  code: 'webhook.removed',
  ms: 0,
  retryAfterMs: null,
  isGone: true,
} as const;

/** What is to be told cannot be read. It is tried as often as any other, and then kept among what was given up. */
const unreadable = { ...removed, code: 'webhook.event_unreadable', isGone: false } as const;

/** Hands events to webhooks: reads how each is called now, puts the body together, signs it and sends it. */
export function createHandWebhook(ports: Ports): Hand {
  const { now, sender } = ports;
  const targets = new Map<string, { readonly at: number; readonly target: Promise<Target | undefined> }>();

  function targetOf(webhookId: string): Promise<Target | undefined> {
    const at = now();
    const known = targets.get(webhookId);
    if (known !== undefined && at - known.at < targetKeptMs && at >= known.at) return known.target;
    const target = readTarget(ports, webhookId);
    targets.set(webhookId, { at, target });
    target.then(
      (found) => found ?? targets.delete(webhookId),
      () => targets.delete(webhookId),
    );
    return target;
  }

  return async (receiver, { event }, signal) => {
    const target = await targetOf(receiver.id);
    if (target === undefined) return removed;
    const { url, timeoutMs, secrets } = target;
    const id = eventIdOf(causeOf(event));
    const body = await bodyOfEvent(ports, target, { id, event });
    if (body === null) return unreadable;
    const outcome = await sender.send({ url, id, body, secrets, timeoutMs, nowMs: now() }, signal);
    // Cut off by this side: it was not tried.
    signal.throwIfAborted();
    return outcome;
  };
}

interface ToTell {
  readonly id: string;
  readonly event: OutboxEvent;
}

/** Null where what belongs in it cannot be read, which no other attempt mends by itself. A store that is away is another matter. */
async function bodyOfEvent(ports: Ports, target: Target, { id, event }: ToTell): Promise<string | null> {
  try {
    return bodyOf({
      type: event.type,
      occurredAt: event.occurredAt,
      recordedAt: event.recordedAt,
      memberId: event.memberId,
      eventId: id,
      sequence: sequenceOf(event.position, target.restoredAt),
      // Written by the fold, whose payloads are objects.
      payload: readJson(event.payload) as FactPayload,
      identities: await identitiesOf(ports, target, event),
    });
  } catch (error) {
    if (isUnreachable(error)) throw error;
    return null;
  }
}

async function readTarget({ sql, keyring, now }: Ports, webhookId: string): Promise<Target | undefined> {
  const [webhook, secret, restoration] = await Promise.all([
    readWebhook(sql, webhookId),
    readWebhookSecret(sql, webhookId),
    readRestoration(sql),
  ]);
  if (webhook === undefined || secret === undefined) return undefined;
  const { url, timeout_ms: timeoutMs, identities } = webhook;
  const secrets = signingKeys(keyring, secret, { now: now(), readSecret });
  return { url, timeoutMs, identities, secrets, restoredAt: restoration?.restored_at ?? null };
}

function causeOf({ memberId, type, cause }: OutboxEvent) {
  return {
    member_id: memberId,
    type,
    cause_kind: cause.kind,
    cause_position: cause.position,
    cause_at: cause.at,
    cause_facet: cause.facet,
    cause_n: cause.n,
  };
}

async function identitiesOf({ personal }: Ports, { identities: named }: Target, { shard, memberId: id }: OutboxEvent) {
  if (named.length === 0) return [];
  return identitiesToTell(named, (await personal.identitiesOf([{ shard, id }])).get(id) ?? []);
}
