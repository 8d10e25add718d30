import { createDefaultProgram, openView, type FactPayload } from '@perennial/domain';
import { stampCardRows, stampsFacet, toyFacets } from '@perennial/domain/testing';
import {
  eraseMember,
  exportMember,
  foldBatch,
  previewProgram,
  readMember,
  readMembersAsOf,
  undoMerge,
} from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPastStepsReader } from '../reading/past-steps.ts';
import { createMergeStore } from '../stores/merge-store.ts';
import { createPrivacyStore } from '../stores/privacy-store.ts';
import { act } from '../testing/command-fixtures.ts';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createTestKeyring, testKept } from '../testing/ingest-fixtures.ts';
import { contentOf, textOf, createToyInstallation, dayMs, type ToyInstallation } from '../testing/toy-fixtures.ts';
import { createToyPeople, factAbout, identityOf, told } from '../testing/toy-people.ts';

/*
 * Two facets that the store has never heard of go every way that a member's rows are written and read. After each the store is
 * compared with a fold of the log in memory: rows and states of everybody.
 */

let toy: ToyInstallation;
beforeAll(async () => {
  toy = await createToyInstallation();
});
afterAll(async () => {
  await toy?.close();
});

const privacy = () => ({
  store: createPrivacyStore(toy.database, toyFacets),
  keyring: createTestKeyring(),
  audit: async () => undefined,
  kept: testKept,
});
const said = { by: 'li', reason: 'asked' };

const { send, sendElsewhere, mergeIdOf, replayDiffers } = createToyPeople(() => toy);

