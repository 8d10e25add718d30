import { createMember, keyText, openMember, openView, type Member, type MemberId, type Need } from '@perennial/domain';
import { stampCardRows, stampsFacet, toyFacets } from '@perennial/domain/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToyInstallation, type ToyInstallation } from '../testing/toy-fixtures.ts';
import { loadRows } from './load-rows.ts';
import { writeRows } from './write-rows.ts';

const place = { id: '0197f3a0-5b1e-7c3d-9e2f-0123456789ab' as MemberId, shard: 1 };
let toy: ToyInstallation;

/** Three cards: one that has expired, one that expires at 20 and one at 30. */
beforeAll(async () => {
  toy = await createToyInstallation();
  const member = createMember(toyFacets, place.id, place.shard);
  const cards = openView(member, stampsFacet).rows(stampCardRows);
  const card = { stamps: 1, openedAt: 1 } as const;
  cards.put({ ...card, card: 'bread', number: 1, expiresAt: 10, endedAt: 10, ending: 'expired' });
  cards.put({ ...card, card: 'bread', number: 2, expiresAt: 20, endedAt: null, ending: '' });
  cards.put({ ...card, card: 'coffee', number: 3, expiresAt: 30, endedAt: null, ending: '' });
  await writeRows(toy.database, [member]);
});
afterAll(async () => {
  await toy?.close();
});

function openStored(): Member {
  const header = { position: 1, clockAt: 1, programVersion: 1, status: 'live', state: null, due: [] } as const;
  return openMember(toyFacets, place, header);
}

/** Loads one need after the other, each as if a step had stopped for it. */
async function cardsAfter(...needs: readonly Need[]) {
  const member = openStored();
  for (const need of needs) await loadRows(toy.database, [{ member, needs: [need] }]);
  return openView(member, stampsFacet).rows(stampCardRows);
}

const numbersOf = (rows: readonly { readonly number: number }[]) =>
  rows.map(({ number }) => number).toSorted((a, b) => a - b);
const kind = stampCardRows;

describe('rows that a step stops for', () => {
  it('are those that fall due by an instant and still hold, and known to be all of them', async () => {
    const cards = await cardsAfter({ by: 'due', kind, upTo: 20 });
    expect(numbersOf(cards.rows())).toEqual([2]);
    expect([cards.isDueKnown(20), cards.isDueKnown(21)]).toEqual([true, false]);
  });

  it('are none, when nothing falls due, and that is known', async () => {
    const cards = await cardsAfter({ by: 'due', kind, upTo: 5 });
    expect(cards.rows()).toEqual([]);
    expect([cards.isDueKnown(5), cards.isKnown(keyText(['bread', 2]))]).toEqual([true, false]);
  });

  it('are loaded up to a later instant after an earlier one', async () => {
    const cards = await cardsAfter({ by: 'due', kind, upTo: 20 }, { by: 'due', kind, upTo: 30 });
    expect(numbersOf(cards.rows())).toEqual([2, 3]);
    expect(cards.isDueKnown(30)).toBe(true);
  });

  it('are found by key although they hold no longer, after all that hold were loaded', async () => {
    const ended = ['bread', 1] as const;
    const cards = await cardsAfter({ by: 'all', kind }, { by: 'key', kind, keys: [ended] });
    expect(cards.isKnown(keyText(ended))).toBe(true);
    expect(cards.get(keyText(ended))).toMatchObject({ ending: 'expired' });
    const unknown = await cardsAfter({ by: 'all', kind }, { by: 'key', kind, keys: [['bread', 9]] });
    expect([unknown.isKnown(keyText(['bread', 9])), unknown.get(keyText(['bread', 9]))]).toEqual([true, null]);
  });

  it('are found by the beginning of their keys in the same way', async () => {
    const cards = await cardsAfter({ by: 'all', kind }, { by: 'prefix', kind, keys: [['bread']] });
    expect(cards.isPrefixKnown('bread')).toBe(true);
    expect(numbersOf(cards.rowsUnder(['bread']))).toEqual([1, 2]);
  });

  it('stand as they are in memory when they are asked for once more', async () => {
    const member = openStored();
    await loadRows(toy.database, [{ member, needs: [{ by: 'all', kind }] }]);
    const cards = openView(member, stampsFacet).rows(stampCardRows);
    const [row] = cards.rowsUnder(['bread']);
    if (row === undefined) throw new Error('a card is needed');
    cards.put({ ...row, stamps: 2 });
    await loadRows(toy.database, [{ member, needs: [{ by: 'prefix', kind, keys: [['bread']] }] }]);
    expect(cards.get(keyText(['bread', 2]))).toMatchObject({ stamps: 2 });
  });
});
