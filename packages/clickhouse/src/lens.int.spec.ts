import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facets } from '@perennial/domain';
import type { Lens, ShippedFact } from '@perennial/engine';
import { openEmbeddedLens } from './client/connect.ts';
import { LensQueryError } from './client/lens-query.ts';
import type { LensConnection } from './client/lens-query.ts';
import { createClickhouseLens } from './shipping/clickhouse-lens.ts';

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

function fact(position: number): ShippedFact {
  return {
    shard: 3,
    position,
    memberId: null,
    source: 'till',
    messageId: `m${position}`,
    type: 'order.placed',
    occurredAt: 1_700_000_000_000 + position,
    recordedAt: 1_700_000_000_000,
    isBackfill: false,
    channel: 'shop',
    storeId: 's1',
    payload: '{"orderId":"o1","note":"it\'s \\\\ \\n 中"}',
  };
}

async function countFacts(): Promise<unknown> {
  const [row] = await connection.read({ sql: 'select count() as facts from fact' });
  return row?.['facts'];
}

describe('the embedded lens', () => {
  it('keeps its id, and gets another one when it was emptied', async () => {
    const first = await lens.prepare();
    expect(await lens.prepare()).toBe(first);
    await connection.execute('drop table lens_identity sync');
    expect(await lens.prepare()).not.toBe(first);
  });

  it('adds the facts of a block once, however often they are sent', async () => {
    const facts = Array.from({ length: 1000 }, (_, index) => fact(index + 1));
    await lens.addFacts(1, facts);
    await lens.addFacts(1, facts);
    expect(await countFacts()).toBe(1000);
    expect(await lens.holds({ part: 'fact', shard: 3, position: 1000 })).toBe(true);
    expect(await lens.holds({ part: 'fact', shard: 3, position: 1001 })).toBe(false);
    expect(await lens.holds({ part: 'fact', shard: 4, position: 1000 })).toBe(false);
  });

  it('takes the same content under another block as another one', async () => {
    await lens.addFacts(2, [fact(2000)]);
    await lens.addFacts(3, [fact(2000)]);
    expect(await countFacts()).toBe(1002);
  });

  it('returns payloads as they were sent', async () => {
    const [row] = await connection.read({
      sql: 'select payload, order_id from fact where position = {position:UInt64}',
      params: { position: 7 },
    });
    expect(row).toEqual({ payload: fact(7).payload, order_id: 'o1' });
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
