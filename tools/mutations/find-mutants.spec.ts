import { describe, expect, it } from 'vitest';
import { chooseMutants } from './choose-mutants.ts';
import { applyMutant, describeMutant, findMutants } from './find-mutants.ts';

const path = 'packages/domain/src/sample.ts';
const changesOf = (text: string): readonly string[] =>
  findMutants({ path, text }).map((mutant) => applyMutant(mutant, text));

describe('the mistakes of a source', () => {
  it.each([
    ['const a = b < c;', ['const a = b <= c;']],
    ['const a = b >= c;', ['const a = b > c;']],
    ['const a = b === c;', ['const a = b !== c;']],
    ['const a = (b) /* less */ - (c);', ['const a = (b) /* less */ + (c);']],
    ['const a = b && c;', ['const a = b || c;']],
    ['const a = b ?? c;', ['const a = b && c;']],
    ['const a = !b;', ['const a = b;']],
    ['const a = true;', ['const a = false;']],
    ['const a = 0;', ['const a = 1;']],
    ['const a = 7;', ['const a = 8;', 'const a = 6;']],
    ['const a = 7n;', ['const a = 8n;']],
    ['const a = Math.floor(b);', ['const a = Math.ceil(b);']],
    ['const a = Math.min(b, c);', ['const a = Math.max(b, c);']],
    ['const a = b.some(c);', ['const a = b.every(c);']],
    ['const a = b.filter(c);', ['const a = b;']],
    ['const a = [b];', ['const a = [];']],
    ['b += c;', [';', 'b -= c;']],
    ['if (b) c();', ['if (true) c();', 'if (false) c();', 'if (b) ;']],
    ['const a = b ? c : d;', ['const a = true ? c : d;', 'const a = false ? c : d;']],
    ['for (const a of b) c(a);', ['for (const a of []) c(a);', 'for (const a of b) ;']],
    ['while (b) c();', ['while (false) c();', 'while (b) ;']],
    ['for (const a of b) { if (c) continue; }', ['for (const a of []) { if (c) continue; }']],
  ])('of %s are of the usual kinds', (text, changes) => {
    expect(changesOf(text)).toEqual(expect.arrayContaining(changes));
  });

  it('stand where they are said to, behind words of other scripts too', () => {
    const text = '/** 余额 🙂 */\nconst balance = owed < had;\n';
    const [mutant] = findMutants({ path, text });
    expect(mutant).toMatchObject({ line: 2, kind: 'comparison' });
    expect(mutant && describeMutant(mutant, text)).toEqual({
      before: 'const balance = owed < had;',
      after: 'const balance = owed <= had;',
    });
  });

  it.each([
    ['a type', 'type Level = 1 | 2; interface A { readonly b: 3 }'],
    ['an import', "import { a } from './a.ts';"],
    ['words put together', 'const a = "b" + c;'],
    ['a pattern', 'const [a, b] = c;'],
    ['an empty list', 'const a = [];'],
    ['an invariant', "invariant(a > 0, 'a is above zero');"],
    ['a table of rows', "const a = defineRowKind({ index: 1, key: ['b'] });"],
    ['a part of a number', 'const a = 0.5;'],
  ])('are none in %s', (_, text) => {
    expect(changesOf(text)).toEqual([]);
  });

  it('are none that do not parse', () => {
    expect(changesOf('const a = b ?? c ?? d;')).toEqual([]);
  });

  it('are not looked for in a source that does not parse', () => {
    expect(() => changesOf('const a = ;')).toThrow(/does not parse/);
  });
});

describe('a sample', () => {
  const mutants = findMutants({
    path,
    text: Array.from({ length: 40 }, (_, at) => `const a${at} = ${at};`).join('\n'),
  });

  it('is the same for the same seed, and another for another', () => {
    const sample = chooseMutants(mutants, { seed: 7, count: 10 });
    expect(sample).toHaveLength(10);
    expect(chooseMutants(mutants, { seed: 7, count: 10 })).toEqual(sample);
    expect(chooseMutants(mutants, { seed: 8, count: 10 })).not.toEqual(sample);
  });

  it('has one of each part of the sources, and none twice', () => {
    const places = chooseMutants(mutants, { seed: 7, count: 10 }).map((mutant) => mutants.indexOf(mutant));
    const length = mutants.length / 10;
    expect(places.map((place) => Math.floor((place + 0.5) / length))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is all there is where more are asked for', () => {
    expect(chooseMutants(mutants, { seed: 7, count: 1000 })).toEqual(mutants);
  });
});
