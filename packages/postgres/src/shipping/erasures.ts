import type { MemberId } from '@perennial/domain';
import type { ErasureToShip } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import { nextBlockId } from '../sql/lens/blocks.ts';
import { endErasure, readErasures, readFactsLeft, touchErased, type LensErasureRow } from '../sql/lens/erasures.ts';
import { shippedFact } from './shipped.ts';

const factsPage = 10_000;

/** What a lens has to forget, with what is left of it. */
export async function readErasuresToShip(
  database: Database,
  lens: string,
  limit: number,
): Promise<readonly ErasureToShip[]> {
  const rows = await readErasures(database, lens, limit);
  return rows.map((row) => ({
    erasure: {
      shard: row.shard,
      memberId: row.member_id as MemberId,
      positions: row.positions === null ? null : row.positions.split(',').map(Number),
    },
    facts: () => readFacts(database, row),
    done: () =>
      database.transaction({ name: 'end lens erasure' }, async (sql) => {
        await touchErased(sql, row);
        await endErasure(sql, row);
      }),
  }));
}

async function* readFacts(database: Database, row: LensErasureRow) {
  for (let after = 0; ;) {
    const page = await readFactsLeft(database, row, { after, limit: factsPage });
    const last = page.at(-1);
    if (last === undefined) return;
    // Another one each time: what was sent before under the same would be taken for it, though it was forgotten meanwhile.
    yield { version: await nextBlockId(database), facts: page.map(shippedFact) };
    if (page.length < factsPage) return;
    after = last.position;
  }
}
