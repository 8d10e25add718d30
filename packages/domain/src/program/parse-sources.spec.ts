import { describe, expect, it } from 'vitest';
import type { FactValue } from '../kernel/base/payload.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import { parseSources } from './parse-sources.ts';

function read(document: FactValue | undefined) {
  const problems = createProblemList();
  const sources = parseSources(document, { path: '', problems });
  return { sources, codes: problems.problems.map(({ code, path }) => `${path}: ${code}`) };
}

describe('what a program says of sources', () => {
  it('is where each dials, and nothing without the document', () => {
    const sources = [
      { id: 'pos.london', phoneCountry: 'GB' },
      { id: 'web', phoneCountry: 'DE' },
    ];
    expect(read({ sources })).toEqual({ sources, codes: [] });
    expect(read(undefined)).toEqual({ sources: [], codes: [] });
  });

  it('is refused where it names no source, no country, or a source twice', () => {
    expect(read({ sources: [{ id: 'The Shop', phoneCountry: 'gb' }] }).codes).toEqual([
      'sources[0].id: sources.not_a_source',
      'sources[0].phoneCountry: sources.not_a_country',
    ]);
    const twice = { id: 'web', phoneCountry: 'GB' };
    expect(read({ sources: [twice, twice] }).codes).toEqual(['sources[1]: sources.source_twice']);
    expect(read({ sources: [{ id: '', phoneCountry: 'G' }] }).codes).toEqual([
      'sources[0].id: document.not_a_text',
      'sources[0].phoneCountry: sources.not_a_country',
    ]);
  });
});
