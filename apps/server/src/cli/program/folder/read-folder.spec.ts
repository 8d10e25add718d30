import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeLocated, locateProblems } from '../located.ts';
import { documentsOf, readProgramFolder } from './read-folder.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'perennial-read-folder-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Every problem as the commands tell it, with the folder's own name left out. */
function problems(): readonly string[] {
  return locateProblems(readProgramFolder(folder)).map((one) => describeLocated(one).replaceAll(`${folder}/`, ''));
}

describe('a folder of documents', () => {
  it('is read by path, each without the schema that editors need', () => {
    put('settings.json', '{"$schema": "./.perennial-program/schemas/settings.json", "metrics": []}');
    put('lifecycles/main.json', '{\n  "id": "main"\n}');
    const read = readProgramFolder(folder);
    expect(documentsOf(read.documents)).toEqual({
      'settings.json': { metrics: [] },
      'lifecycles/main.json': { id: 'main' },
    });
    expect([...read.documents.keys()]).toEqual(['lifecycles/main.json', 'settings.json']);
    expect(read.documents.get('lifecycles/main.json')?.placeOf('id')).toEqual({ line: 2, column: 3 });
  });

  it('leaves alone what is no document', () => {
    for (const path of [
      'README.md',
      'lifecycles/notes.txt',
      'lifecycles/main.json~',
      'settings.json.orig',
      '.git/config.json',
      '.github/workflows/check.json',
      '.vscode/settings.json',
      '.prettierrc.json',
      '.perennial-program/pulled.json',
      'scenarios/second-purchase.json',
      'node_modules/a/package.json',
    ])
      put(path, 'not JSON at all');
    expect(readProgramFolder(folder)).toEqual({ documents: new Map(), problems: [] });
  });

  it('tells of a .json file that may be meant as a document, however it is called', () => {
    for (const path of ['package.json', 'Settings.JSON', 'lifecycle/main.json', 'lifecycles/deep/main.json'])
      put(path, '{}');
    expect([...readProgramFolder(folder).documents.keys()]).toEqual([
      'Settings.JSON',
      'lifecycle/main.json',
      'lifecycles/deep/main.json',
      'package.json',
    ]);
  });

  it('reads the same of every way to write it', () => {
    const texts = [
      '{"a": [1, {"b": "x"}]}',
      '\uFEFF{\r\n\t"a": [1,\r\n {"b": "\\u0078"}]\r\n}\r\n',
      '{"a":[1.0,{"b":"x"}]}\n\n',
    ];
    for (const text of texts) {
      put('settings.json', text);
      expect(documentsOf(readProgramFolder(folder).documents)).toEqual({ 'settings.json': { a: [1, { b: 'x' }] } });
    }
  });

  it('takes a file that a link within it leads to', () => {
    put('shared/base.txt', '{"id": "main"}');
    mkdirSync(join(folder, 'lifecycles'));
    symlinkSync('../shared/base.txt', join(folder, 'lifecycles/main.json'));
    expect(documentsOf(readProgramFolder(folder).documents)).toEqual({ 'lifecycles/main.json': { id: 'main' } });
  });

  it('keeps a "$schema" that is none of its own making', () => {
    put('settings.json', '{"$schema": 4}');
    put('list.json', '["$schema"]');
    expect(documentsOf(readProgramFolder(folder).documents)).toEqual({
      'list.json': ['$schema'],
      'settings.json': { $schema: 4 },
    });
  });
});

