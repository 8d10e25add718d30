import { createHash } from 'node:crypto';
import type { FactPayload, FactValue } from '@perennial/domain';
import type { DeliveryRow } from '@perennial/postgres/webhooks';

/** What is told of an event: the same for the sender, the log and whoever tries a webhook out. */
export interface EventToTell {
  readonly type: string;
  /** When it was true, and when it was recorded; epoch milliseconds. */
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly memberId: string;
  /** `webhook-id`. */
  readonly eventId: string;
  /** Grows from event to event of a member. */
  readonly sequence: number;
  readonly payload: FactPayload;
  /** In clear, of the types that the webhook names. Absent from the body where there are none. */
  readonly identities: readonly { readonly type: string; readonly value: string }[];
}

/**
 * The body of a message, as JSON text in the shape of Standard Webhooks: type, timestamp, data. The same event gives the same text, so
 * that what was sent can be shown, and sent again, without being kept. Instants are ISO 8601 in UTC.
 */
export function bodyOf(event: EventToTell): string {
  const { type, occurredAt, recordedAt, memberId, eventId, sequence, payload } = event;
  const own = { memberId, eventId, sequence, recordedAt: toIso(recordedAt) };
  // No payload says for itself whom an event concerns.
  const told = Object.entries(payload).filter(([name]) => !Object.hasOwn(own, name) && name !== 'identities');
  const identities = event.identities.map((one) => ({ type: one.type, value: one.value }));
  return JSON.stringify({
    type,
    timestamp: toIso(occurredAt),
    data: {
      ...own,
      ...Object.fromEntries(told.map(([name, value]) => [name, withReadableInstants(name, value)])),
      ...(identities.length === 0 ? {} : { identities }),
    },
  });
}

/** What is sent to try a webhook out. It concerns nobody. */
export function bodyOfTest({ webhookId, at }: { readonly webhookId: string; readonly at: number }): string {
  const message = 'This is a test: nothing happened to anybody.';
  return JSON.stringify({ type: 'webhook.test', timestamp: toIso(at), data: { webhookId, message } });
}

/** More events than a shard has in a second. */
const eventsPerSecondMax = 2 ** 20;

/**
 * Grows from event to event of a member, also over a restore, after which positions begin again lower than what was told since the backup:
 * as if from the restore on each second had taken all the places that it might have. `restoredAt`: epoch milliseconds, null where this
 * database is nobody's copy. A safe integer for three centuries.
 */
export function sequenceOf(position: number, restoredAt: number | null): number {
  return position + (restoredAt === null ? 0 : Math.floor(restoredAt / 1_000) * eventsPerSecondMax);
}

type CauseRow = Pick<
  DeliveryRow,
  'member_id' | 'type' | 'cause_kind' | 'cause_position' | 'cause_at' | 'cause_facet' | 'cause_n'
>;

const idCharacters = 24;

/** Of an event, made of its cause: the same in every attempt, at every webhook and after a restore. 144 bits: no two meet. */
export function eventIdOf(row: CauseRow): string {
  const cause = [
    row.member_id,
    row.cause_kind,
    row.cause_position,
    row.cause_at,
    row.cause_facet,
    row.cause_n,
    row.type,
  ];
  return `evt_${createHash('sha256').update(JSON.stringify(cause)).digest('base64url').slice(0, idCharacters)}`;
}

/** Those of somebody's identities that a webhook is sent: of the types named, also by family (`external_id:*`). */
export function identitiesToTell<Identity extends { readonly type: string; readonly value: string }>(
  named: readonly string[],
  identities: readonly Identity[],
): readonly Identity[] {
  return identities.filter(({ type, value }) => value !== '' && named.some((one) => isOfType(type, one)));
}

function isOfType(type: string, named: string): boolean {
  return named.endsWith(':*') ? type.startsWith(named.slice(0, -1)) : type === named;
}

/** Instants are numbers here and text outside; by their names, as everywhere (`recordedAt`). */
function withReadableInstants(name: string, value: FactValue | undefined): FactValue {
  if (typeof value === 'number') return name.endsWith('At') && isInstant(value) ? toIso(value) : value;
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (isList(value)) return value.map((one) => withReadableInstants(name, one));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withReadableInstants(key, one)]));
}

/** Days that ECMAScript knows, in milliseconds. */
const instantMax = 8.64e15;

function isInstant(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= instantMax;
}

function isList(value: FactPayload | readonly FactValue[]): value is readonly FactValue[] {
  return Array.isArray(value);
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
