import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../conditions/compile-condition.ts';
import { checkCondition } from '../../conditions/check-condition.ts';
import { foldLog } from '../../fold/fold-log.ts';
import { createProblemList } from '../../kernel/documents/document-problem.ts';
import { openView } from '../../kernel/facet-view.ts';
import type { Member } from '../../kernel/facet.ts';
import type { FactPayload, FactValue } from '../../kernel/base/payload.ts';
import { createFoldContext } from '../../kernel/program.ts';
import type { FactStep, LoggedStep } from '../../kernel/steps/steps.ts';
import { createLensLayout, seenMember } from '../../lens/layout.ts';
import { compileProgram, parseProgram } from '../../program/compile-program.ts';
import { daysLater, fact, order, testDays, testMemberId } from '../given.ts';
import { runCommand, seenBy } from '../run-command.ts';
import { runPairCommand } from '../run-pair-command.ts';
import { createStoredMember, foldStored, loadWhole, rowsOf, wakeStored } from '../stored-member.ts';
import type { StoredMember } from '../stored-member.ts';
import { stampsFacet } from './stamps/facet.ts';
import { stampCardRows } from './stamps/rows.ts';
import { pastStreakRows } from './streak/rows.ts';
import { createToyProgram, toyFacets } from './toy-facets.ts';

const use = { days: testDays, facets: toyFacets };
const version = (number: number, effectiveAt: number, documents = createToyProgram()) =>
  compileProgram(documents, { version: number, effectiveAt }, use);
const context = createFoldContext({ programs: [version(1, 0)], days: testDays });

let position = 0;
function stamp(card: string, days: number, rest: Partial<FactStep> = {}): FactStep {
  position += 1;
  return { ...fact({ type: 'stamp.given', at: daysLater(days), payload: { card } }), position, ...rest };
}

function storedMember(): StoredMember {
  return createStoredMember(toyFacets, testMemberId(1));
}

/** Folds each step in a batch of its own, and brings the member to an instant. */
function fold(steps: readonly LoggedStep[], until: number, prizes = 10) {
  const stored = storedMember();
  const resources = new Map([['prize/coffee', prizes]]);
  for (const step of steps) foldStored(stored, [step], { context, resources });
  wakeStored(stored, daysLater(until), { context, resources });
  return { stored, resources };
}

function cardsOf(stored: StoredMember) {
  return rowsOf(stored, stampCardRows).map(
    ({ card, number, stamps, ending }) => `${card} ${number}: ${stamps} ${ending}`,
  );
}

function fieldOf(member: Member, field: string, value: FactValue): boolean {
  const { catalogue, world } = version(1, 0);
  const spot = { path: '', problems: createProblemList() };
  const node = checkCondition({ field, operator: '=', value }, spot, { catalogue, purpose: 'now' });
  const parts: unknown[] = [];
  for (const facet of toyFacets.list) parts[facet.index] = facet.subject(openView(member, facet));
  return node !== null && compileCondition(node, world).test({ parts }, 0);
}

describe('stamp cards', () => {
  it('are filled by stamps, and worth a prize as long as there are any', () => {
    const steps = [1, 1.1, 1.2, 2, 2.1, 2.2].map((days) => stamp('coffee', days));
    const { stored, resources } = fold(steps, 3, 1);
    expect(cardsOf(stored)).toEqual(['coffee 1: 3 full', 'coffee 2: 3 missed']);
    const prizes = stored.requests.filter(({ type }) => type === 'prize.send');
    expect(prizes.map(({ type, cause }) => [type, cause.position])).toEqual([['prize.send', steps[2]?.position]]);
    expect(stored.inputs.map(({ granted }) => granted)).toEqual([1, 0]);
    expect(resources.get('prize/coffee')).toBe(0);
    expect([fieldOf(loadWhole(stored), 'stamp_cards.full', 2), fieldOf(loadWhole(stored), 'streak.length', 6)]).toEqual(
      [true, true],
    );
  });

  it('expire with the streak at one instant, the card first', () => {
    const { stored } = fold(
      [order('o', 0.5), stamp('coffee', 1)].map((step, n) => ({ ...step, position: n + 1 })),
      9,
    );
    expect(cardsOf(stored)).toEqual(['coffee 1: 1 expired']);
    const ended = stored.derived.filter(({ cause }) => cause.at === daysLater(8));
    expect(ended.map(({ type, cause }) => [type, cause.kind])).toEqual([
      ['stamp_card.expired', 'wake'],
      ['streak.broken', 'wake'],
    ]);
    expect(rowsOf(stored, pastStreakRows)).toEqual([
      { number: 1, length: 1, startedAt: daysLater(1), endedAt: daysLater(8), openCards: 0, linesBought: 0 },
    ]);
  });

  it('of no kind in the program are not begun', () => {
    const { stored } = fold([stamp('tea', 1)], 2);
    expect([cardsOf(stored), stored.derived.filter(({ type }) => type.startsWith('stamp'))]).toEqual([[], []]);
  });

  it('are asked for by nobody for whom nothing was stamped', () => {
    const steps = [1, 2, 3].map((days, n) => ({
      ...fact({ type: 'page.viewed', at: daysLater(days) }),
      position: n + 1,
    }));
    const { stored } = fold(steps, 4);
    expect([...stored.states.keys()]).toEqual(['lifecycle']);
  });
});

