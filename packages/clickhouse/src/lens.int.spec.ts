import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facets } from '@perennial/domain';
import type { Lens } from '@perennial/engine';
import { describeLens } from '@perennial/engine/testing';
import { openEmbeddedLens } from './client/connect.ts';
import { LensQueryError } from './client/lens-query.ts';
import type { LensConnection } from './client/lens-query.ts';
import { createClickhouseLens } from './shipping/clickhouse-lens.ts';
import { lifecycle, memberValues, shippedTimelines } from './testing/test-members.ts';

let folder: string;
let connection: LensConnection;
let lens: Lens;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-lens-'));
  connection = await openEmbeddedLens({ folder });
  lens = createClickhouseLens(connection, facets);
});
afterAll(async () => {
  await connection.close();
  rmSync(folder, { recursive: true, force: true });
});

describeLens('embedded ClickHouse', async () => {
  await lens.prepare();
  return {
    lens,
    memberValues: memberValues({}),
    rowOf: (memberId) => {
      const timeline = { shard: 3, memberId, lifecycle, fromAt: [1], stages: ['new'] };
      return shippedTimelines([{ ...timeline, isReactivation: [false], isActed: [false] }]);
    },
    empty: () => connection.execute('drop table lens_identity sync'),
    async count() {
      const [row] = await connection.read({
        sql: `select (select count() from fact) as facts, (select count() from derived_fact) as derivedFacts,
                     (select count() from member final) as members`,
      });
      return {
        facts: Number(row?.['facts']),
        derivedFacts: Number(row?.['derivedFacts']),
        members: Number(row?.['members']),
      };
    },
    async countRowsOf(memberId) {
      const sql = `select count() as rows from stage_timeline final where member_id = {id:UUID}`;
      return Number((await connection.read({ sql, params: { id: memberId } }))[0]?.['rows']);
    },
    async payloadsAt(position) {
      const sql = 'select payload from fact where position = {position:UInt64}';
      return (await connection.read({ sql, params: { position } })).map((row) => String(row['payload']));
    },
    async statusOf(memberId) {
      const sql = 'select status from member final where member_id = {id:UUID}';
      const [row] = await connection.read({ sql, params: { id: memberId } });
      return row === undefined ? undefined : String(row['status']);
    },
    close: () => Promise.resolve(),
  };
});

describe('the embedded lens', () => {
  it('reads the number of an order from its payload', async () => {
    const [row] = await connection.read({
      sql: `select distinct order_id from fact where JSONHas(payload, 'orderId')`,
    });
    expect(row).toEqual({ order_id: 'o1' });
  });

  it('ends a query at its limit, and the next answer on that connection is clean', async () => {
    const endless = { sql: 'select number from numbers(1e11) where sipHash64(number) % 100000 = 0', secondsMax: 0.3 };
    await expect(connection.read(endless)).rejects.toThrow(LensQueryError);
    expect(await connection.read({ sql: 'select 1 as one' })).toEqual([{ one: 1 }]);
  });

  it('answers a page while a long run is on', async () => {
    const order: string[] = [];
    const long = connection
      .read({ sql: 'select sum(sipHash64(number)) as sum from numbers(60000000)', role: 'long' })
      .then(() => order.push('long'));
    await connection.read({ sql: 'select 1 as one' }).then(() => order.push('page'));
    await long;
    expect(order).toEqual(['page', 'long']);
  });

  it('refuses a token that could end the statement', async () => {
    const insert = { table: 'fact', columns: ['shard'], rows: [[1]], token: "x' format Null --" };
    await expect(connection.insert(insert)).rejects.toThrow(/token/);
  });
});
