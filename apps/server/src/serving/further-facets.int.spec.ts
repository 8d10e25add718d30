import { openView } from '@perennial/domain';
import { stampCardRows, stampsFacet } from '@perennial/domain/testing';
import { readMembersAsOf, verifyReplay } from '@perennial/engine';
import type { MemberKey } from '@perennial/engine';
import { createPastStepsReader } from '@perennial/postgres/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, dayMs, settled } from './testing/served-platform.ts';
import { startToyServer, toyDocuments } from './testing/toy-server.ts';
import type { ToyServer } from './testing/toy-server.ts';

/*
 * Two facets that nobody of the product knows, through the server as it is started: by HTTP, by the worker, through both stores. What
 * is expected is counted by hand from what is sent.
 */

let toy: ToyServer;
let ids: Readonly<Record<Person, string>>;

const people = ['ann', 'bob', 'caz', 'dee', 'eli'] as const;
type Person = (typeof people)[number];
const phoneOf = (who: Person) => `+861370715200${people.indexOf(who)}`;

let serial = 0;
function fact(who: Person, type: string, payload: object): object {
  serial += 1;
  const occurredAt = new Date().toISOString();
  return {
    messageId: `toy-${serial}`,
    type,
    occurredAt,
    channel: 'shop',
    identities: { phone: phoneOf(who) },
    payload,
  };
}
const stamp = (who: Person, card: string) => fact(who, 'stamp.given', { card });

/** Answers what it said of budgets. */
async function publish(changes: Readonly<Record<string, object>>) {
  const { program } = toy.administrator;
  const current = await program.current();
  const documents = { ...current.documents, ...JSON.parse(JSON.stringify(changes)) };
  const draft = await program.createDraft({ body: { name: 'Toys', documents } });
  const body = { draftId: draft.id, revision: draft.revision, currentVersion: current.version };
  const { version, overruns } = await program.publish({ body });
  const statusOf = async () => (await program.publication({ params: { version } })).status;
  await expect.poll(statusOf, { timeout: 60_000 }).toBe('succeeded');
  return overruns;
}

/** Who of the people is in the list under a condition. */
async function listed(field: string, operator: string, value: number): Promise<readonly Person[]> {
  const condition = JSON.stringify({ field, operator, value });
  const { items, count } = await toy.administrator.members.list({ query: { condition } });
  expect(count).toBe(items.length);
  const found = new Set(items.map(({ id }) => id));
  return people.filter((who) => found.has(ids[who]));
}

/** `card stamps` of the open cards of a member, as the lens has them. */
async function cardsInLens(who: Person): Promise<readonly string[]> {
  const lens = await toy.platform.stores.openLens();
  const rows = await lens.read({
    sql: `select card, stamps from toy_stamp_card final array join card, stamps
           where member_id = {id:UUID} order by card, stamps`,
    params: { id: ids[who] },
  });
  return rows.map(({ card, stamps }) => `${String(card)} ${String(stamps)}`);
}

async function keyOfPerson(who: Person): Promise<MemberKey> {
  const [row] = await toy.platform.database.rows<MemberKey>(
    { name: 'test_place', text: 'select shard, id from member where id = $1' },
    [ids[who]],
  );
  return row ?? expect.fail(`${who} is not stored`);
}

async function expectReplay(): Promise<void> {
  const { foldStore, programs, installation } = toy.platform;
  const report = await verifyReplay(foldStore, programs, { shardCount: installation.shard_count });
  expect(report.examples).toEqual([]);
  expect(report.steps).toBeGreaterThan(0);
}

async function idOf(who: Person): Promise<string> {
  const { items } = await toy.administrator.members.search({ query: { q: phoneOf(who) } });
  return items[0]?.member.id ?? expect.fail(`${who} is not found`);
}

beforeAll(async () => {
  toy = await startToyServer();
});
afterAll(() => toy?.close());

