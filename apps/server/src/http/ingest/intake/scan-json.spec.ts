import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthOf, scanJson, scanLines } from './scan-json.ts';

const bytesOf = (text: string) => Buffer.from(text);
const many = 1_000_000;

/** What a document says when its items are parsed one by one; undefined when it is none. */
function parseByItems(text: string): unknown {
  const bytes = bytesOf(text);
  const scanned = scanJson(bytes, many);
  if (typeof scanned === 'string') return undefined;
  try {
    const values = scanned.items.map(({ start, end }) => JSON.parse(bytes.toString('utf8', start, end)) as unknown);
    return scanned.isList ? values : values[0];
  } catch {
    return undefined;
  }
}

function parseWhole(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

describe('a document read item by item', () => {
  it('says what it says when it is parsed as a whole, also with blanks between', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = ` ${JSON.stringify(value, null, indent)}\r\n`;
        expect(parseByItems(text)).toEqual(parseWhole(text));
      }),
    );
  });

  it('is no JSON exactly when the whole is none, whatever was cut, doubled or added', () => {
    const edit = fc.record({ at: fc.nat(200), remove: fc.nat(3), add: fc.stringMatching(/^[[\]{},:"\\1 a]{0,3}$/) });
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), edit, (value, { at, remove, add }) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        const edited = text.slice(0, place) + add + text.slice(place + remove);
        expect(parseByItems(edited)).toEqual(parseWhole(edited));
      }),
      { numRuns: 3000 },
    );
  });

  it('is given up at the first item too many', () => {
    expect(scanJson(bytesOf('[1,2,3]'), 3)).toMatchObject({ items: { length: 3 } });
    expect(scanJson(bytesOf('[1,2,3,{'), 3)).toBe('malformed');
    expect(scanJson(bytesOf('[1,2,3,4]'), 3)).toBe('too_many');
    expect(scanJson(bytesOf('[]'), 3)).toEqual({ isList: true, items: [] });
  });

  it('has the depth of its brackets, those in texts left out', () => {
    const deep = bytesOf('{"a[[[":[{"b":"]]\\"[["}]}');
    expect(depthOf(deep, 0, deep.length)).toBe(3);
    expect(scanJson(bytesOf(`[1,${'['.repeat(100)}${']'.repeat(100)}]`), 10)).toMatchObject({
      items: [{ depth: 0 }, { depth: 100 }],
    });
  });
});

describe('lines', () => {
  it('are those with something in them', () => {
    const bytes = bytesOf('\n{"a":1}\r\n \t\n{}\n\n1');
    const lines = scanLines(bytes, 3);
    expect(lines).toHaveLength(3);
    expect(
      lines === 'too_many' ? [] : lines.map(({ start, end }) => bytes.toString('utf8', start, end).trim()),
    ).toEqual(['{"a":1}', '{}', '1']);
    expect(scanLines(bytes, 2)).toBe('too_many');
  });
});