describe('a streak', () => {
  it('knows which order lines were bought and which cards were open when it broke', () => {
    const lines = [
      { productId: 'p', quantity: 1, amountMinor: 100 },
      { productId: 'q', quantity: 2, amountMinor: 100 },
    ];
    const bought = { ...order('o', 0.5), payload: () => ({ orderId: 'o', lines }), position: 1 };
    const { stored } = fold([bought, { ...stamp('bread', 1), position: 2 }], 9);
    expect(rowsOf(stored, pastStreakRows)).toMatchObject([{ length: 1, openCards: 1, linesBought: 2 }]);
  });

  it('goes on with each stamp within the days of grace', () => {
    const { stored } = fold([stamp('bread', 1), stamp('bread', 7), stamp('bread', 13.9), stamp('bread', 21)], 30);
    expect(rowsOf(stored, pastStreakRows).map(({ length, endedAt }) => [length, endedAt])).toEqual([
      [3, daysLater(20.9)],
      [1, daysLater(28)],
    ]);
  });
});

describe('the command that redeems a card', () => {
  const call = (days: number) => ({
    name: 'redeemStamps',
    input: { card: 'coffee' } satisfies FactPayload,
    position: 1000,
    recordedAt: daysLater(days),
  });

  it('acts on both facets at once, and takes what it gives', () => {
    const { stored, resources } = fold([stamp('coffee', 1), stamp('coffee', 2)], 2);
    const decided = runCommand(stored, call(3), { context, resources });
    if (decided.kind !== 'decision') return expect.fail(decided.code);
    expect(decided.parts()).toEqual({ stamps: { card: 'coffee', number: 1 }, streak: { extra: 1 } });
    foldStored(stored, [decided], { context, resources });
    expect([cardsOf(stored), resources.get('prize/coffee')]).toEqual([['coffee 1: 2 redeemed'], 9]);
    expect(fieldOf(loadWhole(stored), 'streak.length', 3)).toBe(true);
    expect(stored.wakeAt).toBe(daysLater(8));
    const prizes = stored.requests.filter(({ type }) => type === 'prize.send');
    expect(prizes.map(({ type, cause }) => [type, cause.kind])).toEqual([['prize.send', 'decision']]);
  });

  it('is rejected without an open card, with one that has expired by now, and without a prize, and takes nothing', () => {
    const none = fold([], 1);
    expect(runCommand(none.stored, call(3), { context })).toMatchObject({ code: 'stamp_card.none_open' });
    const late = fold([stamp('coffee', 1)], 2);
    expect(runCommand(late.stored, call(8), { context })).toMatchObject({ code: 'stamp_card.none_open' });
    const dry = fold([stamp('coffee', 1)], 2, 0);
    expect(runCommand(dry.stored, call(3), { context, resources: dry.resources })).toMatchObject({
      kind: 'rejection',
      code: 'prize.none_left',
      facts: { card: 'coffee' },
    });
    expect(dry.resources.get('prize/coffee')).toBe(0);
  });
});

