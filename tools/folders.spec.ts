import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countByFolder, folderGraphOf, foldersOnCycles } from './folder-graph.ts';
import { findImports } from './import-graph.ts';
import { isTest, isTypeScript, readSourceFiles } from './source-files.ts';

/** More than this is two rooms in one folder. */
const sourceFilesMax = 15;

const sources = readSourceFiles().filter(
  ({ path }) => /^(?:packages|apps|bench|tools)\//.test(path) && !isTest(path) && !path.includes('/fixtures/'),
);

describe('a folder', () => {
  it('lies on no cycle of folders', () => {
    const imports = sources.filter(({ path }) => isTypeScript(path)).flatMap((file) => findImports(file));
    const problems = [...foldersOnCycles(folderGraphOf(imports))].map(
      ([folder, statements]) => `${folder} leans on what leans on it:${list(statements)}`,
    );
    expect(problems, list(problems)).toEqual([]);
  });

  it(`holds at most ${sourceFilesMax} source files`, () => {
    const counts = countByFolder(sources.map(({ path }) => path).filter(isSource));
    const problems = [...counts]
      .filter(([, count]) => count > sourceFilesMax)
      .map(([folder, count]) => `${folder} holds ${count}; say what its rooms are, and make them folders`);
    expect(problems, list(problems)).toEqual([]);
  });
});

describe('the checks of folders', () => {
  const importing = (from: string, specifier: string) => ({ from, specifier, isTypeOnly: false });

  it('find a cycle over three folders, and leave out who only leads to it', () => {
    const graph = folderGraphOf([
      importing('a/x.ts', '../b/x.ts'),
      importing('b/y.ts', '../c/y.ts'),
      importing('c/z.ts', '../a/z.ts'),
      importing('d/x.ts', '../a/x.ts'),
      importing('a/x.ts', './z.ts'),
      importing('c/z.ts', 'vitest'),
    ]);
    expect([...foldersOnCycles(graph).keys()]).toEqual(['a', 'b', 'c']);
    expect(foldersOnCycles(graph).get('b')).toEqual(['b/y.ts imports c/y.ts']);
  });

  it('take a subfolder for a folder like any other', () => {
    const down = importing('a/index.ts', './b/x.ts');
    expect([...foldersOnCycles(folderGraphOf([down])).keys()]).toEqual([]);
    expect([...foldersOnCycles(folderGraphOf([down, importing('a/b/x.ts', '../y.ts')])).keys()]).toEqual(['a', 'a/b']);
  });

  it('count the files of a folder without those of its subfolders', () => {
    expect([...countByFolder(['a/x.ts', 'a/y.ts', 'a/b/x.ts'])]).toEqual([
      ['a', 2],
      ['a/b', 1],
    ]);
  });
});

/** Source, not configuration or data; migrations are a history and stay in one folder. */
function isSource(path: string): boolean {
  return /\.(?:ts|tsx|sql|css)$/.test(path) && posix.basename(posix.dirname(path)) !== 'migrations';
}

function list(problems: readonly string[]): string {
  return problems.map((problem) => `\n  ${problem}`).join('');
}
