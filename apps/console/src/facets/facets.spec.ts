import { readdirSync, readFileSync, globSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issuesMendedAt } from '../editing/issues.ts';
import { gatherPlaces } from '../facet/places.ts';
import type { Ranked } from '../facet/ranked.ts';
import { facets } from './index.ts';

/** A facet, seen from outside: its descriptor, for the list alone, and its addresses, for whoever leads there. */
const face = /^facets\/[\w-]+\/(?:urls\/[\w-]+|index)\.ts$/;
const sourceRoot = dirname(import.meta.dirname);

const sources = globSync('**/*.{ts,tsx}', { cwd: sourceRoot })
  .filter((path) => !path.endsWith('.spec.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .map((path) => ({ path, text: readFileSync(`${sourceRoot}/${path}`, 'utf8') }));
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const names: readonly string[] = facets.map(({ name }) => name);

interface Import {
  readonly from: string;
  readonly target: string;
}

const imports = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match): Import => ({
    from: path,
    target: posix.join(posix.dirname(path), match[1] ?? ''),
  })),
);

function facetOf(path: string): string | undefined {
  return /^facets\/([\w-]+)\//.exec(path)?.[1];
}

describe('the list of facets', () => {
  it('has every folder, each once and under its name', () => {
    expect(names.toSorted()).toEqual(folders.toSorted());
  });

  it('is the only file that imports descriptors', () => {
    const importers = imports.filter(({ target }) => /^facets\/[\w-]+\/index\.ts$/.test(target));
    expect(new Set(importers.map(({ from }) => from))).toEqual(new Set(['facets/index.ts']));
  });
});

describe('a facet', () => {
  it('is entered through its face alone: its addresses, or its descriptor by the list', () => {
    const inside = imports.filter(({ from, target }) => {
      const facet = facetOf(target);
      return facet !== undefined && facet !== facetOf(from) && !face.test(target);
    });
    expect(inside).toEqual([]);
  });

  it('is imported by other facets and the list, and by nothing below or beside them', () => {
    const outside = imports
      .filter(({ from, target }) => target.startsWith('facets/') && !from.startsWith('facets/'))
      .filter(({ target }) => target !== 'facets/index.ts');
    expect(outside).toEqual([]);
    const listed = imports.filter(({ target }) => target === 'facets/index.ts').map(({ from }) => from);
    expect(listed.toSorted()).toEqual(['app/paths.ts', 'app/words.ts', 'main.tsx']);
  });

  it('says its own words and those of all, never those of another', () => {
    const foreign = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\bt\(\s*['`](\w+)\./g)]
        .map((match) => match[1] ?? '')
        .filter((name) => names.includes(name) && name !== facetOf(path))
        .map((name) => `${path} says ${name}`),
    );
    expect(foreign).toEqual([]);
  });

  it('is known by name to nothing that is made for all', () => {
    const known = sources
      .filter(({ path }) => /^(?:app|facet|ui)\/|^i18n\/[\w-]+\.ts$/.test(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/['"`/](\w+)['"`]/g)]
          .map((match) => match[1] ?? '')
          .filter((word) => names.includes(word) && !isWordOfTheWire(path, word))
          .map((word) => `${path} names ${word}`),
      );
    expect(known).toEqual([]);
  });
});

/** Types of answers are named by the route they come from: a profile by `members`, a session by `session`. */
function isWordOfTheWire(path: string, word: string): boolean {
  return ['facet/member-places.ts members', 'facet/ask.ts session', 'ui/sign-in/sessions-table.tsx session'].includes(
    `${path} ${word}`,
  );
}

describe('what facets put into each place', () => {
  const places = gatherPlaces(facets);

  it('has a rank of its own', () => {
    const ranks = [
      ...Object.entries(places)
        .filter(([place]) => place !== 'sections')
        .flatMap(([place, things]) => things.map((thing: Ranked) => `${place} ${thing.rank}`)),
      ...places.sections.map(({ area, rank }) => `${area} ${rank}`),
    ];
    expect(ranks).toHaveLength(new Set(ranks).size);
  });

  it('has an address of its own where it has one', () => {
    const addresses = [
      ...places.memberTabs.map(({ id }) => `member ${id}`),
      ...[...places.programEditors, ...places.programRecords].map(({ id }) => `program ${id}`),
      ...places.sections.map(({ area, id }) => `${area} ${id}`),
      ...facets
        .flatMap(({ nav, area }) => [nav?.key ?? [], area?.destination.key ?? []].flat())
        .map((key) => `g ${key}`),
    ];
    expect(addresses).toHaveLength(new Set(addresses).size);
  });

  it('leads each problem of a program to the tab where it is mended', () => {
    const issue = (document: string, path: string) => ({ document, path, code: 'x', message: { en: 'x', zh: 'x' } });
    const issues = [
      issue('lifecycles/main.json', 'stages[1].condition.rules[0].value'),
      issue('settings.json', 'stages[1]'),
      issue('settings.json', 'metrics[1].days'),
      issue('settings.json', 'metrics'),
      issue('statistics.json', 'brandGapDays'),
      issue('identities.json', 'types[0].perMemberMax'),
      issue('number-spaces.json', 'spaces[0].sources'),
      issue('sources.json', 'sources[0].phoneCountry'),
      issue('', ''),
    ];
    const placesOf = (tab: string) => issuesMendedAt(tab, places.programEditors, issues).map(({ path }) => path);
    expect(placesOf('stages')).toEqual(['stages[1].condition.rules[0].value', '']);
    expect(placesOf('metrics')).toEqual(['metrics[1].days', 'metrics']);
    expect(placesOf('settings')).toEqual(['stages[1]', 'brandGapDays']);
    expect(placesOf('identities')).toEqual(['types[0].perMemberMax']);
    expect(placesOf('sources')).toEqual(['spaces[0].sources', 'sources[0].phoneCountry']);
    expect(placesOf('versions')).toEqual([]);
  });
});
