import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { FactValue } from '@perennial/domain';
import {
  readEntriesCausedBy,
  readMemberMerges,
  readMemberOrders,
  readMemberTimeline,
  readStageIntervals,
  tieOf,
} from '@perennial/postgres/reading';
import type { MergeRow, StageEntryReadRow, StageIntervalRow, TimelineRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { FindMember } from './find-member.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';

export interface MemberHistoryDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
}

type TimelineItem = RouteAnswer<Routes['members']['timeline']>['items'][number];

const start = Number.MAX_SAFE_INTEGER;
/** Sorts after every text that a cursor could carry. */
const lastText = '\u{10ffff}';

/** What happened to a member, and what followed from it. */
export function createMemberHistoryHandlers({
  sql,
  world,
  findMember,
}: MemberHistoryDependencies): Pick<GroupHandlers<'members'>, 'timeline' | 'stages' | 'orders' | 'merges'> {
  return {
    timeline: (call) => readTimeline({ sql, world, findMember }, call),
    stages: async ({ params, query, caller }) => {
      const member = await findMember(params.memberId, caller);
      const [at, lifecycle] = decodeCursor(query.cursor, [start, lastText]);
      const rows = await readStageIntervals(sql, {
        ...member,
        lifecycle: query.lifecycle ?? '',
        before: { at, lifecycle },
        limit: query.limit + 1,
      });
      return toPage(rows, query.limit, { item: toInterval, cursor: (row) => [row.valid_from, row.lifecycle] });
    },
    orders: async ({ params, query, caller }) => {
      const member = await findMember(params.memberId, caller);
      const [at, orderId] = decodeCursor(query.cursor, [start, lastText]);
      const rows = await readMemberOrders(sql, { ...member, before: { at, orderId }, limit: query.limit + 1 });
      return toPage(rows, query.limit, {
        item: (row) => ({
          orderId: row.order_id,
          placedAt: row.placed_at,
          paidAt: row.paid_at,
          fulfilledAt: row.fulfilled_at,
          cancelledAt: row.cancelled_at,
          amountMinor: row.amount_minor,
          refundedMinor: row.refunded_minor,
          itemCount: row.item_count,
          category: row.category,
          channel: row.channel,
          storeId: row.store_id,
        }),
        cursor: (row) => [row.ordered_at, row.order_id],
      });
    },
    merges: async ({ params, query, caller }) => {
      const member = await findMember(params.memberId, caller);
      const [at, id] = decodeCursor(query.cursor, [start, lastUuid]);
      const rows = await readMemberMerges(sql, {
        ...member,
        before: { at, id: uuidOrLast(id) },
        limit: query.limit + 1,
      });
      return toPage(rows, query.limit, { item: toMerge, cursor: (row) => [row.recorded_at, row.merge_id] });
    },
  };
}

type TimelineCall = Parameters<GroupHandlers<'members'>['timeline']>[0];

/** A page of what happened, each fact with the moves that it caused. */
async function readTimeline(
  { sql, world, findMember }: MemberHistoryDependencies,
  { params, query, caller }: TimelineCall,
): Promise<RouteAnswer<Routes['members']['timeline']>> {
  const member = await findMember(params.memberId, caller);
  const [at, tie] = decodeCursor(query.cursor, [start, lastText]);
  const until = asOfIn(world, query.asOf).at;
  const rows = await readMemberTimeline(sql, { ...member, until, before: { at, tie }, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const positions = shown
    .filter((row) => row.item_kind === 'fact' && row.shard === member.shard)
    .map((row) => row.position);
  const effects = Map.groupBy(await readEntriesCausedBy(sql, member, positions), (entry) => entry.cause_position);
  const page = toPage(rows, query.limit, { item: (row) => row, cursor: (row) => [row.occurred_at, tieOf(row)] });
  const effectsOf = (row: TimelineRow) => (row.shard === member.shard ? (effects.get(row.position) ?? []) : []);
  return { items: shown.map((row) => toItem(row, effectsOf(row))), nextCursor: page.nextCursor };
}

const itemKinds = ['fact', 'wake', 'program', 'merge', 'split', 'refold'] as const;

function toItem(row: TimelineRow, effects: readonly StageEntryReadRow[]): TimelineItem {
  const kind = itemKinds.find((one) => one === row.item_kind) ?? 'refold';
  return {
    id: kind === 'fact' ? `${row.shard}:${row.position}` : `${kind}:${row.lifecycle}:${row.occurred_at}`,
    kind,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    source: row.source,
    channel: row.channel,
    storeId: row.store_id,
    isBackfill: row.is_backfill,
    payload: row.payload === '' ? { lifecycle: row.lifecycle } : readJson(row.payload),
    effects: effects.map(toEffect),
  };
}

function toEffect(entry: StageEntryReadRow): TimelineItem['effects'][number] {
  return {
    type: 'stage.changed',
    occurredAt: entry.valid_from,
    recordedAt: entry.recorded_at,
    causeKind: entry.cause_kind,
    programVersion: entry.program_version,
    payload: {
      lifecycle: entry.lifecycle,
      from: entry.from_stage,
      to: entry.stage,
      isReactivation: entry.is_reactivation,
      isActed: entry.is_acted,
    },
  };
}

function toInterval(row: StageIntervalRow) {
  return {
    lifecycle: row.lifecycle,
    stage: row.stage,
    fromStage: row.from_stage,
    from: row.valid_from,
    to: row.valid_to,
    isReactivation: row.is_reactivation,
    causeKind: row.cause_kind,
    causeType: row.cause_type,
    causeOccurredAt: row.cause_occurred_at,
    causeAt: row.cause_at,
    programVersion: row.program_version,
    isActed: row.is_acted,
  };
}

function toMerge(row: MergeRow): RouteAnswer<Routes['members']['merges']>['items'][number] {
  const isMerged = row.status === 'merged';
  return {
    id: row.merge_id,
    at: row.recorded_at,
    kind: isMerged ? 'merged' : row.status === 'undone' ? 'undone' : 'refused',
    survivorId: row.survivor_id,
    absorbedId: row.absorbed_id,
    identityType: row.identity_type,
    reason: row.reason,
    canUndo: isMerged,
  };
}

/** Written by ingestion, which keeps nothing but JSON. */
export function readJson(text: string): FactValue {
  return JSON.parse(text) as FactValue;
}
