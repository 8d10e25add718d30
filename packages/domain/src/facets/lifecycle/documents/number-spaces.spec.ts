import { describe, expect, it } from 'vitest';
import { createProblemList } from '../../../kernel/documents/document-problem.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import { parseNumberSpaces } from './number-spaces.ts';
import { orderNumberReader } from './order-numbers.ts';

function codesOf(document: FactValue): readonly string[] {
  const problems = createProblemList();
  parseNumberSpaces(document, { path: '', problems });
  return problems.problems.map(({ code, path }) => `${path}: ${code}`);
}

const space = (id: string, ...sources: string[]) => ({ id, sources });

describe('number spaces', () => {
  it('are sources that share numbers', () => {
    expect(codesOf({ spaces: [space('retail', 'shop', 'till'), space('online', 'web')] })).toEqual([]);
    expect(parseNumberSpaces(undefined, { path: '', problems: createProblemList() })).toEqual({ spaces: [] });
  });

  it('are refused when a source stands in two, a space twice, or something is no space', () => {
    expect(codesOf({ spaces: [space('a', 'shop'), space('b', 'shop')] })).toEqual([
      'spaces[1].sources[0]: number_spaces.source_twice',
    ]);
    expect(codesOf({ spaces: [space('a', 'shop'), space('a', 'till')] })).toEqual([
      'spaces[1]: number_spaces.space_twice',
    ]);
    expect(codesOf({ spaces: [space('A b', 'shop')] })).toEqual(['spaces[0].id: document.not_an_id']);
    expect(codesOf({ spaces: {} })).toEqual(['spaces: document.not_a_list']);
  });
});

describe('the number of an order', () => {
  const read = orderNumberReader({ spaces: [space('retail', 'shop', 'till')] });
  const payload = { orderId: 'A-1' };

  it('counts in the space of its source, else in the source', () => {
    expect(read({ source: 'till', type: 'order.paid', payload })).toEqual({
      number: 'A-1',
      space: 'space/retail',
      sources: ['till', 'shop'],
    });
    expect(read({ source: 'web', type: 'order.paid', payload })).toEqual({
      number: 'A-1',
      space: 'web',
      sources: ['web'],
    });
  });

  it('is that of every fact about an order, of a number too', () => {
    expect(read({ source: 'web', type: 'order.shipped', payload: { orderId: 17 } })?.number).toBe('17');
  });

  it.each([
    ['about something else', 'review.posted', payload],
    ['without a number', 'order.paid', {}],
    ['with an empty one', 'order.paid', { orderId: '' }],
    ['with one that is none', 'order.paid', { orderId: { $secret: 'orderId' } }],
  ])('is not there in a fact %s', (_, type, given) => {
    expect(read({ source: 'shop', type, payload: given })).toBeNull();
  });
});
