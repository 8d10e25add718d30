import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Sql, SqlValue, Statement } from '../../database/database.ts';
import { createContractDatabase } from '../../testing/contract-fixtures.ts';
import { planDueDeliveries, readDueDeliveries } from './deliveries.ts';

const receiverId = '0190f0b0-0000-4000-8000-000000000001';
const query = {
  receiverId,
  shards: Array.from({ length: 64 }, (_, shard) => shard),
  now: 1_000_000,
  after: { nextAt: 0, shard: -1, position: -1 },
  limit: 500,
};

let database: Database;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ database, close } = await createContractDatabase());
  await database.run('alter table webhook_delivery set (autovacuum_enabled = false)');
});
afterAll(() => close());

/** So many deliveries, four of a member one behind the other. */
async function plant(state: 0 | 1, { from, count }: { readonly from: number; readonly count: number }): Promise<void> {
  await database.run(
    `insert into outbox (shard, position, member_id, type, recorded_at, cause_kind, cause_position, cause_at, cause_facet, cause_n,
                         cause_parent, payload)
     select n % 64, n / 64, lpad(to_hex(n % 64 * 100000 + n / 256), 32, '0')::uuid, 'stage.changed', 0, 'fact', n / 64, 0,
            'lifecycle', 0, 0, '{}'
       from generate_series(${from}, ${from + count - 1}) as n;
     insert into webhook_delivery (shard, webhook_id, position, member_id, type, created_at, state, next_at)
     select shard, '${receiverId}', position, member_id, type, 0, ${state}, 1000 + position
       from outbox
         on conflict do nothing`,
  );
}

/** What the planner would do to read a page: the indexes that it goes by, and how else it goes about it. */
async function planOf(sql: Sql): Promise<{ readonly indexes: readonly string[]; readonly text: string }> {
  const explaining: Sql = {
    ...sql,
    rows: <Row>({ text }: Statement, values: readonly SqlValue[]) =>
      sql.rows<Row>({ name: '', text: `explain ${text}` }, values),
  };
  const rows: readonly object[] = await readDueDeliveries(explaining, query);
  const text = rows.map((row) => Object.values(row).join(' ')).join('\n');
  return { text, indexes: [...text.matchAll(/Index (?:Only )?Scan using (\w+)/g)].map(([, index]) => index ?? '') };
}

const planned = () =>
  database.transaction({ name: 'test plan' }, async (sql) => {
    await planDueDeliveries(sql);
    return planOf(sql);
  });

describe('the plan of a page of what is due', () => {
  const itGoesByIts = async () => {
    const { indexes, text } = await planned();
    expect(indexes.toSorted()).toEqual(['outbox_pkey', 'webhook_delivery_member', 'webhook_delivery_waiting']);
    expect(text).not.toMatch(/Sort|Seq Scan|Anti Join/);
    expect(text).toMatch(/webhook_delivery_member.*\n\s+Index Cond: .*shard.*member_id.*position/);
  };

  it('goes by its indexes when the planner knows of no delivery and many wait', async () => {
    await database.run('analyze webhook_delivery');
    await plant(0, { from: 0, count: 20_000 });
    await itGoesByIts();
  });

  it('goes by them when the planner believes that all were delivered and many wait', async () => {
    await database.run('truncate webhook_delivery, outbox');
    await plant(1, { from: 0, count: 40_000 });
    await database.run('analyze webhook_delivery');
    await plant(0, { from: 40_000, count: 20_000 });
    await itGoesByIts();
  });

  it('goes by them when few waited as the planner counted, and many do now', async () => {
    await database.run('truncate webhook_delivery, outbox');
    await plant(0, { from: 0, count: 512 });
    await database.run('analyze webhook_delivery');
    await plant(0, { from: 512, count: 20_000 });
    await itGoesByIts();
  });
});
