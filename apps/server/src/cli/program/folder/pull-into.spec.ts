import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramDocuments } from '@perennial/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownFolder } from './mark.ts';
import { pullInto } from './pull-into.ts';
import type { Pulled } from './pull-into.ts';
import { documentsOf, readProgramFolder } from './read-folder.ts';

let home: string;
let folder: string;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'perennial-pull-into-')));
  folder = join(home, 'brand');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const first = { 'settings.json': { a: 1, b: [1, 2] }, 'lifecycles/main.json': { id: 'main' } };
const second = { 'settings.json': { a: 2, b: [1, 2] }, 'lifecycles/other.json': { id: 'other' } };

interface PullOptions {
  readonly isForced?: boolean;
  readonly schemas?: readonly { readonly kind: string; readonly file: string; readonly schema: object }[];
}

function pull(documents: ProgramDocuments, { isForced = false, schemas = [] }: PullOptions = {}): Pulled {
  return pullInto(folder, { version: 1, documents, from: 'test', schemas, isForced });
}

const put = (path: string, text: string) => writeFileSync(join(folder, path), text);
const textOf = (path: string) => readFileSync(join(folder, path), 'utf8');
const inFolder = () => documentsOf(readProgramFolder(folder).documents);

describe('a pull', () => {
  it('makes a folder what the program is, and follows it', () => {
    expect(pull(first)).toEqual({ write: ['lifecycles/main.json', 'settings.json'], remove: [], own: [] });
    expect(inFolder()).toEqual(first);
    expect(textOf('settings.json')).toBe('{\n  "a": 1,\n  "b": [\n    1,\n    2\n  ]\n}\n');
    expect(pull(first)).toEqual({ write: [], remove: [], own: [] });
    expect(pull(second)).toEqual({
      write: ['lifecycles/other.json', 'settings.json'],
      remove: ['lifecycles/main.json'],
      own: [],
    });
    expect(inFolder()).toEqual(second);
    expect(pull({ 'settings.json': {} })).toMatchObject({ remove: ['lifecycles/other.json'] });
    expect(readdirSync(folder).toSorted()).toEqual([ownFolder, 'settings.json']);
  });

  it('leads editors to the schemas that it writes beside the documents, which reading takes away again', () => {
    const schema = { type: 'object' };
    const schemas = ['settings', 'lifecycles', 'list'].map((kind) => ({ kind, file: `${kind}.schema.json`, schema }));
    const documents = { ...first, 'list.json': [1], 'other/one.json': { a: 1 } };
    pull(documents, { schemas });
    expect(inFolder()).toEqual(documents);
    for (const [path, way] of [
      ['settings.json', `./${ownFolder}/schemas/settings.schema.json`],
      ['lifecycles/main.json', `../${ownFolder}/schemas/lifecycles.schema.json`],
    ] as const) {
      expect(textOf(path)).toMatch(/^\{\n {2}"\$schema": /);
      expect(JSON.parse(textOf(path))).toMatchObject({ $schema: way });
      expect(existsSync(join(folder, path, '..', way))).toBe(true);
    }
    expect(textOf('list.json') + textOf('other/one.json')).not.toContain('$schema');
    expect(pull(documents, { schemas })).toEqual({ write: [], remove: [], own: [] });
  });

  it('leaves a file as it is that says the same in another way', () => {
    pull(first);
    const same = '\uFEFF{\r\n\t"b": [1,\r\n2], "a": 1.0}';
    put('settings.json', same);
    expect(pull(first)).toEqual({ write: [], remove: [], own: [] });
    expect(textOf('settings.json')).toBe(same);
    // It was not changed by anybody, so the next version takes its place.
    expect(pull(second).write).toContain('settings.json');
  });

  it('goes on where the folder was moved to, and where a clone has no mark', () => {
    pull(first);
    renameSync(folder, join(home, 'elsewhere'));
    folder = join(home, 'elsewhere');
    expect(pull(second).remove).toEqual(['lifecycles/main.json']);
    rmSync(join(folder, ownFolder), { recursive: true });
    expect(pull(second)).toEqual({ write: [], remove: [], own: [] });
    expect(pull(first).remove).toEqual(['lifecycles/other.json']);
  });

  it('lets stay what the program does not have and nobody has pulled', () => {
    pull(first);
    put('lifecycles/mine.json', '{"id": "mine"}');
    put('notes.json', 'no JSON');
    put('README.md', '# Brand');
    expect(pull(second, { isForced: true })).toMatchObject({ own: ['lifecycles/mine.json', 'notes.json'] });
    expect([textOf('lifecycles/mine.json'), textOf('notes.json'), textOf('README.md')]).toEqual([
      '{"id": "mine"}',
      'no JSON',
      '# Brand',
    ]);
  });

  it.each<readonly [string, () => void, string]>([
    ['was changed', () => put('settings.json', '{"a": 9}'), 'settings.json'],
    [
      'was changed, and is gone in the program',
      () => put('lifecycles/main.json', '{"id": "mine"}'),
      'lifecycles/main.json',
    ],
    ['was broken', () => put('settings.json', '{"a": '), 'settings.json'],
    ['was taken away', () => rmSync(join(folder, 'settings.json')), 'settings.json'],
    ['was never pulled', () => put('lifecycles/other.json', '{}'), 'lifecycles/other.json'],
  ])('writes nothing over a document that %s, unless it is forced', (_name, change, path) => {
    pull(first);
    change();
    const before = readdirSync(folder, { recursive: true });
    expect(() => pull(second)).toThrow(
      `Nothing was written: what stands here differs from what was pulled, and from the program:\n  ${folder}/${path}\n`,
    );
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    pull(second, { isForced: true });
    expect(inFolder()).toEqual(second);
    expect(pull(second)).toEqual({ write: [], remove: [], own: [] });
  });

  it('writes nothing over documents of a folder that was never pulled into', () => {
    mkdirSync(folder);
    put('settings.json', '{"name": "another project"}');
    expect(() => pull(first)).toThrow(`${folder}/settings.json`);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('takes what was changed to just what the program has for no change', () => {
    pull(first);
    put('settings.json', JSON.stringify(second['settings.json']));
    expect(pull(second)).toEqual({ write: ['lifecycles/other.json'], remove: ['lifecycles/main.json'], own: [] });
  });

  it.each([
    '../evil.json',
    'a/../../evil.json',
    '/etc/evil.json',
    '.git/config.json',
    'C:\\evil.json',
    'a\\b.json',
    'scenarios/a.json',
    'settings.txt',
    'a//b.json',
    '',
  ])('does not write where a program says that a document is at %j', (path) => {
    expect(() => pull({ ...first, [path]: {} })).toThrow('which is no path of a file');
    expect(readdirSync(home)).toEqual([]);
  });

  it('does not write behind a link that leads out of the folder', () => {
    const outside = join(home, 'outside');
    mkdirSync(outside);
    mkdirSync(folder);
    symlinkSync(outside, join(folder, 'lifecycles'));
    expect(() => pull(first)).toThrow('is behind a link that leads out of the folder');
    expect(readdirSync(outside)).toEqual([]);
    rmSync(join(folder, 'lifecycles'));
    symlinkSync(join(outside, 'none.json'), join(folder, 'settings.json'));
    expect(() => pull(first)).toThrow(`${folder}/settings.json`);
    pull(first, { isForced: true });
    // The link is replaced, and nothing written through it.
    expect([inFolder(), readdirSync(outside)]).toEqual([first, []]);
  });

  it('says what stands in the way', () => {
    writeFileSync(folder, '');
    expect(() => pull(first)).toThrow('is no folder');
    rmSync(folder);
    mkdirSync(folder);
    put('lifecycles', '');
    expect(() => pull(first)).toThrow(`${folder}/lifecycles/main.json cannot be written: that is a file.`);
    rmSync(join(folder, 'lifecycles'));
    expect(pull(first).write).toHaveLength(2);
  });

  it('says of a mark that cannot be read what to do', () => {
    pull(first);
    for (const text of ['', '{"format": 2}', '<<<<<<<']) {
      put(`${ownFolder}/pulled.json`, text);
      expect(() => pull(second, { isForced: true })).toThrow('cannot be read. Delete it');
    }
  });
});
