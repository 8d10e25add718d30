import type { HistoryAsOf, OwnStep } from '@perennial/domain';
import { belongsToSegment, logSegmentsOf, type MemberKey } from '@perennial/engine';
import type { Sql } from '../database.ts';
import { readMergesAsOf } from '../sql/ingest/merges.ts';
import { readOwnRows } from '../sql/read-pending.ts';
import { stepOfRow } from './steps-of-rows.ts';

/** The facts and decisions that are a member's own as of a position of her log: every segment of every log that her merges then concerned. */
export async function readOwnSteps(sql: Sql, key: MemberKey, asOf: HistoryAsOf): Promise<OwnStep[]> {
  const segments = await logSegmentsOf({ readMergesOf: (members) => readMergesAsOf(sql, members, asOf) }, key);
  const steps: OwnStep[] = [];
  for (const segment of segments) {
    // Her own log goes on behind the position; what follows is folded by its own steps.
    const isOwn = segment.place.id === key.id;
    const end = segment.upTo ?? Number.MAX_SAFE_INTEGER;
    const range = { after: segment.after, upTo: isOwn ? Math.min(end, asOf.position) : end };
    for (const row of await readOwnRows(sql, segment.place, range)) {
      const step = stepOfRow(row);
      const identities = row.identities === '' ? [] : row.identities.split(',');
      const isHers = belongsToSegment(segment, row.position, identities);
      if ((step?.kind === 'fact' || step?.kind === 'decision') && isHers) steps.push(step);
    }
  }
  return steps;
}
