import { describe, expect, it } from 'vitest';
import type { FactValue } from '../kernel/base/payload.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import { parseProperties } from './parse-properties.ts';

function read(document: FactValue | undefined) {
  const problems = createProblemList();
  const properties = parseProperties(document, { path: '', problems });
  return { properties, codes: problems.problems.map(({ code, path }) => `${path}: ${code}`) };
}

describe('what a program says of attributes and properties', () => {
  it('is which of them are not personal, and nothing without the document', () => {
    const document = {
      attributes: [{ name: 'level', personal: false }],
      properties: [{ type: 'gift.chosen', path: 'box.colour', personal: false }],
    };
    expect(read(document)).toEqual({ properties: document, codes: [] });
    expect(read({})).toEqual({ properties: { attributes: [], properties: [] }, codes: [] });
    expect(read(undefined)).toEqual({ properties: { attributes: [], properties: [] }, codes: [] });
  });

  it('is refused where it says nothing, names no field, or one twice', () => {
    const colour = { type: 'gift.chosen', path: 'colour', personal: true };
    expect(read({ attributes: [{ name: 'level' }], properties: [colour, colour] }).codes).toEqual([
      'attributes[0].personal: document.not_a_truth_value',
      'properties[1]: properties.listed_twice',
    ]);
    expect(read({ properties: [{ type: 'a b', path: 'zoe@mail.example', personal: false }] }).codes).toEqual([
      'properties[0].type: properties.not_a_type',
      'properties[0].path: properties.not_a_path',
    ]);
    expect(read({ level: false }).codes).toEqual(['level: document.unknown_key']);
  });
});
