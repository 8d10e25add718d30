import type { RouteAnswer, Routes } from '@perennial/contracts';
import { readStageIntervals } from '@perennial/postgres/reading';
import type { StageIntervalRow } from '@perennial/postgres/reading';
import { lastInstant, lastText } from '../kernel/list-ends.ts';
import type { FieldCatalogue } from '@perennial/domain';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { findMovingFacts, toMoveCause } from './member-moves.ts';
import type { ToldMove } from './member-moves.ts';
import type { ListMovesDependencies } from './list-moves.ts';

export interface StagesRequest extends PageRequest {
  readonly lifecycle?: string | undefined;
}

type StagesPage = RouteAnswer<Routes['members']['stages']>;

/** The stages of a member with their spans, newest first. */
export async function listStages(
  dependencies: ListMovesDependencies,
  place: MemberPlace,
  request: StagesRequest,
): Promise<StagesPage> {
  const [at, lifecycle] = decodeCursor(request.cursor, [lastInstant, lastText]);
  const rows = await readStageIntervals(dependencies.sql, {
    ...place,
    lifecycle: request.lifecycle ?? '',
    before: { at, lifecycle },
    limit: request.limit + 1,
  });
  const { moves, program } = await dependencies.reader.movesOf(place, rows[0]?.valid_from ?? 0);
  const shown = new Set(rows.map((row) => key(row.lifecycle, row.valid_from)));
  const own = moves.filter((move) => shown.has(key(move.lifecycle, move.validFrom)));
  const told = await findMovingFacts(dependencies, place, own);
  const byKey = new Map(told.map((move) => [key(move.lifecycle, move.validFrom), move]));
  return toPage(rows, request.limit, {
    item: (row) => toInterval(row, byKey.get(key(row.lifecycle, row.valid_from)), program.catalogue),
    cursor: (row) => [row.valid_from, row.lifecycle],
  });
}

function key(lifecycle: string, from: number): string {
  return `${lifecycle} ${from}`;
}

function toInterval(
  row: StageIntervalRow,
  move: ToldMove | undefined,
  catalogue: FieldCatalogue,
): StagesPage['items'][number] {
  return {
    lifecycle: row.lifecycle,
    stage: row.stage,
    fromStage: row.from_stage,
    from: row.valid_from,
    to: row.valid_to,
    isReactivation: row.is_reactivation,
    cause: move === undefined ? null : toMoveCause(move, catalogue),
    causeKind: row.cause_kind,
    causeType: row.cause_type,
    causeOccurredAt: row.cause_occurred_at,
    causeAt: row.cause_at,
    programVersion: row.program_version,
    isActed: row.is_acted,
  };
}
