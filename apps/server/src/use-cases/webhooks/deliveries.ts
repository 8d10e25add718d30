import type { Delivery } from '@perennial/contracts/staff';
import {
  deliveryStates,
  listDeliveries,
  listDeliveriesOfMember,
  listDeliveriesOfType,
} from '@perennial/postgres/webhooks';
import type { DeliveryRow, DeliveryState, LogPlace } from '@perennial/postgres/webhooks';
import type { Sql } from '@perennial/postgres';
import type { Caller } from '../kernel/caller.ts';
import { lastInstant } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import type { FindMember, FoundMember } from '../members/find-member.ts';
import { eventIdOf } from './event-body.ts';

/** Whose logs are a member's: her own, and those of whom she took in. */
export type LogsOf = (member: MemberPlace) => Promise<readonly MemberPlace[]>;

export interface DeliveriesRequest extends PageRequest {
  readonly state?: Delivery['state'] | undefined;
  readonly type?: string | undefined;
  readonly memberId?: string | undefined;
}

interface LogReader {
  readonly sql: Sql;
  readonly findMember: FindMember;
  readonly logsOf: LogsOf;
}

const lastShard = 2_147_483_647;

/**
 * A page of the log of a webhook, newest first. It is read a state at a time and put together here, so that each part comes out of an
 * index in its order. Throws `member.not_found`.
 */
export async function readLog(
  reader: LogReader,
  { caller, webhookId }: { readonly caller: Caller; readonly webhookId: string },
  request: DeliveriesRequest,
): Promise<Page<Delivery>> {
  const { cursor, limit, state, type, memberId } = request;
  const [createdAt, shard, position] = decodeCursor(cursor, [lastInstant, lastShard, lastInstant]);
  const page = { webhookId, before: { createdAt, shard, position }, limit: limit + 1 };
  const parts =
    memberId === undefined
      ? statesOf(state).map((one) =>
          type === undefined
            ? listDeliveries(reader.sql, page, one)
            : listDeliveriesOfType(reader.sql, page, { state: one, type }),
        )
      : (await logsOfOne(reader, await reader.findMember(memberId, caller))).map((place) =>
          listDeliveriesOfMember(reader.sql, page, {
            ...place,
            state: state === undefined ? -1 : deliveryStates[state],
            type: type ?? '',
          }),
        );
  const rows = (await Promise.all(parts)).flat().toSorted(newestFirst);
  return toPage(rows, limit, {
    item: toDelivery,
    cursor: (row) => [row.created_at, row.shard, row.position],
  });
}

/** Of who was taken in by another one her own alone: what was told under her id. */
async function logsOfOne({ logsOf }: LogReader, member: FoundMember): Promise<readonly MemberPlace[]> {
  return member.status === 'live' ? logsOf(member) : [member];
}

function statesOf(state: Delivery['state'] | undefined): readonly DeliveryState[] {
  return state === undefined ? Object.values(deliveryStates) : [deliveryStates[state]];
}

function newestFirst(one: DeliveryRow, other: DeliveryRow): number {
  return other.created_at - one.created_at || other.shard - one.shard || other.position - one.position;
}

const stateNames = ['waiting', 'delivered', 'dead'] as const satisfies readonly Delivery['state'][];

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: deliveryIdOf(row),
    eventId: eventIdOf(row),
    type: row.type,
    memberId: row.member_id,
    state: stateNames[row.state],
    attempts: row.attempts,
    createdAt: row.created_at,
    lastAttemptAt: row.last_at,
    nextAttemptAt: row.state === deliveryStates.waiting ? row.next_at : null,
    lastStatus: row.last_status,
    lastCode: row.last_code,
    lastMs: row.last_ms,
  };
}

type EventPlace = Pick<LogPlace, 'shard' | 'position'>;

function deliveryIdOf({ shard, position }: EventPlace): string {
  return `${shard}-${position}`;
}

/** Undefined for what is no id of a delivery. */
export function placeOfDelivery(id: string): EventPlace | undefined {
  const [, shard, position] = /^(\d{1,6})-(\d{1,15})$/.exec(id) ?? [];
  return shard === undefined || position === undefined
    ? undefined
    : { shard: Number(shard), position: Number(position) };
}
