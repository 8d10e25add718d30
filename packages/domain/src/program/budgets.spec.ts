import { describe, expect, it } from 'vitest';
import { createDefaultProgram } from '../facets/default-program.ts';
import { facets as ownFacets } from '../facets/index.ts';
import { createFacets } from '../kernel/facets.ts';
import type { Budget } from '../kernel/command.ts';
import { stampsFacet } from '../testing/facets/stamps/facet.ts';
import { createToyProgram, toyFacets } from '../testing/facets/toy-facets.ts';
import { testZone } from '../testing/given.ts';
import { budgetsOf } from './budgets.ts';

const card = { name: { en: 'Card', zh: '卡' }, stampsNeeded: 5, validDays: 30 };
const facetsWith = (...budgets: readonly Budget[]) =>
  createFacets([...ownFacets.list, { ...stampsFacet, budgets: () => budgets }]);
const documents = (() => {
  const { 'streak.json': _streak, ...others } = createToyProgram();
  return others;
})();

describe('the budgets of a program', () => {
  it('are what its facets say of its documents, by name', () => {
    const toy = createToyProgram({
      'stamp-cards/tea.json': { ...card, prizes: 3 },
      'stamp-cards/bread.json': { ...card, prizes: 40 },
      'stamp-cards/coffee.json': card,
    });
    expect(budgetsOf(toy, { facets: toyFacets, zone: testZone })).toEqual([
      { resource: 'prize/bread', units: 40 },
      { resource: 'prize/tea', units: 3 },
    ]);
  });

  it('are none where no facet has any, and of documents that say nothing of them', () => {
    expect(budgetsOf(createDefaultProgram(), { facets: ownFacets, zone: testZone })).toEqual([]);
    expect(budgetsOf(createToyProgram(), { facets: toyFacets, zone: testZone })).toEqual([]);
  });

  it('are refused when no resource can have them, or one has two', () => {
    for (const units of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => budgetsOf(documents, { facets: facetsWith({ resource: 'r', units }), zone: testZone })).toThrow(
        'cannot be a budget',
      );
    const twice = facetsWith({ resource: 'r', units: 1 }, { resource: 'r', units: 1 });
    expect(() => budgetsOf(documents, { facets: twice, zone: testZone })).toThrow('one budget');
  });

  it('are not read from documents that are not sound', () => {
    const unsound = createToyProgram({ 'stamp-cards/tea.json': { ...card, prizes: -1 } });
    expect(() => budgetsOf(unsound, { facets: toyFacets, zone: testZone })).toThrow('document.not_in_range');
  });
});