describe('documents of a further facet', () => {
  it('may be absent: the program of before is in force, and has the fields of the facet already', async () => {
    expect((await toy.administrator.program.current()).documents).not.toHaveProperty(['streak.json']);
    const { items } = await toy.administrator.program.fields();
    const own = items.filter(({ group }) => group === 'stamps');
    expect(own.map(({ field, isListed, isListedInPast }) => [field, isListed, isListedInPast])).toEqual([
      ['stamp_cards.full', true, false],
      ['streak.length', true, false],
    ]);
  });

  it('are checked by the facet, each place named', async () => {
    const { documents } = await toy.administrator.program.current();
    const wrong = { 'streak.json': { graceDays: 0 }, 'stamp-cards/tea.json': { stampsNeeded: 2, validDays: 1 } };
    const body = { documents: { ...documents, ...wrong } };
    const { isValid, issues } = await toy.administrator.program.validate({ body });
    expect(isValid).toBe(false);
    expect(issues.map(({ document, path }) => `${document} ${path}`).toSorted()).toEqual([
      'stamp-cards/tea.json name',
      'streak.json graceDays',
    ]);
    const unknown = { documents: { ...documents, 'coffee-cards/tea.json': {} } };
    expect((await toy.administrator.program.validate({ body: unknown })).isValid).toBe(false);
  });

  it('are published, and facts are folded by them, handed over in memory', async () => {
    await publish(toyDocuments());
    // What a fact takes is taken from the slices of the shards that the batch holds.
    await toy.stock('coffee', [1, 1, 1, 1]);
    const before = toy.platform.meter.counts().handedOver;
    const lines = ['p1', 'p2'].map((productId) => ({ productId, quantity: 1, amountMinor: 500 }));
    await toy.send([
      fact('ann', 'order.paid', { orderId: 'a1', amountMinor: 1_000, currency: 'CNY', lines }),
      ...['coffee', 'coffee', 'coffee', 'coffee'].map((card) => stamp('ann', card)),
      ...['coffee', 'bread', 'tea'].map((card) => stamp('bob', card)),
      fact('caz', 'page.viewed', {}),
    ]);
    await toy.send([...['coffee', 'bread'].map((card) => stamp('dee', card)), stamp('eli', 'bread')]);
    await toy.caughtUp();
    const found = await Promise.all(people.map(async (who) => [who, await idOf(who)] as const));
    ids = Object.fromEntries(found) as Record<Person, string>;
    expect(toy.platform.meter.counts().handedOver).toBeGreaterThanOrEqual(before + 12);
    expect(await toy.rowsOf(ids.ann)).toEqual({ cards: ['coffee: 3 full', 'coffee: 1 '], streaks: [] });
    expect(await toy.rowsOf(ids.bob)).toEqual({ cards: ['bread: 1 ', 'coffee: 1 '], streaks: [] });
    expect(await toy.rowsOf(ids.caz)).toEqual({ cards: [], streaks: [] });
    expect(await toy.prizesLeft('coffee')).toBe(3);
    await expectReplay();
  });
});

describe('the lens parts and fields of a further facet', () => {
  it('narrow the list of members by what each has', async () => {
    expect(await listed('stamp_cards.full', '>=', 1)).toEqual(['ann']);
    expect(await listed('streak.length', '=', 4)).toEqual(['ann']);
    expect(await listed('streak.length', '=', 2)).toEqual(['bob', 'dee']);
    expect(await listed('streak.length', '<', 1)).toEqual(['caz']);
  });

  it('refuse what the field cannot be asked, and a past instant of which nothing is known', async () => {
    const { members } = toy.administrator;
    const known = { field: 'streak.length', operator: '>=', value: 1 };
    const ask = (changed: object, asOf?: string) => {
      const condition = JSON.stringify({ ...known, ...changed });
      return codeOf(members.list({ query: { condition, ...(asOf === undefined ? {} : { asOf }) } }));
    };
    expect(await ask({ value: 'many' })).toBe('members.condition_invalid');
    expect(await ask({ field: 'streak.width' })).toBe('members.condition_invalid');
    expect(await ask({}, '2020-01-01')).toBe('members.condition_invalid');
  });

  it('hold the rows of the facet', async () => {
    expect(await cardsInLens('ann')).toEqual(['coffee 1']);
    expect(await cardsInLens('bob')).toEqual(['bread 1', 'coffee 1']);
    expect(await cardsInLens('caz')).toEqual([]);
  });
});

