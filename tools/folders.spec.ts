import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countByFolder, folderGraphOf, foldersOnCycles } from './folder-graph.ts';
import { findImports } from './import-graph.ts';
import { isTest, isTypeScript, readSourceFiles } from './source-files.ts';

/** More than this is two rooms in one folder. */
const sourceFilesMax = 15;

/**
 * Folders where a rule does not hold yet, each with what is wrong. A folder that has become clean must leave the list, and
 * none may be added: the list only shrinks.
 */
const notYet: Readonly<Record<'cycles' | 'crowds', Readonly<Record<string, string>>>> = {
  cycles: {
    'apps/console/src/app': 'puts the pages together, and keeps what they and the ui use: session, formats, lifecycles',
    'apps/console/src/conditions': 'uses the session and the formats of app',
    'apps/console/src/i18n': 'the list of languages imports zh, which takes the shape of its catalogue from the list',
    'apps/console/src/i18n/zh': 'takes the shape of its catalogue from the folder above',
    'apps/console/src/keys': 'uses the ui, which uses app',
    'apps/console/src/pages/data': 'uses app, which routes to it',
    'apps/console/src/pages/lifecycle':
      'uses app, which routes to it; shows what program edits, which uses its lists of issues',
    'apps/console/src/pages/member': 'uses app, which routes to it',
    'apps/console/src/pages/members': 'uses app, which routes to it',
    'apps/console/src/pages/overview': 'uses app, which routes to it',
    'apps/console/src/pages/program': 'uses the lists of issues and the editor of lifecycle, which shows it',
    'apps/console/src/pages/settings': 'uses app, which routes to it',
    'apps/console/src/pages/sign-in': 'uses app, which routes to it',
    'apps/console/src/ui': 'uses session, formats and lifecycles of app, which uses the ui',
    'apps/console/src/ui/chart': 'uses the formats of app',
  },
  crowds: {
    'apps/console/src/app': 'frame, search and what every page uses',
    'apps/console/src/pages/data': 'imports, live facts, quarantine, reference data and sources',
    'apps/console/src/pages/lifecycle': 'stages, preview and publishing',
    'apps/console/src/pages/program': 'metrics, identities, cycles and settings',
    'apps/console/src/ui': 'frames, tables and marks',
  },
};

const sources = readSourceFiles().filter(
  ({ path }) => /^(?:packages|apps|bench|tools)\//.test(path) && !isTest(path) && !path.includes('/fixtures/'),
);

describe('a folder', () => {
  it('lies on no cycle of folders', () => {
    const imports = sources.filter(({ path }) => isTypeScript(path)).flatMap((file) => findImports(file));
    const found = foldersOnCycles(folderGraphOf(imports));
    const problems = problemsBeside(
      notYet.cycles,
      found,
      (statements) => `leans on what leans on it:${list(statements)}`,
    );
    expect(problems, list(problems)).toEqual([]);
  });

  it(`holds at most ${sourceFilesMax} source files`, () => {
    const counts = countByFolder(sources.map(({ path }) => path).filter(isSource));
    const found = new Map([...counts].filter(([, count]) => count > sourceFilesMax));
    const problems = problemsBeside(
      notYet.crowds,
      found,
      (count) => `holds ${count}; say what its rooms are, and make them folders`,
    );
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

/** What was found of folders that are not listed, and who is listed although nothing was found. */
function problemsBeside<Found>(
  listed: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, Found>,
  describeFound: (one: Found) => string,
): readonly string[] {
  const wrong = [...found].filter(([folder]) => !(folder in listed));
  const clean = Object.keys(listed).filter((folder) => !found.has(folder));
  return [
    ...wrong.map(([folder, one]) => `${folder} ${describeFound(one)}`),
    ...clean.map((folder) => `${folder} is clean: take it off the list`),
  ];
}

function list(problems: readonly string[]): string {
  return problems.map((problem) => `\n  ${problem}`).join('');
}
