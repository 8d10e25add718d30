import { z } from 'zod';
import { counter, identifier, instant, jsonValue, localizedText, memberId, name, uuid } from '../../schemas/common.ts';

/** Longest address of an endpoint: what intermediaries let through. */
export const webhookUrlMax = 2_000;
/** More types than there are events, and fewer than would make a subscription slow to match. */
export const webhookTypesMax = 50;
export const webhookLimits = { perSecondMax: 2_000, perSecond: 200, timeoutMs: 10_000, timeoutMsMax: 30_000 } as const;
/** Each of them costs every event a look. */
export const webhooksMax = 50;
/** Figures of what waits and of what was given up go up to here, which then means at least so many. */
export const webhookCountMax = 100_000;
/** How long a secret that was replaced goes on signing: a week is longer than any roll-out takes. */
export const oldSecretHoursMax = 168;

export const eventType = z.string().regex(/^[a-z][a-z_]*(\.[a-z][a-z_]*)+$/, 'Expected a type such as `stage.changed`');

/** What may be told: brought by the facets, so that a new capability brings its own. */
export const eventKind = z.object({
  type: eventType,
  label: localizedText,
  describes: localizedText,
});

/** What is said of a webhook when it is made or changed. A misspelt `condition` must not make one of everybody. */
export const webhookSaid = z.strictObject({
  name,
  url: z.string().min(1).max(webhookUrlMax),
  types: z.array(eventType).min(1).max(webhookTypesMax),
  condition: jsonValue
    .nullable()
    .default(null)
    .describe('Of the member, as in segments; judged once, when the event comes up. Null: whoever it concerns'),
  identities: z
    .array(z.string().regex(/^[\w:.*-]{1,110}$/))
    .max(10)
    .default([])
    .describe('Types of identities that are sent along in clear, such as `external_id:shop`; none unless named'),
  perSecondMax: z
    .number()
    .int()
    .min(1)
    .max(webhookLimits.perSecondMax)
    .default(webhookLimits.perSecond)
    .describe('At most so many calls a second, over all processes'),
  timeoutMs: z
    .number()
    .int()
    .min(500)
    .max(webhookLimits.timeoutMsMax)
    .default(webhookLimits.timeoutMs)
    .describe('After so long a call has failed'),
});

export type EventKind = z.output<typeof eventKind>;
export type WebhookSaid = z.output<typeof webhookSaid>;

/** `resting`: it failed again and again, and is tried now and then; `gone`: it answered 410, and waits for somebody. */
export const webhookState = z.enum(['active', 'paused', 'resting', 'gone']);

export const webhook = z.object({
  id: uuid,
  name,
  url: z
    .string()
    .describe('Whole for who may manage webhooks; others see the host alone, because the rest may hold a secret'),
  types: z.array(eventType),
  condition: jsonValue.nullable(),
  identities: z.array(z.string()),
  perSecondMax: z.number().int(),
  timeoutMs: z.number().int(),
  state: webhookState,
  /** Counts the changes; saving over a newer one is refused. */
  revision: counter,
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
  /** Until when the secret before signs as well; null when there is none. */
  oldSecretUntil: instant.nullable(),
  /** First characters of the secret, to recognise it by. */
  secretHint: z.string(),
  lastDeliveredAt: instant.nullable(),
  lastFailedAt: instant.nullable(),
  lastFailure: z.string().nullable().describe('Code of the last failure: `webhook.timeout`, `webhook.status` …'),
  restsUntil: instant.nullable(),
  waitingCount: z.number().int().describe('Events that wait to be delivered, counted up to 100,000'),
  oldestWaitingAt: instant.nullable(),
  deadCount: z.number().int().describe('Events that were given up, counted up to 100,000'),
});

export type Webhook = z.output<typeof webhook>;

/** `waiting` is also what will be tried again; `dead` was given up. */
export const deliveryState = z.enum(['waiting', 'delivered', 'dead']);

export const delivery = z.object({
  id: identifier.describe('Of this event at this webhook'),
  eventId: identifier.describe('`webhook-id`: the same in every attempt and at every webhook'),
  type: eventType,
  memberId,
  state: deliveryState,
  attempts: z.number().int(),
  createdAt: instant.describe('When it happened, as recorded'),
  lastAttemptAt: instant.nullable(),
  nextAttemptAt: instant.nullable().describe('Null unless it waits'),
  lastStatus: z.number().int().nullable().describe('HTTP status of the last answer; null when none came'),
  lastCode: z.string().nullable().describe('Why the last attempt failed; null when it did not'),
  lastMs: z.number().int().nullable().describe('How long the last attempt took'),
});

export type Delivery = z.output<typeof delivery>;

export const deliveryWithBody = delivery.extend({
  body: z.string().describe('What is sent; identities masked'),
});

export const testOutcome = z.object({
  isDelivered: z.boolean(),
  status: z.number().int().nullable(),
  code: z.string().nullable(),
  ms: z.number().int(),
  body: z.string(),
});