describe('a prize that comes back', () => {
  const returned = (days: number, number: number) => ({
    ...fact({ type: 'prize.returned', at: daysLater(days), payload: { card: 'coffee', number } }),
    position: (position += 1),
  });
  const filled = () => [stamp('coffee', 1), stamp('coffee', 1.1), stamp('coffee', 1.2)];

  it('is there for others again, once, and recorded with the step', () => {
    const { stored, resources } = fold([...filled(), returned(2, 1), returned(3, 1)], 4, 1);
    expect([cardsOf(stored), resources.get('prize/coffee')]).toEqual([['coffee 1: 3 returned'], 1]);
    expect(stored.inputs.map(({ asked, granted, cause }) => [asked, granted, cause.kind])).toEqual([
      [1, 1, 'fact'],
      [-1, -1, 'fact'],
    ]);
  });

  it('of a card that was never worth one, or that nobody has, gives nothing back', () => {
    const { stored, resources } = fold([...filled(), returned(2, 1), returned(2, 9), returned(2, 0.5)], 4, 0);
    expect([cardsOf(stored), resources.get('prize/coffee')]).toEqual([['coffee 1: 3 missed'], 0]);
    expect(stored.inputs.map(({ asked }) => asked)).toEqual([1]);
  });

  it('is given back by no replay, and is not granted there in the place of another', () => {
    const more = () => [stamp('coffee', 4), stamp('coffee', 4.1), stamp('coffee', 4.2)];
    const { stored } = fold([...filled(), returned(2, 1), ...more()], 5, 1);
    expect(cardsOf(stored)).toEqual(['coffee 1: 3 returned', 'coffee 2: 3 full']);
    const resources = new Map([['prize/coffee', 7]]);
    const again = storedMember();
    foldStored(again, stored.log, { context, resources, inputs: () => stored.inputs });
    expect([cardsOf(again), resources.get('prize/coffee')]).toEqual([cardsOf(stored), 7]);
  });

  it('is no number that is none, and more than nothing', () => {
    const member = loadWhole(storedMember());
    const view = openView(member, stampsFacet);
    const call = { name: '', input: {}, position: 1, recordedAt: daysLater(1) };
    const { use: here } = seenBy(stampsFacet, member, { call, use: { context } });
    for (const units of [0, -1, 0.5, Number.NaN])
      expect(() => view.giveBack('prize/coffee', units, here)).toThrow('cannot be given back');
    expect(member.inputs).toEqual([]);
  });
});

describe('the command that gives a card to a friend', () => {
  const call = (days: number) => ({
    name: 'giveStamps',
    input: { card: 'coffee' } satisfies FactPayload,
    position: 1000,
    recordedAt: daysLater(days),
  });
  const friendOf = (steps: readonly LoggedStep[]) => {
    const friend = createStoredMember(toyFacets, testMemberId(2));
    for (const step of steps) foldStored(friend, [{ ...step, memberId: friend.id }], { context });
    return friend;
  };

  it('takes it from the one and gives it to the other, as it is, under one id', () => {
    const { stored } = fold([stamp('coffee', 1), stamp('coffee', 2)], 2);
    const friend = friendOf([stamp('bread', 2)]);
    const decided = runPairCommand([stored, friend], call(3), { context });
    if ('kind' in decided) return expect.fail(decided.code);
    const [own, other] = decided;
    expect(own.decisionId).toBe(other.decisionId);
    foldStored(stored, [own], { context });
    foldStored(friend, [other], { context });
    expect([cardsOf(stored), cardsOf(friend)]).toEqual([['coffee 1: 2 given'], ['bread 1: 1 ', 'coffee 2: 2 ']]);
    wakeStored(friend, daysLater(8), { context });
    expect(cardsOf(friend)).toEqual(['bread 1: 1 ', 'coffee 2: 2 expired']);
  });

  it('is rejected without an open card, with one that has expired, and for a friend who has one already', () => {
    const giver = () => fold([stamp('coffee', 1)], 2).stored;
    const nobody = fold([], 1).stored;
    expect(runPairCommand([nobody, friendOf([])], call(3), { context })).toMatchObject({
      code: 'stamp_card.none_open',
    });
    expect(runPairCommand([giver(), friendOf([])], call(8), { context })).toMatchObject({
      code: 'stamp_card.none_open',
    });
    const friend = friendOf([stamp('coffee', 2)]);
    expect(runPairCommand([giver(), friend], call(3), { context })).toMatchObject({
      kind: 'rejection',
      code: 'stamp_card.friend_has_one',
      facts: { card: 'coffee' },
    });
  });
});

