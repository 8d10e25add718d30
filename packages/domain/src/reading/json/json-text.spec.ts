import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonText } from './json-text.ts';

function problemOf(text: string): string {
  const read = readJsonText(text);
  if (read.isSound) return 'none';
  return read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('; ');
}

describe('a JSON text', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(
        fc.json({ stringUnit: 'grapheme', maxDepth: 5 }),
        fc.constantFrom(undefined, 1, 2, '\t'),
        (json, indent) => {
          fc.pre(!json.includes('__proto__'));
          const text = JSON.stringify(JSON.parse(json), null, indent);
          expect(readJsonText(text)).toMatchObject({ isSound: true, value: JSON.parse(text) as unknown });
        },
      ),
    );
  });

  it('is never taken where JSON.parse refuses it', () => {
    const sign = fc.constantFrom(...'{}[]",:0123456789.eE+-\\truefalsn /\n\u0001\u00A0'.split(''));
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 12 }), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (!isJson) expect(readJsonText(text).isSound).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may have a byte order mark, and lines that end as any system ends them', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const read = readJsonText(`\uFEFF{${end}  "a": [${end}    1,${end}    2${end}  ]${end}}${end}`);
      expect(read).toMatchObject({ isSound: true, value: { a: [1, 2] } });
      expect(read.isSound ? read.placeOf('a[1]') : null).toEqual({ line: 4, column: 5 });
    }
    expect(problemOf('\uFEFF{a}')).toContain('1:2 A key in double quotes');
  });

  it('keeps a key that means something to the language, but the one that would be lost', () => {
    const read = readJsonText('{"constructor": 2, "toString": {}}');
    expect(read.isSound ? JSON.stringify(read.value) : '').toBe('{"constructor":2,"toString":{}}');
    expect(problemOf('{"a": {"__proto__": {}}}')).toBe('1:8 The key "__proto__" is not taken');
  });

  it('gives whole numbers as texts where their digits are kept', () => {
    const text = '[{"id": 12345678901234567890, "part": 0.12345678901234567890}, 12345678901234567890, 5]';
    const read = readJsonText(text, { keepsDigits: ([index]) => index === 0 });
    expect(read.isSound ? [] : read.problems.map(({ path }) => path)).toEqual([[0, 'part'], [1]]);
    expect(readJsonText('[12345678901234567890, 5]', { keepsDigits: () => true })).toMatchObject({
      isSound: true,
      value: ['12345678901234567890', 5],
    });
  });

  it('may be long, and of escapes alone', () => {
    const text = JSON.stringify(['"'.repeat(4_000_000), 'x'.repeat(8_000_000)]);
    expect(readJsonText(text).isSound).toBe(true);
  });

  it('says in what a problem was found', () => {
    const read = readJsonText('{"a": [{"b": 1, "b": 2}, {"c": x}]}');
    expect(read.isSound ? [] : read.problems.map(({ path }) => path)).toEqual([
      ['a', 0],
      ['a', 1, 'c'],
    ]);
  });

  it.each([
    ['', '1:1 There is nothing here'],
    [' \n ', '2:2 There is nothing here'],
    ['{"a": 1,}', '1:8 Nothing follows this comma'],
    ['[1,]', '1:3 Nothing follows this comma'],
    ['{"a": 1', '1:1 This is not ended: "}" is missing'],
    ['{"a": [1, 2}', '1:12 "," or "]" is expected, not "}"'],
    ['{"a" 1}', '1:6 ":" is expected after the key, not "1"'],
    ["{'a': 1}", '1:2 A key in double quotes is expected'],
    ['{"a": undefined}', '1:7 A value is expected, not "u"'],
    ['{"a": nullx}', '1:7 A value is expected, not "n"'],
    ['{"a": }', '1:7 A value is expected, not "}"'],
    ['{"a":', '1:6 A value is expected, not the end of the text'],
    ['{} {}', '1:4 "{" stands after the end'],
    ['{"a": "b', '1:7 This text is not ended'],
    ['{"a": "b\nc"}', '1:9 A text may not hold a line break'],
    ['{"a": "\\x"}', '1:7 This text has a "\\" before what JSON does not know'],
    ['{\n  // why\n  "a": 1}', '2:3 JSON has no comments'],
    ['{"a": 01}', '1:7 This is no number as JSON writes it'],
    ['{"a": 1.}', '1:7 This is no number as JSON writes it'],
    ['{"a": -}', '1:7 This is no number as JSON writes it'],
    ['{"a": NaN}', '1:7 A value is expected, not "N"'],
    ['{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> b\n}', '2:1 A merge of two versions of this file'],
    ['{"a": 1, "b": 2, "a": 3}', '1:18 The key "a" stands twice, first in line 1'],
    ['{"a": 1, "\\u0061": 3}', '1:10 The key "a" stands twice, first in line 1'],
    ['{"a": "\\ud800"}', '1:7 This text holds half of a character'],
    ['{"a": 12345678901234567890}', '1:7 The number 12345678901234567890 would lose digits'],
    ['{"a": 9007199254740993}', 'it would become 9007199254740992'],
    ['{"a": 0.1000000000000000055}', 'it would become 0.1'],
    ['{"a": 1e400}', 'it would become Infinity'],
    ['{"a": 1e-400}', 'it would become 0'],
    [`${'['.repeat(70)}${']'.repeat(70)}`, '1:66 Values stand in one another more than 64 deep'],
  ])('%j: %s', (text, said) => {
    expect(problemOf(text)).toContain(said);
  });

  it('tells all that does not stop the reading at once', () => {
    expect(problemOf('{"a": 1e400,\n "b": 1,\n "b": "\\udfff"}')).toMatch(/^1:7 .*; 3:2 .*; 3:7 /);
  });

  it.each(['1.10', '100', '1e2', '1E+2', '-0', '-0.0', '0.10', '123456789012345680', '1.5e-7', '5e-324', '0e999'])(
    '%s is a number that is kept',
    (written) => {
      expect(readJsonText(written)).toMatchObject({ isSound: true, value: Number(written) + 0 });
    },
  );

  it('keeps every number that it has written itself', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = JSON.stringify(value);
        expect(readJsonText(text)).toMatchObject({ isSound: true, value: JSON.parse(text) as number });
      }),
    );
  });

  it('says where a value stands, or what is around one that there is not', () => {
    const read = readJsonText(
      '{\n  "stages": [\n    { "id": "new" },\n    { "id": "active", "condition": { "rules": [] } }\n  ]\n}',
    );
    const placeOf = (path: string) => (read.isSound ? Object.values(read.placeOf(path)).join(':') : '');
    expect(placeOf('stages[1].condition')).toBe('4:23');
    expect(placeOf('stages[1].condition.rules[0].value')).toBe('4:38');
    expect(placeOf('stages[7].condition')).toBe('2:3');
    expect(placeOf('settings')).toBe('1:1');
    expect(placeOf('')).toBe('1:1');
  });
});
