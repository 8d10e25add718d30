import { catalogueOf, createDefaultProgram, facets } from '@perennial/domain';
import type { ConditionNode, FieldDefinition } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { askedBy } from '../conditions/asked.ts';
import { pastColumns, pastColumnsOfFacts, pastPlacesOfFacts } from './index.ts';

describe('what lists know as of an instant in the past', () => {
  const catalogue = catalogueOf(createDefaultProgram(), facets);
  const families = ['tag.vip', 'consent.sms', 'attribute.city'].flatMap((name) => catalogue.find(name) ?? []);
  const known = [...catalogue.fields, ...families].filter(({ lens }) => lens?.isKnownInPast === true);

  it('is told by a facet, column by column', () => {
    const columns = new Set([...pastColumns, ...pastColumnsOfFacts].flatMap((own) => own.columns));
    const places = new Set(pastPlacesOfFacts.map(({ table, column }) => `${table}.${column}`));
    const { columns: asked, places: askedPlaces } = askedBy(known.map(isNull));
    expect([...asked].filter((column) => !columns.has(column))).toEqual([]);
    expect([...askedPlaces].filter((place) => !places.has(place))).toEqual([]);
    expect(known.length).toBeGreaterThan(8);
  });
});

function isNull(definition: FieldDefinition): ConditionNode {
  return { kind: 'rule', field: definition.field, definition, operator: 'null', value: null };
}
