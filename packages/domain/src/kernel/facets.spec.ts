import { describe, expect, it } from 'vitest';
import { tinyFacet } from '../testing/tiny-facet.ts';
import { noAsks } from './command.ts';
import type { Command, Facet } from './facet.ts';
import { createFacets } from './facets.ts';
import { defineRowKind } from './rows/row-kind.ts';

type Row = { readonly id: string };

function kindOf(table: string, index = 0) {
  return defineRowKind<Row>({ table, index, key: ['id'], columns: { id: { type: 'text' } }, write: 'replace' });
}

const stamp: Command = {
  name: 'stamp',
  isKeyRequired: false,
  read: () => null,
  decide: () => noAsks,
  conclude: () => ({ kind: 'decision', parts: {}, answer: {} }),
};
const kind = kindOf('owned');
const owner = tinyFacet({ name: 'owner', index: 0, rowKinds: [kind], exports: [{ facet: 'owner', kind }] });
const reader = tinyFacet({ name: 'reader', index: 1, reads: [{ facet: 'owner', kind }] });

describe('facets', () => {
  it('stand in the order in which a fact passes them, whatever their numbers', () => {
    const first = tinyFacet({ name: 'first', index: 7, stepRank: 1, dueRank: 9 });
    const second = tinyFacet({ name: 'second', index: 2, stepRank: 5, dueRank: 3, keeps: 'row' });
    const facets = createFacets([second, first]);
    expect(facets.list.map(({ name }) => name)).toEqual(['first', 'second']);
    expect([facets.size, facets.inRow, facets.named('first')]).toEqual([8, second, first]);
    expect(() => facets.named('third')).toThrow('there is no facet third');
  });

  it('bring their rows, each with its owner, and their commands', () => {
    expect(createFacets([reader, owner]).rowKinds).toEqual([{ facet: owner, kind }]);
    const withStamp = { ...owner, commands: [stamp] };
    expect([...createFacets([withStamp]).commands]).toEqual([['stamp', { facet: withStamp, command: stamp }]]);
    expect(createFacets([])).toMatchObject({ list: [], size: 0, inRow: null, rowKinds: [] });
  });
});

describe('facets are refused', () => {
  const other = (parts: Partial<Facet<null, 'none', 'none'>>) => tinyFacet({ name: 'other', index: 9, ...parts });

  it.each<[string, readonly Facet[], string]>([
    ['with one name', [owner, other({ name: 'owner' })], 'share one of owner'],
    ['with one number', [owner, other({ index: 0, stepRank: 5, dueRank: 5 })], 'share one of 0, 0'],
    ['with one place among those a fact passes', [owner, other({ stepRank: 0 })], 'share one of 0, 0'],
    ['with one place among those that fall due', [owner, other({ dueRank: 0 })], 'share one of 0, 0'],
    ['with one table', [owner, other({ rowKinds: [kindOf('owned')] })], 'share one of owned, owned'],
    ['that read what nobody exports', [other({ reads: [{ facet: 'owner', kind }] })], 'owner does not export'],
    ['with one command', [{ ...owner, commands: [stamp] }, other({ commands: [stamp] })], 'share one of stamp, stamp'],
    [
      'that read what its owner keeps to itself',
      [owner, other({ reads: [{ facet: 'owner', kind: kindOf('inner') }] })],
      'reads inner, which owner does not export',
    ],
    [
      'that read what comes after them',
      [owner, other({ stepRank: -1, reads: [{ facet: 'owner', kind }] })],
      'which comes after it',
    ],
    ['that read themselves', [{ ...owner, reads: owner.exports }], 'which comes after it'],
    [
      'that both stand in the row of the member',
      [tinyFacet({ name: 'a', index: 0, keeps: 'row' }), tinyFacet({ name: 'b', index: 1, keeps: 'row' })],
      'the state of one facet',
    ],
    [
      'with rows that are not in the place of their number',
      [tinyFacet({ name: 'a', index: 0, rowKinds: [kindOf('a', 1)] })],
      'a of a is not in its place',
    ],
  ])('%s', (_name, list, message) => {
    expect(() => createFacets(list)).toThrow(message);
  });

  it('with exports of rows that are not theirs', () => {
    const liar = tinyFacet({ name: 'liar', index: 3, exports: [{ facet: 'owner', kind }] });
    expect(() => createFacets([owner, liar])).toThrow('liar exports owned, which is not its own');
  });
});
