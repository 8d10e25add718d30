import type { RouteAnswer, Routes } from '@perennial/contracts';
import { readStageIntervals } from '@perennial/postgres/reading';
import type { StageIntervalRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { lastInstant, lastText } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';

export interface StagesRequest extends PageRequest {
  readonly lifecycle?: string | undefined;
}

type StagesPage = RouteAnswer<Routes['members']['stages']>;

/** The stages of a member with their spans, newest first. */
export async function listStages(sql: Sql, place: MemberPlace, request: StagesRequest): Promise<StagesPage> {
  const [at, lifecycle] = decodeCursor(request.cursor, [lastInstant, lastText]);
  const rows = await readStageIntervals(sql, {
    ...place,
    lifecycle: request.lifecycle ?? '',
    before: { at, lifecycle },
    limit: request.limit + 1,
  });
  return toPage(rows, request.limit, { item: toInterval, cursor: (row) => [row.valid_from, row.lifecycle] });
}

function toInterval(row: StageIntervalRow): StagesPage['items'][number] {
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