describe('an ugly folder', () => {
  it.each<readonly [string, string | Uint8Array, string]>([
    ['empty', '', 'settings.json:1:1: There is nothing here'],
    ['of blanks', '\n\n', 'settings.json:3:1: There is nothing here'],
    ['cut off', '{"a": [1, 2', 'settings.json:1:7: This is not ended: "]" is missing'],
    ['with a comma too many', '{\n  "a": 1,\n}', 'settings.json:2:9: Nothing follows this comma'],
    ['with a comma too few', '{\n  "a": 1\n  "b": 2\n}', 'settings.json:3:3: "," or "}" is expected, not "\\""'],
    ['with a comment', '{ // stages\n}', 'settings.json:1:3: JSON has no comments'],
    ['in single quotes', "{'a': 1}", 'settings.json:1:2: A key in double quotes is expected, not "\'"'],
    ['with a key twice', '{"a": 1,\n "a": 2}', 'settings.json:2:2: The key "a" stands twice, first in line 1'],
    [
      'with a key twice, deep',
      '{"a": [{"b": 1, "b": 1}]}',
      'settings.json:1:17: The key "b" stands twice, first in line 1',
    ],
    ['with an id of 64 bits', '{"a": 9007199254740993}', 'it would become 9007199254740992'],
    ['with a number beyond all', '{"a": 1e999}', 'it would become Infinity'],
    ['with too exact a number', '{"a": 0.12345678901234567890}', 'it would become 0.12345678901234568'],
    ['with NaN', '{"a": NaN}', 'settings.json:1:7: A value is expected, not "N"'],
    ['with a tab in a text', '{"a": "\t"}', 'settings.json:1:8: A text may not hold a line break, a tab or the like'],
    ['with half of a character', '{"a": "\\ud83d"}', 'settings.json:1:7: This text holds half of a character'],
    ['too deep', `${'{"a":'.repeat(80)}1${'}'.repeat(80)}`, 'more than 64 deep'],
    ['of two documents', '{}\n{}', 'settings.json:2:1: "{" stands after the end'],
    [
      'with marks of a merge',
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n',
      'settings.json:2:1: A merge of two versions of this file',
    ],
    ['in UTF-16', Buffer.from('\uFEFF{"a": 1}', 'utf16le'), 'settings.json is not written in UTF-8'],
    ['in GBK', Buffer.from([0x7b, 0x22, 0xb3, 0xa3, 0x22, 0x3a, 0x31, 0x7d]), 'settings.json is not written in UTF-8'],
    ['of a null byte', '\u0000', 'settings.json:1:1: A value is expected, not "\\u0000"'],
    [
      'too large when stored',
      JSON.stringify({ a: 'x'.repeat(300_000) }),
      'settings.json is larger than the 262144 bytes',
    ],
    ['too large to read', ' '.repeat(1_100_000), 'settings.json is larger than 1048576 bytes'],
    ['of HTML', '<!doctype html>', 'settings.json:1:1: A value is expected, not "<"'],
  ])('has a file %s', (_name, text, said) => {
    put('settings.json', text);
    put('lifecycles/main.json', '{"id": "main"}');
    expect(problems()).toEqual([expect.stringContaining(said)]);
    // What is sound beside it is read all the same.
    expect([...readProgramFolder(folder).documents.keys()]).toEqual(['lifecycles/main.json']);
  });

  it('has links that lead out of it, or nowhere', () => {
    const outside = mkdtempSync(join(tmpdir(), 'perennial-outside-'));
    writeFileSync(join(outside, 'secret.json'), '{}');
    mkdirSync(join(folder, 'lifecycles'));
    symlinkSync(join(outside, 'secret.json'), join(folder, 'settings.json'));
    symlinkSync(outside, join(folder, 'wallets'));
    symlinkSync('nowhere.json', join(folder, 'statistics.json'));
    symlinkSync('loop.json', join(folder, 'loop.json'));
    symlinkSync('..', join(folder, 'lifecycles/up'));
    expect(problems().toSorted()).toEqual([
      'lifecycles/up is a link to a folder: documents lie in folders of their own',
      'loop.json cannot be read (ELOOP)',
      'settings.json is a link that leads out of the folder',
      'statistics.json cannot be read (ENOENT)',
      'wallets is a link to a folder: documents lie in folders of their own',
    ]);
    rmSync(outside, { recursive: true });
  });

  it('has folders, and what is read for ever, by the names of documents', async () => {
    mkdirSync(join(folder, 'settings.json'));
    const socket = createServer().listen(join(folder, 'statistics.json'));
    await once(socket, 'listening');
    expect(problems()).toEqual(['statistics.json is no file']);
    socket.close();
  });

  it('is deeper, or has more in it, than any program', () => {
    put(`${'a/'.repeat(12)}x.json`, '{}');
    for (let n = 0; n < 201; n += 1) put(`lifecycles/l${n}.json`, '{}');
    expect(problems()).toEqual([
      expect.stringMatching(/^a\/.* lies too deep for a document of a program$/),
      `${folder} holds 201 .json files; a program has at most 200`,
    ]);
  });

  it('is larger in all than what a server takes', () => {
    for (let n = 0; n < 9; n += 1) put(`lifecycles/l${n}.json`, JSON.stringify({ a: 'x'.repeat(230_000) }));
    expect(problems()).toEqual([
      expect.stringMatching(/holds 20\d{5} bytes of documents; a program has at most 2000000$/),
    ]);
  });

  it('has a path that no API takes', () => {
    put(`lifecycles/${'a'.repeat(200)}.json`, '{}');
    expect(problems()).toEqual([expect.stringContaining('has a path of more than 200 characters')]);
  });

  it('is none', () => {
    put('file', '');
    expect(() => readProgramFolder(join(folder, 'file'))).toThrow('is no folder');
    expect(() => readProgramFolder(join(folder, 'none'))).toThrow('There is no folder');
  });
});