describe('what the lens has of the toys', () => {
  it('are columns of members and the open cards, by names that nobody else has', () => {
    const { stored } = fold([stamp('coffee', 1), stamp('bread', 2)], 3);
    const layout = createLensLayout(toyFacets);
    const seen = seenMember({ member: loadWhole(stored), program: version(1, 0), createdAt: 0 });
    const columns = layout.memberColumns.map(({ name }) => name);
    const values = layout.memberValues(seen);
    expect(['full_stamp_cards', 'streak_length'].map((name) => values[columns.indexOf(name)])).toEqual([0, 2]);
    const cards = layout.tables.find(({ part }) => part.name === 'toy_stamp_card');
    expect(cards?.rows(seen)[0]?.slice(0, 3)).toEqual([
      ['bread', 'coffee'],
      [2, 1],
      [1, 1],
    ]);
  });
});

describe('the documents of the toys', () => {
  const codesOf = (changes: { readonly [path: string]: FactValue }) => {
    const parsed = parseProgram(createToyProgram(changes), toyFacets);
    return parsed.isValid ? [] : parsed.problems.map(({ document, path, code }) => `${document} ${path}: ${code}`);
  };

  it('are read with those of the product, and their problems named', () => {
    expect(codesOf({})).toEqual([]);
    expect(codesOf({ 'streak.json': { graceDays: 0 } })).toEqual(['streak.json graceDays: document.not_in_range']);
    expect(codesOf({ 'stamp-cards/tea.json': { name: { en: 'T', zh: '茶' }, stampsNeeded: 3 } })).toEqual([
      'stamp-cards/tea.json validDays: document.not_in_range',
    ]);
    expect(codesOf({ 'stamps.json': {} })).toEqual(['stamps.json : program.unknown_document']);
  });

  it('say how many prizes there are in whole numbers', () => {
    const bread = { name: { en: 'Bread', zh: '面包' }, stampsNeeded: 5, validDays: 30 };
    expect(codesOf({ 'stamp-cards/bread.json': { ...bread, prizes: 40 } })).toEqual([]);
    for (const prizes of [-1, 1.5])
      expect(codesOf({ 'stamp-cards/bread.json': { ...bread, prizes } })).toEqual([
        'stamp-cards/bread.json prizes: document.not_in_range',
      ]);
  });

  it('change the one facet or the other', () => {
    const before = version(1, 0);
    const coffee = { name: { en: 'Coffee', zh: '咖啡' }, stampsNeeded: 3, validDays: 9 };
    const after = version(2, 1, createToyProgram({ 'stamp-cards/coffee.json': coffee }));
    const graceful = version(2, 1, createToyProgram({ 'streak.json': { graceDays: 9 } }));
    const changed = (other: typeof before) =>
      toyFacets.list
        .filter(({ index }) =>
          [before.foldKeys, before.evidenceKeys].some(
            (keys, n) => keys[index] !== [other.foldKeys, other.evidenceKeys][n]?.[index],
          ),
        )
        .map(({ name }) => name);
    expect([changed(after), changed(graceful)]).toEqual([['stamps'], ['streak']]);
  });

  it('give open cards another time, and streaks another course, from when the version takes effect', () => {
    const coffee = { name: { en: 'Coffee', zh: '咖啡' }, stampsNeeded: 3, validDays: 20 };
    const changes = { 'stamp-cards/coffee.json': coffee, 'streak.json': { graceDays: 3 } };
    const programs = [version(1, 0), version(2, daysLater(5), createToyProgram(changes))];
    const published = createFoldContext({ programs, days: testDays });
    const stored = storedMember();
    foldStored(stored, [{ ...stamp('coffee', 1), position: 1 }], { context: published });
    wakeStored(stored, daysLater(5), { context: published });
    expect(rowsOf(stored, stampCardRows)).toMatchObject([{ expiresAt: daysLater(21) }]);
    expect(rowsOf(stored, pastStreakRows)).toMatchObject([{ endedAt: daysLater(4) }]);
    const [whole] = foldLog(stored.log, { facets: toyFacets, context: published, until: daysLater(5) }).values();
    expect(whole?.wakeAt).toBe(stored.wakeAt);
    expect(stored.wakeAt).toBe(daysLater(21));
  });
});