interface Redemption {
  readonly who: Person;
  readonly secret: string;
  readonly key?: string;
  readonly card?: string;
}

async function redeem({ who, secret, key, card = 'coffee' }: Redemption) {
  return post(`/v1/members/${ids[who]}/stamp-cards/${card}/redemptions`, {
    secret,
    ...(key === undefined ? {} : { key }),
  });
}

async function post(path: string, sent: { readonly secret: string; readonly key?: string; readonly body?: object }) {
  const { secret, key, body } = sent;
  const answer = await fetch(`${toy.address}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { instance: _instance, ...json } = (await answer.json()) as Readonly<Record<string, unknown>>;
  return { status: answer.status, json };
}

describe('a command of a further facet', () => {
  let winner: Person;

  async function createKey(scope: 'members.tag' | 'members.read'): Promise<string> {
    const body = { kind: 'api', name: `till ${scope}`, scopes: [scope] } as const;
    return (await toy.administrator.keys.create({ body: { ...body, scopes: [...body.scopes] } })).secret;
  }

  it('gives the last prize to one of two clients who ask at once, and each the same answer for good', async () => {
    await toy.stock('coffee', [0, 1]);
    const [one, other] = [await createKey('members.tag'), await createKey('members.tag')];
    const asked = [
      { who: 'ann', secret: one, key: 'k1' },
      { who: 'bob', secret: other, key: 'k1' },
    ] as const;
    const answers = await Promise.all(asked.map(redeem));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    winner = answers[0]?.status === 200 ? 'ann' : 'bob';
    expect(answers.find(({ status }) => status === 200)?.json).toEqual({ card: 'coffee', stamps: 1 });
    const refused = answers.find(({ status }) => status === 409)?.json;
    expect(refused).toMatchObject({ code: 'resource.conflict', context: { reason: 'prize.none_left' } });
    expect(await toy.prizesLeft('coffee')).toBe(0);
    await toy.caughtUp();
    expect(await Promise.all(asked.map(redeem))).toEqual(answers);
    expect((await toy.rowsOf(ids[winner])).cards).toContain('coffee: 1 redeemed');
    expect((await toy.rowsOf(winner === 'ann' ? ids.bob : ids.ann)).cards).toContain('coffee: 1 ');
    const lengths = winner === 'ann' ? [5, 2] : [4, 3];
    expect(await listed('streak.length', '=', lengths[0] ?? 0)).toEqual(['ann']);
    expect(await listed('streak.length', '=', lengths[1] ?? 0)).toContain('bob');
    await expectReplay();
  });

  it('is refused without a key, with one of another command, and to who may not', async () => {
    const secret = await createKey('members.tag');
    const codeOfRedeeming = async (asked: Redemption) => (await redeem(asked)).json['code'];
    expect(await codeOfRedeeming({ who: 'caz', secret })).toBe('command.key_required');
    const first = await redeem({ who: 'caz', secret, key: 'k2' });
    expect(first).toMatchObject({ status: 409, json: { context: { reason: 'stamp_card.none_open' } } });
    expect(await codeOfRedeeming({ who: 'caz', secret, key: 'k2', card: 'bread' })).toBe('command.key_reused');
    expect(await codeOfRedeeming({ who: 'bob', secret: await createKey('members.read'), key: 'k3' })).toBe(
      'auth.forbidden',
    );
  });
});

describe('members with rows of a further facet', () => {
  it('are made one, and two again with what each had and got', async () => {
    const { members } = toy.administrator;
    const params = { memberId: ids.dee };
    const { mergeId } = await members.merge({ params, body: { absorb: ids.eli, reason: 'the same person' } });
    await toy.send([stamp('eli', 'bread')]);
    await toy.caughtUp();
    expect((await toy.rowsOf(ids.dee)).cards).toEqual(['bread: 2 ', 'bread: 1 ', 'coffee: 1 ']);
    expect(await listed('streak.length', '=', 3)).toContain('dee');
    expect(await cardsInLens('dee')).toEqual(['bread 1', 'bread 2', 'coffee 1']);
    await expectReplay();
    await members.undoMerge({ params: { ...params, mergeId }, body: { reason: 'two after all' } });
    await toy.caughtUp();
    expect((await toy.rowsOf(ids.dee)).cards).toEqual(['bread: 1 ', 'coffee: 1 ']);
    expect((await toy.rowsOf(ids.eli)).cards).toEqual(['bread: 2 ']);
    expect((await listed('streak.length', '=', 2)).filter((who) => who !== 'bob')).toEqual(['dee', 'eli']);
    expect(await cardsInLens('eli')).toEqual(['bread 2']);
    await expectReplay();
  });

  it('are previewed under a draft, and nothing is written', async () => {
    const everybody = () => Promise.all(people.map((who) => toy.rowsOf(ids[who])));
    const before = await everybody();
    const { program } = toy.administrator;
    const { documents } = await program.current();
    const changed = { ...(documents['settings.json'] as object), purchaseCountsWhen: 'paid' };
    const body = { documents: { ...documents, 'settings.json': changed, 'streak.json': { graceDays: 1 } } };
    const { id } = await program.startPreview({ body: JSON.parse(JSON.stringify(body)) });
    const preview = () => program.preview({ params: { jobId: id } });
    await expect.poll(async () => (await preview()).status, { timeout: 30_000 }).toBe('succeeded');
    const { moves, membersChanged } = await preview();
    expect([moves.length > 0, membersChanged]).toEqual([true, 0]);
    expect(await everybody()).toEqual(before);
  });

  it('are woken when something of theirs falls due, long after, and remember how it was', async () => {
    const before = await Promise.all(people.map(async (who) => (await toy.rowsOf(ids[who])).cards));
    const asOfAt = Date.now() + dayMs;
    await toy.passDays(8);
    const ended = async () => expect((await toy.rowsOf(ids.ann)).streaks).toHaveLength(1);
    await settled(ended);
    await settled(async () => expect(await listed('streak.length', '>=', 1)).toEqual([]));
    const [ann, bob, , dee, eli] = before.map((cards) =>
      cards.map((text) => text.replace(/^(coffee: \d) $/u, '$1 expired')),
    );
    const isAnn = before[0]?.includes('coffee: 1 redeemed') === true;
    expect(await toy.rowsOf(ids.ann)).toEqual({ cards: ann, streaks: [`${isAnn ? 5 : 4}: 0 open, 2 lines`] });
    expect(await toy.rowsOf(ids.bob)).toEqual({ cards: bob, streaks: [`${isAnn ? 2 : 3}: 1 open, 0 lines`] });
    expect(await toy.rowsOf(ids.dee)).toEqual({ cards: dee, streaks: ['2: 1 open, 0 lines'] });
    expect(await toy.rowsOf(ids.eli)).toEqual({ cards: eli, streaks: ['2: 1 open, 0 lines'] });
    expect(await cardsInLens('dee')).toEqual(['bread 1']);
    const { foldStore, programs, database } = toy.platform;
    const keys = [await keyOfPerson('dee')];
    const query = { asOfAt, keys, readSteps: createPastStepsReader(database) };
    const then = (await readMembersAsOf(foldStore, programs, query)).get(keys[0]?.id ?? expect.fail());
    const cards = openView(then?.member ?? expect.fail(), stampsFacet)
      .rows(stampCardRows)
      .rows();
    const open = cards.filter(({ endedAt }) => endedAt === null || endedAt > asOfAt).map(({ card }) => card);
    expect(open.toSorted()).toEqual(['bread', 'coffee']);
    await expectReplay();
  });

  it('are handed over with these rows', async () => {
    const answer = await toy.administrator.members.export({ params: { memberId: ids.ann }, body: { reason: 'asked' } });
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
    const tables = lines.filter(({ kind }) => kind === 'row').map(({ table }) => String(table));
    const { cards, streaks } = await toy.rowsOf(ids.ann);
    expect(tables.filter((table) => table === 'toy_stamp_card')).toHaveLength(cards.length);
    expect(tables.filter((table) => table === 'toy_past_streak')).toHaveLength(streaks.length);
  });

  it('give to one another what both see at once, and a retry gives it no second time', async () => {
    const scopes = ['members.tag' as const];
    const { secret } = await toy.administrator.keys.create({ body: { kind: 'api', name: 'gifts', scopes } });
    const before = (await toy.rowsOf(ids.eli)).cards;
    expect(before).toEqual(['bread: 2 ']);
    const give = (friendId: string, key: string) =>
      post(`/v1/members/${ids.eli}/stamp-cards/bread/gifts`, { secret, key, body: { friendId } });
    expect(await give(ids.eli, 'g0')).toMatchObject({ status: 409, json: { code: 'command.same_member' } });
    expect(await give('00000000-0000-7000-8000-00000000beef', 'g1')).toMatchObject({ status: 404 });
    const given = await give(ids.caz, 'g2');
    expect(given).toEqual({ status: 200, json: { card: 'bread', stamps: 2 } });
    expect(await give(ids.caz, 'g2')).toEqual(given);
    expect(await give(ids.caz, 'g3')).toMatchObject({
      status: 409,
      json: { context: { reason: 'stamp_card.none_open' } },
    });
    expect((await toy.rowsOf(ids.eli)).cards).toEqual(['bread: 2 given']);
    expect((await toy.rowsOf(ids.caz)).cards).toEqual(['bread: 2 ']);
    await toy.caughtUp();
    expect([await cardsInLens('eli'), await cardsInLens('caz')]).toEqual([[], ['bread 2']]);
    await expectReplay();
  });

  it('have as many prizes as the program says, and nothing is left where it says less than there were', async () => {
    const tea = { name: { en: 'Tea', zh: '茶' }, stampsNeeded: 1, validDays: 9 };
    expect(await publish({ 'stamp-cards/tea.json': { ...tea, prizes: 2 } })).toEqual([]);
    expect(await toy.prizesLeft('tea')).toBe(2);
    await toy.send([stamp('caz', 'tea'), stamp('ann', 'tea'), stamp('dee', 'tea')]);
    await toy.caughtUp();
    expect(await toy.prizesLeft('tea')).toBe(0);
    const cards = (await Promise.all((['caz', 'ann', 'dee'] as const).map((who) => toy.rowsOf(ids[who])))).map(
      ({ cards: all }) => all.filter((card) => card.startsWith('tea')),
    );
    expect(cards.flat().toSorted()).toEqual(['tea: 1 full', 'tea: 1 full', 'tea: 1 missed']);
    const overrun = await publish({ 'stamp-cards/tea.json': { ...tea, prizes: 1 } });
    expect(overrun).toEqual([{ resource: 'prize/tea', units: 1 }]);
    expect(await publish({ 'stamp-cards/tea.json': { ...tea, prizes: 5 } })).toEqual([]);
    expect(await toy.prizesLeft('tea')).toBe(3);
    await expectReplay();
  });

  it('are erased, and nothing of it is left in either store', async () => {
    const body = { reason: 'asked', confirm: ids.bob };
    await toy.administrator.members.erase({ params: { memberId: ids.bob }, body });
    await settled(async () => expect(await toy.rowsOf(ids.bob)).toEqual({ cards: [], streaks: [] }));
    await toy.caughtUp();
    expect(await cardsInLens('bob')).toEqual([]);
    const { items } = await toy.administrator.members.list({
      query: { condition: JSON.stringify({ field: 'streak.length', operator: '>=', value: 0 }) },
    });
    expect(items.map(({ id }) => id)).not.toContain(ids.bob);
    await expectReplay();
  });
});
