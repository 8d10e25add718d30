import type { LensRepair, LogRange } from '@perennial/engine';
import { logKinds } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import type { FactRow } from '../sql/fact-row.ts';
import { nextBlockId } from '../sql/lens/blocks.ts';
import { readBlockDerivedFacts, readBlockFacts } from '../sql/lens/read-block.ts';
import { deleteRepairs, readRepairs } from '../sql/lens/repairs.ts';
import { shippedDerivedFact, shippedFact } from './shipped.ts';

/** One statement of the lens takes them away: its text is bounded. */
const rangesMax = 200;

/** The mark of a fact of nobody that was attached to somebody goes with the facts: without it the lens would count both. */
export function isShippedFact({ kind }: Pick<FactRow, 'kind'>): boolean {
  return kind === logKinds.fact || kind === logKinds.attach;
}

/** The next ranges of one log that a lens is to be sent again, about as many as make `rowsMax` rows. */
export async function readRepair(sql: Sql, lens: string, rowsMax: number): Promise<LensRepair | undefined> {
  const asked = await readRepairs(sql, lens, rangesMax);
  const log = asked[0]?.log;
  if (log === undefined) return undefined;
  const ranges = atMost(
    asked.filter((one) => one.log === log),
    rowsMax,
  );
  const read = ranges.map(({ shard, after, upto }) => ({ shard, from: after, to: upto }));
  const version = await nextBlockId(sql);
  return {
    version,
    log,
    ranges,
    facts: log === 'fact' ? (await readBlockFacts(sql, read)).filter(isShippedFact).map(shippedFact) : [],
    derivedFacts: log === 'derived_fact' ? (await readBlockDerivedFacts(sql, read)).map(shippedDerivedFact) : [],
    done: () => deleteRepairs(sql, { lens, log }, ranges),
  };
}

function atMost(ranges: readonly LogRange[], rowsMax: number): readonly LogRange[] {
  let rows = 0;
  return ranges.filter(({ after, upto }, index) => {
    rows += upto - after;
    return index === 0 || rows <= rowsMax;
  });
}