describe('facets that are added beside the product’s own, in the store', () => {
  it('are fed by facts that come one by one', async () => {
    const ann = await send('ann');
    await toy.expectPureFold();
    await send('ann', { type: 'order.placed' });
    await toy.expectPureFold();
    for (const card of ['coffee', 'bread', 'coffee', 'coffee']) {
      await send('ann', { card });
      await toy.fold();
    }
    const { cards } = told(await toy.expectPureFold(), ann);
    expect(cards).toEqual(['bread 1 ', 'coffee 1 ', 'coffee 3 full']);
  });

  it('are fed by an import, however it is cut into batches, which asks for nothing outside', async () => {
    const people = Array.from({ length: 12 }, (_, n) => `imported-${n}`);
    const facts = people.flatMap((about, n) =>
      Array.from({ length: 1 + (n % 5) }, (_, m) =>
        factAbout(about, { isBackfill: true, ...(m === 2 ? { type: 'order.placed' } : {}) }),
      ),
    );
    // Of bread there is one prize, and two cards are filled.
    const loaves = Array.from({ length: 10 }, () => factAbout('imported-0', { isBackfill: true, card: 'bread' }));
    const places = await toy.send([...loaves, ...facts]);
    await toy.fold(7);
    const content = await toy.expectPureFold();
    expect(told(content, places.at(-1) ?? expect.fail('nobody was imported')).cards).not.toEqual([]);
    const requested = await toy.database.rows<{ member_id: string }>(
      { name: 'test_requested', text: 'select distinct member_id from outbox' },
      [],
    );
    const imported = new Set<string>(places.map(({ id }) => id));
    expect(requested.filter(({ member_id }) => imported.has(member_id))).toEqual([]);
  });

  it('are woken when something of theirs falls due', async () => {
    const bob = await send('bob');
    await send('bob', { card: 'bread' });
    await toy.expectPureFold();
    await toy.pass(8);
    expect(told(await toy.expectPureFold(), bob)).toEqual({ cards: ['bread 1 ', 'coffee 1 expired'], streaks: [2] });
  });

  it('act together in a command', async () => {
    const cat = await send('cat');
    await toy.pass(1);
    expect((await act(toy.commands, ['redeemStamps', cat, { card: 'coffee' }])).kind).toBe('done');
    expect(told(await toy.expectPureFold(), cat).cards).toEqual(['coffee 1 redeemed']);
    expect(await act(toy.commands, ['redeemStamps', cat, { card: 'coffee' }])).toMatchObject({ kind: 'rejected' });
    await toy.pass(8);
    expect(told(await toy.expectPureFold(), cat).streaks).toEqual([2]);
  });

  it('are judged anew under a version that changes the one, and folded anew under one that changes the other', async () => {
    const dan = await send('dan');
    await send('dan', { card: 'bread' });
    await toy.pass(3);
    await send('dan', { card: 'bread' });
    await toy.expectPureFold();
    const coffee = { name: { en: 'Coffee', zh: '咖啡' }, stampsNeeded: 3, validDays: 20 };
    await toy.publish({ 'stamp-cards/coffee.json': coffee });
    await toy.pass(5);
    // It would have expired by now.
    expect(told(await toy.expectPureFold(), dan).cards).toEqual(['bread 2 ', 'coffee 1 ']);
    await toy.publish({ 'stamp-cards/coffee.json': coffee, 'streak.json': { graceDays: 2 } });
    await toy.pass(1);
    // Under two days of grace there were two streaks, where there was one that goes on.
    expect(told(await toy.expectPureFold(), dan)).toEqual({ cards: ['bread 2 ', 'coffee 1 '], streaks: [2, 1] });
    expect(await replayDiffers()).toEqual([]);
  });

  it('follow two members who are one, and two again', async () => {
    const eve = await send('eve');
    const fay = await send('fay');
    await send('fay', { card: 'bread' });
    await toy.pass(1);
    const both = await send('eve', { identities: [identityOf('eve'), identityOf('fay')], card: 'bread' });
    expect(both).toEqual(eve);
    const merged = told(await toy.expectPureFold(), eve);
    expect(merged.cards).toHaveLength(3);
    await toy.pass(1);
    await send('fay');
    await send('eve');
    expect(told(await toy.expectPureFold(), fay).cards).toEqual(['bread 1 ', 'coffee 1 ']);
    expect(await replayDiffers()).toEqual([]);
    const store = createMergeStore(toy.database);
    const undone = await undoMerge({ store, signal: () => undefined }, await mergeIdOf(eve), 'li');
    expect(undone.kind).toBe('undone');
    const content = await toy.expectPureFold();
    expect(told(content, eve).cards).toEqual(['bread 1 ', 'coffee 2 ']);
    expect(told(content, fay).cards).toEqual(['bread 1 ', 'coffee 2 ']);
    await toy.pass(1);
    await send('fay');
    expect(told(await toy.expectPureFold(), fay).cards).toEqual(['bread 1 ', 'coffee 3 full']);
    expect(await replayDiffers()).toEqual([]);
  });

  it('are granted what was granted then when a merge is taken back, whichever log is folded first', async () => {
    for (const [n, first] of ['survivor', 'absorbed', 'both'].entries()) {
      const ora = await send(`ora ${n}`);
      const pat = await sendElsewhere(`pat ${n}`, ora.shard);
      // Steps of one instant go by their shards; these are to go by time.
      await toy.pass(1);
      await send(`ora ${n}`, { type: 'page.viewed', identities: [identityOf(`ora ${n}`), identityOf(pat.name)] });
      await toy.expectPureFold();
      // Hers, in the log of who took her in: with the last of them a card is full, and a prize is taken.
      for (let stamps = 1; stamps < 3; stamps += 1) await send(pat.name);
      const store = createMergeStore(toy.database);
      await undoMerge({ store, signal: () => undefined }, await mergeIdOf(ora), 'li');
      const shards = { survivor: [ora.shard], absorbed: [pat.shard], both: [ora.shard, pat.shard] }[first] ?? [];
      await foldBatch(toy.store, toy.programs, { shards, stepsMax: 1000 });
      const content = await toy.expectPureFold();
      expect([first, told(content, pat).cards]).toEqual([first, ['coffee 3 full']]);
      expect(told(content, ora).cards).toEqual(['coffee 1 ']);
      expect(await replayDiffers()).toEqual([]);
    }
  });

  it('are folded anew under a version while two members are one', async () => {
    const gil = await send('gil');
    await send('hal');
    await toy.pass(1);
    await send('gil', { identities: [identityOf('gil'), identityOf('hal')] });
    await toy.pass(1);
    await send('hal', { card: 'bread' });
    await toy.expectPureFold();
    await toy.publish({ 'streak.json': { graceDays: 9 } });
    await toy.pass(1);
    await toy.expectPureFold();
    await toy.pass(10);
    expect(told(await toy.expectPureFold(), gil).streaks).toEqual([4]);
    expect(await replayDiffers()).toEqual([]);
  });

  it('are read as they will be at an instant that no worker has come to, and nothing is written', async () => {
    const ida = await send('ida');
    const before = await toy.expectPureFold();
    const asOf = (await toy.wake()) + 12 * dayMs;
    const member = (await readMember(toy.store, toy.programs, { key: ida, asOf })) ?? expect.fail('she is not found');
    const expected = (await toy.folded(asOf)).filter((text) => text.startsWith(ida.id));
    expect(contentOf(member).toSorted()).toEqual(expected);
    expect(told(expected, ida)).toEqual({ cards: ['coffee 1 expired'], streaks: [1] });
    expect(await toy.stored()).toEqual(before);
  });

  it('are the same at that instant where rows of their kind alone are asked for', async () => {
    const una = await send('una');
    const asOf = (await toy.wake()) + 12 * dayMs;
    const cardsOf = async (of?: readonly [typeof stampCardRows]) => {
      const member = await readMember(toy.store, toy.programs, { key: una, asOf, ...(of ? { of } : {}) });
      return openView(member ?? expect.fail('she is not found'), stampsFacet)
        .rows(stampCardRows)
        .rows();
    };
    const cards = await cardsOf([stampCardRows]);
    expect(cards).toHaveLength(1);
    expect(cards).toEqual(await cardsOf());
  });

  it('are there when the figures of an instant in the past are read', async () => {
    const jan = await send('jan');
    const before = await toy.expectPureFold();
    const query = { keys: [jan], asOfAt: Date.now(), readSteps: createPastStepsReader(toy.database) };
    const then = (await readMembersAsOf(toy.store, toy.programs, query)).get(jan.id) ?? expect.fail('she is not found');
    expect(openView(then.member, stampsFacet).rows(stampCardRows).rows()).toMatchObject([
      { card: 'coffee', stamps: 1 },
    ]);
    expect(await toy.stored()).toEqual(before);
  });

  it('are there as they were at an instant in the past, although they have ended since', async () => {
    const ned = await send('ned');
    const asOfAt = (await toy.wake()) + dayMs;
    await toy.pass(8);
    expect(told(await toy.expectPureFold(), ned).cards).toEqual(['coffee 1 expired']);
    const query = { asOfAt, readSteps: createPastStepsReader(toy.database) };
    const read = await readMembersAsOf(toy.store, toy.programs, { ...query, keys: [ned] });
    const advanced = await readMember(toy.store, toy.programs, { key: ned, asOf: asOfAt, of: 'then' });
    for (const member of [read.get(ned.id)?.member, advanced]) {
      const cards = openView(member ?? expect.fail('she is not found'), stampsFacet).rows(stampCardRows);
      const open = cards.rows().filter(({ endedAt }) => endedAt === null || endedAt > asOfAt);
      expect(open.map(({ card, stamps }) => [card, stamps])).toEqual([['coffee', 1]]);
    }
  });

  it('pass a draft when it is previewed, and nothing is written', async () => {
    const before = await toy.expectPureFold();
    const settings = { ...(createDefaultProgram()['settings.json'] as FactPayload), purchaseCountsWhen: 'paid' };
    const documents = { 'settings.json': settings, 'streak.json': { graceDays: 1 } };
    const { moves } = await previewProgram(toy.store, toy.programs, {
      documents: { ...(await documentsNow()), ...documents },
      shardCount: testShardCount,
      asOf: (await toy.wake()) + dayMs,
      instants: [],
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(moves.length).toBeGreaterThan(0);
    expect(await toy.stored()).toEqual(before);
    expect(await toy.expectPureFold()).toEqual(before);
  });

  it('are handed over with all else that is stored of a member and of whom she took in', async () => {
    const kim = await send('kim');
    const lou = await send('lou', { card: 'bread' });
    await toy.pass(10);
    await toy.expectPureFold();
    await send('kim', { identities: [identityOf('kim'), identityOf('lou')] });
    const content = await toy.expectPureFold();
    expect(told(content, kim)).toEqual({ cards: ['bread 1 ', 'coffee 1 ', 'coffee 1 expired'], streaks: [1] });
    expect(told(content, lou)).toEqual({ cards: ['bread 1 '], streaks: [1] });
    const handedOver: string[] = [];
    for await (const line of exportMember(privacy(), kim, said))
      if (line.kind === 'row' && line.table.startsWith('toy_'))
        handedOver.push(textOf(line.memberId, line.table, line.row));
    const rows = content.filter((text) => [kim.id, lou.id].some((id) => text.startsWith(`${id} toy_`)));
    expect(handedOver.toSorted()).toEqual(rows);
  });

  it('end what they keep of a member who is erased, and of all whom she took in', async () => {
    const lea = await send('lea');
    const mia = await send('mia');
    await toy.pass(1);
    await send('lea', { identities: [identityOf('lea'), identityOf('mia')] });
    const before = await toy.expectPureFold();
    expect([told(before, lea).cards, told(before, mia).cards].flat()).not.toEqual([]);
    await eraseMember(privacy(), lea, said);
    const after = await toy.expectPureFold();
    expect(after.filter((text) => text.startsWith(lea.id) || text.startsWith(mia.id))).toEqual([]);
    const back = await send('lea again', { identities: [identityOf('lea')] });
    expect(back.id).not.toBe(lea.id);
    expect(told(await toy.expectPureFold(), back).cards).toEqual(['coffee 1 ']);
  });
});

async function documentsNow() {
  const version = await toy.store.latestProgramVersion();
  return (await toy.programStore.documentsOf(version)) ?? expect.fail('nothing is published');
}
