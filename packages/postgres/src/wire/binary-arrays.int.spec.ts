import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../database/database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { boolArray, byteaArray, float8Array, int4Array, int8Array, textArray, uuidArray } from './binary-arrays.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

async function roundTrip(cast: string, buffer: Buffer): Promise<unknown[]> {
  const rows = await database.rows<{ value: unknown }>(
    {
      name: `round_trip_${cast.replaceAll(' ', '_')}`,
      text: `select value from unnest($1::${cast}[]) with ordinality as t(value, n) order by n`,
    },
    [buffer],
  );
  return rows.map((row) => row.value);
}

describe('binary arrays', () => {
  const uuids = ['00000000-0000-0000-0000-000000000000', '0198c5a1-7f3e-7abc-8def-ffffffffffff', null];

  it('carries every element type there and back, nulls included', async () => {
    expect(await roundTrip('integer', int4Array([0, -1, 2_147_483_647, -2_147_483_648, null]))).toEqual([
      0,
      -1,
      2_147_483_647,
      -2_147_483_648,
      null,
    ]);
    const wide = [0, -1, 1, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null];
    expect(await roundTrip('bigint', int8Array(wide))).toEqual(wide);
    expect(await roundTrip('double precision', float8Array([0.1, -1e300, null]))).toEqual([0.1, -1e300, null]);
    expect(await roundTrip('boolean', boolArray([true, false, null]))).toEqual([true, false, null]);
    expect(await roundTrip('uuid', uuidArray(uuids))).toEqual(uuids);
    expect(await roundTrip('uuid', uuidArray(['0198C5A17F3E7ABC8DEFFFFFFFFFFFFF']))).toEqual([uuids[1]]);
    const texts = ['short', 'a längliche name', 'x'.repeat(24), 'y'.repeat(25), 'é'.repeat(24), '\u007f'];
    expect(await roundTrip('text', textArray(texts))).toEqual(texts);
    expect(await roundTrip('text', textArray(['', '常青', '😀"\\{},', null]))).toEqual(['', '常青', '😀"\\{},', null]);
    expect(await roundTrip('bytea', byteaArray([new Uint8Array([0, 255]), new Uint8Array(), null]))).toEqual([
      Buffer.from([0, 255]),
      Buffer.alloc(0),
      null,
    ]);
  });

  it('carries empty arrays', async () => {
    expect(await roundTrip('bigint', int8Array([]))).toEqual([]);
    expect(await roundTrip('text', textArray([]))).toEqual([]);
  });

  it('refuses what the type cannot hold', () => {
    expect(() => int8Array([0.5])).toThrow(RangeError);
    expect(() => int8Array([2 ** 60])).toThrow(RangeError);
    expect(() => int4Array([2_147_483_648])).toThrow(RangeError);
    expect(() => int4Array([0.5])).toThrow(RangeError);
    const [uuid = ''] = uuids.filter((one) => one !== null);
    for (const wrong of ['not-a-uuid', '', uuid.slice(1), `${uuid}0`, uuid.replace('0', 'g'), uuid.replace('0', '０')])
      expect(() => uuidArray([wrong]), wrong).toThrow(RangeError);
  });
});
