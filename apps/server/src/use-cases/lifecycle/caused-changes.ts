import type { TimelineItem } from '@perennial/contracts/staff';
import { readEntriesCausedBy } from '@perennial/postgres/reading';
import type { StageEntryReadRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { MemberPlace } from '../kernel/member-place.ts';

type Effect = TimelineItem['effects'][number];

/** The changes of stage that facts and decisions of a member's own log caused, by their position. */
export async function changesCausedBy(
  sql: Sql,
  place: MemberPlace,
  positions: readonly number[],
): Promise<ReadonlyMap<number, readonly Effect[]>> {
  const entries = await readEntriesCausedBy(sql, place, positions);
  const byPosition = Map.groupBy(entries, (entry) => entry.cause_position);
  return new Map([...byPosition].map(([position, caused]) => [position, caused.map(toEffect)]));
}

function toEffect(entry: StageEntryReadRow): Effect {
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
