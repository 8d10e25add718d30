import type { MemberId, OwnStep } from '@perennial/domain';
import { belongsToSegment, logSegmentsOf, type HistoryAsked } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { readMergesAsOf } from '../sql/ingest/merges.ts';
import { readLogs, readOwnRows } from '../sql/read-pending.ts';
import { stepOfRow } from './steps-of-rows.ts';

/**
 * The facts and decisions that are members' own, each as of a position of her log. Who took part in no merge by then has her own log
 * alone, and all of those are read at once.
 */
export async function readOwnSteps(
  sql: Sql,
  asked: readonly HistoryAsked[],
): Promise<ReadonlyMap<MemberId, readonly OwnStep[]>> {
  const merged = await mergedAmong(sql, asked);
  const alone = asked.filter(({ id }) => !merged.has(id));
  const steps = new Map<MemberId, OwnStep[]>();
  if (alone.length > 0) {
    const logs = alone.map(({ shard, id, asOf }) => ({ shard, id, position: asOf.position }));
    for (const row of await readLogs(sql, logs)) addOwn(steps, stepOfRow(row));
  }
  for (const one of asked) if (merged.has(one.id)) steps.set(one.id, await readSegments(sql, one));
  return steps;
}

/** Members who took part in a merge that had been recorded by the instant that is asked for. */
async function mergedAmong(sql: Sql, asked: readonly HistoryAsked[]): Promise<ReadonlySet<string>> {
  const recordedAt = Math.max(...asked.map(({ asOf }) => asOf.recordedAt));
  const merges = await readMergesAsOf(sql, asked, { recordedAt, mergeId: null });
  return new Set(merges.flatMap(({ survivor, absorbed }) => [survivor.id, absorbed.id]));
}

function addOwn(steps: Map<MemberId, OwnStep[]>, step: ReturnType<typeof stepOfRow>): void {
  if (step?.kind !== 'fact' && step?.kind !== 'decision') return;
  const known = steps.get(step.memberId);
  if (known === undefined) steps.set(step.memberId, [step]);
  else known.push(step);
}

/** Every segment of every log that a member's merges then concerned. */
async function readSegments(sql: Sql, { shard, id, asOf }: HistoryAsked): Promise<OwnStep[]> {
  const segments = await logSegmentsOf(
    { readMergesOf: (members) => readMergesAsOf(sql, members, asOf) },
    { shard, id },
  );
  const steps: OwnStep[] = [];
  for (const segment of segments) {
    // Her own log goes on behind the position; what follows is folded by its own steps.
    const end = segment.upTo ?? Number.MAX_SAFE_INTEGER;
    const upTo = segment.place.id === id ? Math.min(end, asOf.position) : end;
    for (const row of await readOwnRows(sql, segment.place, { after: segment.after, upTo })) {
      const step = stepOfRow(row);
      const identities = row.identities === '' ? [] : row.identities.split(',');
      const isHers = belongsToSegment(segment, row.position, identities);
      if ((step?.kind === 'fact' || step?.kind === 'decision') && isHers) steps.push(step);
    }
  }
  return steps;
}
