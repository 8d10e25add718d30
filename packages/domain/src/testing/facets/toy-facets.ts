import { createDefaultProgram } from '../../facets/default-program.ts';
import { facets } from '../../facets/index.ts';
import type { ProgramDocuments } from '../../kernel/documents/document.ts';
import { createFacets } from '../../kernel/facets.ts';
import { stampsFacet } from './stamps/facet.ts';
import { streakFacet } from './streak/facet.ts';

/** The product's facets, and two that were added by their folders and these lines: what a facet can do, for tests to use. */
export const toyFacets = createFacets([...facets.list, stampsFacet, streakFacet]);

/** A program with the documents of the toys; coffee cards expire when streaks break. */
export function createToyProgram(changes: ProgramDocuments = {}): ProgramDocuments {
  return {
    ...createDefaultProgram(),
    'stamp-cards/coffee.json': { name: { en: 'Coffee', zh: '咖啡' }, stampsNeeded: 3, validDays: 7 },
    'stamp-cards/bread.json': { name: { en: 'Bread', zh: '面包' }, stampsNeeded: 5, validDays: 30 },
    'streak.json': { graceDays: 7 },
    ...changes,
  };
}
