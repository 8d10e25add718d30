import { numberOf, textOf } from '../client/lens-query.ts';
import type { LensReader } from '../client/lens-query.ts';
import { isStanding } from '../log/standing-facts.ts';

/** Facts of one source since an instant, and when its last one was recorded (epoch milliseconds). */
export interface SourceFacts {
  readonly source: string;
  readonly facts: number;
  readonly lastRecordedAt: number;
}

/** Sources that sent facts, most recent first; at most 10,000. */
export async function factsBySource(lens: LensReader, sinceAt: number): Promise<readonly SourceFacts[]> {
  const rows = await lens.read({
    sql: `select source, countIf(recorded_at >= {since:Int64}) as facts, max(recorded_at) as last_at
            from fact
           where ${isStanding}
           group by source
           order by last_at desc, source
           limit 10000`,
    params: { since: sinceAt },
  });
  return rows.map((row) => ({
    source: textOf(row, 'source'),
    facts: numberOf(row, 'facts'),
    lastRecordedAt: numberOf(row, 'last_at'),
  }));
}
