import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectServerLens } from '../client/connect.ts';
import { LensUnavailableError } from '../client/lens-query.ts';
import type { LensConnection, LensParam } from '../client/lens-query.ts';
import { createLensLayout, facets } from '@perennial/domain';
import { prepareLens } from '../schema/prepare.ts';
import { lensSchemaOf } from '../schema/tables.ts';
import { startLensFront } from './lens-front.ts';
import type { LensFront } from './lens-front.ts';

/** The lens by URL: the way that a ClickHouse server would be reached. */

const schema = lensSchemaOf(createLensLayout(facets));
let front: LensFront;
let lens: LensConnection;

beforeAll(async () => {
  front = await startLensFront();
  lens = connectServerLens({ url: front.url });
});
afterAll(async () => {
  await lens.close();
  await front.close();
});

const fact = { table: 'fact', columns: ['shard', 'position', 'member_id', 'type', 'payload'] };
const factOf = (position: number) => [1, position, null, 'store.visited', '{}'];
const facts = async () => (await lens.read({ sql: 'select count() as n from fact' })).map(({ n }) => Number(n));

describe('a lens reached by URL', () => {
  it('is prepared once, and known again', async () => {
    const id = await prepareLens(lens, schema);
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(await prepareLens(lens, schema)).toBe(id);
  });

  it.each<[string, LensParam, unknown]>([
    ['String', "it's\ta \\ tab\nand a line", "it's\ta \\ tab\nand a line"],
    ['Array(String)', ["o'clock", 'a,b', '[c]'], ["o'clock", 'a,b', '[c]']],
    ['Array(UInt16)', [1, 2], [1, 2]],
    ['Array(String)', [], []],
    ['UInt8', 7, 7],
    ['Nullable(String)', null, null],
    ['String', '', ''],
  ])('hands a parameter over as it is: %s %j', async (type, value, expected) => {
    expect(await lens.read({ sql: `select {value:${type}} as value`, params: { value } })).toEqual([
      { value: expected },
    ]);
  });

  it('takes rows, and the same rows under the same token once', async () => {
    for (const token of ['block-1', 'block-1']) await lens.insert({ ...fact, rows: [factOf(1)], token });
    await lens.insert({ ...fact, rows: [factOf(2)], token: 'block-2' });
    expect(await facts()).toEqual([2]);
  });

  it('tells an error by its code, a time-out included, and answers the next query rightly', async () => {
    const failing = (sql: string, secondsMax = 5) => lens.read({ sql, secondsMax });
    await expect(failing('select nothing from nowhere')).rejects.toMatchObject({ name: 'LensQueryError', code: '60' });
    await expect(failing('select from where')).rejects.toMatchObject({ name: 'LensQueryError', code: '62' });
    const endless = 'select count() as n from numbers(1000000000000) where sipHash64(number) = 1';
    await expect(failing(endless, 1)).rejects.toMatchObject({ name: 'LensQueryError', code: '159' });
    const wrong = { ...fact, rows: [['no shard', 1, null, 't', '{}']], token: 'wrong' };
    await expect(lens.insert(wrong)).rejects.toMatchObject({ name: 'LensQueryError' });
    expect(await facts()).toEqual([2]);
    expect(await lens.read({ sql: 'select 1 as one' })).toEqual([{ one: 1 }]);
  });

  it('is away when it is killed, and has what was acknowledged when it is back', async () => {
    await front.kill();
    const said = vi.spyOn(console, 'error');
    await expect(facts()).rejects.toBeInstanceOf(LensUnavailableError);
    // The client of the store keeps no log of its own beside ours.
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
    await front.restart('kept');
    expect(await facts()).toEqual([2]);
    await front.restart('emptied');
    await expect(facts()).rejects.toMatchObject({ name: 'LensQueryError', code: '60' });
  });
});
