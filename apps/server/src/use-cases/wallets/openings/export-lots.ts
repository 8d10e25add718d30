import type { OpeningRow } from '@perennial/contracts/staff';
import type { Sql } from '@perennial/postgres';
import { readDebts, readOpenLots } from '@perennial/postgres/wallets';
import { shownScope } from '../reading/list-lots.ts';
import type { LotPlace, OpenLotRow } from '@perennial/postgres/wallets';

const pageRows = 2_000;
const firstMember = '00000000-0000-0000-0000-000000000000';
/** Of units that were not brought in from elsewhere: one reference for all of them, so that they come in together and once. */
const ownReference = 'perennial';

interface Exported {
  readonly shardCount: number;
  readonly wallet: string | undefined;
  /** Orders before are in what leaves. */
  readonly now: number;
}

/** Open lots as they stand, with what is left of each, and what is owed. What is held is in it. */
export async function* exportLots(sql: Sql, { shardCount, wallet, now }: Exported): AsyncGenerator<OpeningRow> {
  for (let shard = 0; shard < shardCount; shard += 1) {
    let after: LotPlace = { shard, memberId: firstMember, wallet: '', lot: 0 };
    for (;;) {
      const rows = await readOpenLots(sql, after, pageRows);
      for (const row of rows) if (wallet === undefined || row.wallet === wallet) yield rowOf(row, now);
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) break;
      after = last;
    }
    for (const { memberId: member, wallet: of, debt } of await readDebts(sql, shard))
      if (wallet === undefined || of === wallet)
        yield { member, wallet: of, reference: ownReference, openedAt: now, units: -debt };
  }
}

function rowOf(row: OpenLotRow, now: number): OpeningRow {
  const {
    memberId: member,
    wallet,
    remaining,
    units,
    startsAt,
    waitsFor,
    expiresAt,
    lotClass,
    costMinor,
    priority,
  } = row;
  return {
    member,
    wallet,
    reference: row.reference === '' ? ownReference : row.reference,
    // Orders since units were brought in are in those that were earned here.
    openedAt: row.reference === '' ? now : (row.openedAt ?? now),
    units: remaining,
    startsAt,
    expiresAt,
    // An event of an order here is a person there.
    ...(waitsFor === '' ? {} : { waits: waitsFor === 'time' ? ('time' as const) : ('hand' as const) }),
    ...(lotClass === 'principal' || lotClass === 'bonus' ? { lotClass } : {}),
    ...(costMinor === null ? {} : { costMinor: Number((BigInt(costMinor) * BigInt(remaining)) / BigInt(units)) }),
    ...(priority === 0 ? {} : { priority }),
    ...(row.scope === '' ? {} : { scope: shownScope(row.scope) }),
  };
}
