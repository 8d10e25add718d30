import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureConsole } from './build-console.ts';

const modules = join(import.meta.dirname, '../../../../node_modules');
const { signal } = new AbortController();
let root: string;
const at = (path: string): string => join(root, 'apps/console', path);
const said = (): string =>
  readdirSync(at('dist/assets'))
    .map((name) => readFileSync(at(`dist/assets/${name}`), 'utf8'))
    .join('');

/** A clone with a console of one line. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'perennial 常青-'));
  mkdirSync(at('src'), { recursive: true });
  write('index.html', '<!doctype html><script type="module" src="/src/main.js"></script>');
  write('src/main.js', 'document.title = "first";');
  symlinkSync(modules, join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(at(path), text);
  const past = new Date(Date.now() - 60_000);
  utimesSync(at(path), past, past);
  for (const folder of ['src', '.']) utimesSync(at(folder), past, past);
}

function change(text: string): void {
  writeFileSync(at('src/main.js'), text);
  const ahead = new Date(Date.now() + 5_000);
  utimesSync(at('src/main.js'), ahead, ahead);
}

it('builds a console that is not there, and leaves alone one that is', async () => {
  expect(await ensureConsole(signal, root)).toBe('built');
  expect(said()).toContain('first');
  expect(readdirSync(at('.')).toSorted()).toEqual(['dist', 'index.html', 'src']);
  expect(await ensureConsole(signal, root)).toBe('fresh');
});

it('builds it again when what it is made of has changed, and keeps the former one when that fails', async () => {
  await ensureConsole(signal, root);
  change('document.title = "second";');
  expect(await ensureConsole(signal, root)).toBe('built');
  expect(said()).toContain('second');
  change('document.title = ;');
  await expect(ensureConsole(signal, root)).rejects.toThrow(/could not be built:[\s\S]*main\.js/);
  expect(said()).toContain('second');
  expect(readdirSync(at('.')).toSorted()).toEqual(['dist', 'index.html', 'src']);
});

it('says when there is nothing to build it with', async () => {
  rmSync(join(root, 'node_modules'));
  expect(await ensureConsole(signal, root)).toBe('absent');
});

it('leaves nothing of a build that is called off', async () => {
  const ending = new AbortController();
  const building = ensureConsole(ending.signal, root);
  ending.abort();
  await expect(building).rejects.toThrow(/abort/i);
  expect(readdirSync(at('.')).toSorted()).toEqual(['index.html', 'src']);
});
