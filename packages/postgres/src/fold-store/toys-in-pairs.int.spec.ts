import { undoMerge, type MemberPlace } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMergeStore } from '../stores/merge-store.ts';
import { createToyInstallation, type ToyInstallation } from '../testing/toy-fixtures.ts';
import { createToyPeople, identityOf, told } from '../testing/toy-people.ts';

/*
 * What toys do with two members at once, and what they give back. After each the store is compared with a fold of the log in memory.
 */

let toy: ToyInstallation;
beforeAll(async () => {
  toy = await createToyInstallation();
});
afterAll(async () => {
  await toy?.close();
});

const { send, replayDiffers } = createToyPeople(() => toy);

const giveOf = (card: string, key: string) => ({
  caller: 'user:1',
  key,
  said: { card, key },
  command: 'giveStamps',
  input: { card },
});

async function prizesLeft(): Promise<number> {
  const [row] = await toy.database.rows<{ left: number }>(
    {
      name: 'test_prizes',
      text: `select sum(available)::bigint as left from resource_slice where key = 'prize/coffee'`,
    },
    [],
  );
  return row?.left ?? 0;
}

/** What her steps were granted, and gave back. */
async function grantedTo(member: MemberPlace): Promise<readonly number[]> {
  const inputs = await toy.store.snapshot('test', (snapshot) => snapshot.readInputs([member]));
  return (inputs.get(member.id) ?? []).map(({ granted }) => granted);
}

describe('facets that are added beside the product’s own', () => {
  it('act on two members at once, in a race too, and a retry does it no second time', async () => {
    const [ira, jon] = [await send('ira'), await send('jon', { card: 'bread' })];
    await send('ira');
    const gift = (member: MemberPlace, other: MemberPlace, key: string) =>
      toy.commands.actOnTwo({ ...giveOf('coffee', key), member, other });
    expect(await gift(ira, jon, 'gift')).toMatchObject({ kind: 'done', answer: { card: 'coffee', stamps: 2 } });
    expect(await gift(ira, jon, 'gift')).toMatchObject({ kind: 'done', isRepeat: true });
    const content = await toy.expectPureFold();
    expect(told(content, ira).cards).toEqual(['coffee 2 given']);
    expect(told(content, jon).cards).toEqual(['bread 1 ', 'coffee 2 ']);
    expect(await gift(ira, jon, 'none')).toMatchObject({ kind: 'rejected', code: 'stamp_card.none_open' });
    await send('ira');
    expect(await gift(ira, jon, 'has one')).toMatchObject({ kind: 'rejected', code: 'stamp_card.friend_has_one' });
    const racing = Array.from({ length: 20 }, (_, n) =>
      toy.commands.actOnTwo({
        ...giveOf('bread', `race ${n}`),
        ...(n % 2 === 0 ? { member: ira, other: jon } : { member: jon, other: ira }),
      }),
    );
    const kinds = new Set((await Promise.all(racing)).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['done', 'rejected']));
    const after = await toy.expectPureFold();
    const bread = [ira, jon].flatMap((one) => told(after, one).cards).filter((card) => card === 'bread 1 ');
    expect(bread).toHaveLength(1);
    expect(await replayDiffers()).toEqual([]);
  });

  it('give back a prize once, whatever is folded anew, read or taken back afterwards', async () => {
    const liv = await send('liv');
    for (let stamps = 1; stamps < 3; stamps += 1) await send('liv');
    await toy.expectPureFold();
    const before = await prizesLeft();
    await send('liv', { type: 'prize.returned', number: 1 });
    await send('liv', { type: 'prize.returned', number: 1 });
    expect(told(await toy.expectPureFold(), liv).cards).toEqual(['coffee 3 returned']);
    expect(await prizesLeft()).toBe(before + 1);
    await toy.pass(1);
    await send('liv', { identities: [identityOf('liv'), identityOf('max')] });
    await toy.expectPureFold();
    const store = createMergeStore(toy.database);
    await send('max', { card: 'bread' });
    for (const { mergeId } of await store.readMergesOf([liv]))
      await undoMerge({ store, signal: () => undefined }, mergeId, 'li');
    await toy.publish({ 'streak.json': { graceDays: 5 } });
    await toy.expectPureFold();
    expect(await replayDiffers()).toEqual([]);
    expect(await prizesLeft()).toBe(before + 1);
    expect(await grantedTo(liv)).toEqual([1, -1]);
  });

  it('take once what was folded on the way of a merge by staff that wrote nothing', async () => {
    const [one, other] = [await send('nia'), await send('oto', { type: 'page.viewed' })];
    const before = await prizesLeft();
    for (let stamps = 1; stamps < 3; stamps += 1) await send('nia');
    const call = { caller: 'user:1', key: 'merge nia', said: {}, by: 'li', survivor: one, absorbed: other };
    expect((await toy.commands.merge(call)).kind).toBe('done');
    await toy.expectPureFold();
    expect(await prizesLeft()).toBe(before - 1);
  });
});
