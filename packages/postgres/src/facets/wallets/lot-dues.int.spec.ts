import { emptyAccount, expiriesOf, datedSums, lotRows } from '@perennial/domain';
import type { LotRow, MemberId } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../database/database.ts';
import type { Database } from '../../database/database.ts';
import { createTestDatabase } from '../../testing/test-database.ts';
import type { TestDatabase } from '../../testing/test-database.ts';
import { rowOf, sqlOf } from '../../rows/row-sql.ts';
import type { OwnedSqlRow } from '../../rows/row-sql.ts';
import { readLotDues } from './lot-dues.ts';

/** What SQL says of the lots of a member is what the domain says of the same rows. */

let database: Database;
let made: TestDatabase;
const memberId = '00000000-0000-7000-8000-000000000001' as MemberId;
const wallets = ['points', 'growth', 'sliding'] as const;
const slidesAt = 5_000;

beforeAll(async () => {
  made = await createTestDatabase();
  database = createDatabase({ url: made.url, poolSize: 2 });
  await database.run(`
    insert into wallet_account (shard, member_id, wallet, posted, pending, held, debt, sequence, lots, chain, earned, spent, expired, expires_at,
                                is_blocked)
    select 3, '${memberId}', w, 1000000, 0, 0, 0, 1, 200, '', 0, 0, 0, case when w = 'sliding' then ${slidesAt} end, false
      from unnest(array['points', 'growth', 'sliding']) as w;
    insert into wallet_lot (shard, member_id, wallet, lot, units, remaining, held, lost, priority, issued_at, starts_at, waits_for, expires_at,
                            due_at, ended_at, ending, lot_class, scope, source, source_id, rule, program_version, entry)
    select 3, '${memberId}', (array['points', 'growth', 'sliding'])[1 + n % 3], n, 100, r, least(r, h), 0, 0, 0, 1000 + n % 7, w, e, e,
           case when r = 0 then 1 end, case when r = 0 then 'spent' else '' end, '', '', 'fact', '', '', 1, 1
      from (select n, (n * 37) % 101 * (case when n % 5 = 0 then 0 else 1 end) as r, case when n % 4 = 0 then 30 when n % 11 = 0 then 100 else 0 end as h,
                   (array['', '', 'time', 'event'])[1 + n % 4] as w, case when n % 3 = 1 and n % 2 = 0 then null else 4000 + n % 9 * 500 end as e
              from generate_series(1, 400) as n) made`);
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

describe('what the lots of a member become when', () => {
  it.each(wallets)('is in SQL what it is in memory, in %s', async (wallet) => {
    const { columns } = sqlOf(lotRows);
    const rows = await database.rows<OwnedSqlRow>(
      {
        name: 'lots_of_wallet',
        text: `select shard, member_id, ${columns} from wallet_lot where ended_at is null and wallet = $1`,
      },
      [wallet],
    );
    const lots = rows.map((row) => rowOf(sqlOf(lotRows), row) as LotRow);
    expect(lots.length).toBeGreaterThan(80);
    const account = { ...emptyAccount(wallet), expiresAt: wallet === 'sliding' ? slidesAt : null };
    const starts = lots.filter(({ waitsFor }) => waitsFor === 'time');
    const dues = (await readLotDues(database, { shard: 3, memberId }))
      .filter((due) => due.wallet === wallet)
      .toSorted((a, b) => a.at - b.at);
    const of = (what: string) => dues.filter((due) => due.what === what).map(({ units, at }) => ({ units, at }));
    expect(of('expiry')).toEqual(expiriesOf(account, lots));
    expect(of('start')).toEqual(datedSums(starts.map(({ startsAt, remaining }) => [startsAt, remaining])));
    expect(of('start').length).toBeGreaterThan(0);
  });
});
