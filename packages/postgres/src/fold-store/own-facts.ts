import type { FactStep, SplitStep } from '@perennial/domain';
import { belongsToSegment, logSegmentsOf } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { readMergesAsOf } from '../sql/ingest/merges.ts';
import { readFactsWithIdentities } from '../sql/read-pending.ts';
import { stepOfRow } from './steps-of-rows.ts';

/** The facts that are a member's own as of a split: every segment of every log that her merges then concerned. */
export async function readOwnFacts(sql: Sql, split: SplitStep): Promise<FactStep[]> {
  const place = { shard: split.shard, id: split.memberId };
  const segments = await logSegmentsOf({ readMergesOf: (members) => readMergesAsOf(sql, members, split) }, place);
  const facts: FactStep[] = [];
  for (const segment of segments) {
    // Her own log goes on behind the split; what follows is folded by its own steps.
    const isOwn = segment.place.id === split.memberId;
    const end = segment.upTo ?? Number.MAX_SAFE_INTEGER;
    const range = { after: segment.after, upTo: isOwn ? Math.min(end, split.position) : end };
    for (const row of await readFactsWithIdentities(sql, segment.place, range)) {
      const step = stepOfRow(row);
      const identities = row.identities === '' ? [] : row.identities.split(',');
      if (step?.kind === 'fact' && belongsToSegment(segment, row.position, identities)) facts.push(step);
    }
  }
  return facts;
}
