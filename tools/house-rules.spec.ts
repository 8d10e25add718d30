import { existsSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMissingPlatformPackages, findStatedEngines } from './lock-file.ts';
import type { LockFile } from './lock-file.ts';
import { root } from './run-step.ts';
import { isTest, isTypeScript, lineOf, readSourceFiles, withoutComments } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

/** Rules of this house that no linter knows, checked by reading the tree. */

const files = readSourceFiles();
const thisFile = 'tools/house-rules.spec.ts';

interface TextRule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly hint: string;
  readonly isCodeOnly: boolean;
  readonly appliesTo: (path: string) => boolean;
}

const textRules: readonly TextRule[] = [
  {
    name: 'has no unfinished work left in the source',
    pattern: /\b(?:TODO|FIXME|HACK)\b/g,
    hint: 'do it, or write down in the docs what is not done',
    isCodeOnly: false,
    appliesTo: (path) => /\.(?:tsx?|js|sql|css)$/.test(path),
  },
  {
    name: 'has no focused, skipped or planned tests',
    pattern: /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|todo)\b/g,
    hint: 'run it or delete it; skipIf with a printed notice is for absent external data',
    isCodeOnly: true,
    appliesTo: isTest,
  },
  {
    name: 'does not sleep in tests',
    pattern: /\bawait (?:sleep|delay|wait)\(\s*[\d_]+\s*\)/g,
    hint: 'wait on a condition, or drive the clock',
    isCodeOnly: true,
    appliesTo: isTest,
  },
  {
    name: 'reads no clock in pure tests',
    pattern: /\bDate\.now\b|\bnew Date\(\)/g,
    hint: 'state the instant; only tests with real stores run beside a clock, that of the store',
    isCodeOnly: true,
    appliesTo: (path) => /\.spec\.tsx?$/.test(path) && !/\.(?:int|long)\.spec\.ts$/.test(path),
  },
  {
    name: 'reads the clock in one way: Date in code and clock_timestamp() in statements',
    pattern: /\bTemporal\.Now\b|\b(?:current_timestamp|current_date|localtimestamp)\b|\b(?:select|default) now\(\)/gi,
    hint: 'a run as of a stated date moves these two clocks (tools/shift-clock.ts, testing/store-clock.ts) and no other',
    isCodeOnly: true,
    appliesTo: (path) => /\.(?:tsx?|sql)$/.test(path) && !path.startsWith('packages/clickhouse/'),
  },
  {
    name: 'leaves no decision to chance: no Math.random in the packages and the server',
    pattern: /\bMath\.random\b/g,
    hint: 'hash the identity of the decision, or use a seeded generator; ids come from crypto',
    isCodeOnly: true,
    appliesTo: (path) => /^(?:packages|apps\/server)\//.test(path) && !isTest(path),
  },
  {
    name: 'names no package registry',
    pattern: /\bregistry\.\w+\.\w+|\b\w*npmmirror\b/gi,
    hint: 'where packages come from is the business of each npm configuration',
    isCodeOnly: false,
    appliesTo: () => true,
  },
  {
    name: 'pins no download address in the lock file',
    pattern: /"resolved": "(?!(?:packages|apps)\/)/g,
    hint: 'npm config omit-lockfile-registry-resolved (see .npmrc) keeps them out; run "npm i" again',
    isCodeOnly: false,
    appliesTo: (path) => path === 'package-lock.json',
  },
  {
    name: "holds no absolute path of somebody's workplace",
    pattern: /(?<![\w.}/])\/(?:home|Users|root|work|workspace)\/\w/g,
    hint: 'use a path relative to the checkout or to the data folder',
    isCodeOnly: false,
    appliesTo: () => true,
  },
];

describe('the tree', () => {
  it.each(textRules)('$name', (rule) => {
    const problems = files
      .filter((file) => file.path !== thisFile && rule.appliesTo(file.path))
      .flatMap((file) => {
        const text = rule.isCodeOnly ? withoutComments(file.text) : file.text;
        return [...text.matchAll(rule.pattern)].map((match) => `${file.path}:${lineOf(text, match.index)} ${match[0]}`);
      });
    expect(problems, `${rule.hint}:\n  ${problems.join('\n  ')}\n`).toEqual([]);
  });

  it('locks the packages of every platform, so that npm ci accepts the lock file everywhere', () => {
    const lock = JSON.parse(files.find((file) => file.path === 'package-lock.json')?.text ?? '{}') as LockFile;
    const missing = findMissingPlatformPackages(lock).map((problem) => problem.name);
    expect(missing, `run "npm run lock" after installing; it adds:\n  ${missing.join('\n  ')}\n`).toEqual([]);
  });

  it('installs without warnings on each Node that README names, because nothing runs on it', () => {
    const lock = JSON.parse(files.find((file) => file.path === 'package-lock.json')?.text ?? '{}') as LockFile;
    const stated = findStatedEngines(lock);
    expect(
      stated,
      `run "npm run lock" after installing; it takes the Nodes out of:\n  ${stated.join('\n  ')}\n`,
    ).toEqual([]);
    const named = /Any Node from (\d+) /.exec(files.find((file) => file.path === 'README.md')?.text ?? '')?.[1];
    expect(lock.packages['']?.['engines']).toEqual({ node: `>=${named}` });
  });

  it('names its source files in kebab-case', () => {
    const problems = files
      .map((file) => file.path)
      .filter((path) => /\.(?:tsx?|js|sql|css|html)$/.test(path))
      .filter((path) => !/^(?:\d{4}_)?[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(basename(path)));
    expect(problems, `rename to kebab-case:\n  ${problems.join('\n  ')}\n`).toEqual([]);
  });

  it('has an index file only where a package or a capability begins', () => {
    const problems = files
      .map((file) => file.path)
      .filter((path) => isTypeScript(path) && basename(path).startsWith('index.ts'))
      .filter((path) => /^(?:packages|apps)\//.test(path))
      .filter((path) => path.split('/').length > 6);
    expect(problems, `import the files themselves instead of a barrel:\n  ${problems.join('\n  ')}\n`).toEqual([]);
  });
});

describe('the pages', () => {
  it('link to files and headings that exist', () => {
    const problems = files.filter((file) => file.path.endsWith('.md')).flatMap(findBrokenLinks);
    expect(problems, `broken links:\n  ${problems.join('\n  ')}\n`).toEqual([]);
  });

  it('give the two commands that a newcomer needs', () => {
    for (const path of ['README.md', 'README.zh-CN.md']) {
      const text = files.find((file) => file.path === path)?.text ?? '';
      expect(text, path).toContain('npm ci && npm run demo');
      expect(text, path).toContain('npm ci && npm test');
    }
  });
});

function findBrokenLinks(page: SourceFile): readonly string[] {
  const prose = page.text.replaceAll(/```[\s\S]*?```/g, (block) => block.replaceAll(/[^\n]/g, ' '));
  return [...prose.matchAll(/\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].flatMap((match) => {
    const [, link = '', anchor] = match;
    const target = link === '' ? page.path : posix.normalize(posix.join(dirname(page.path), link));
    const where = `${page.path}:${lineOf(page.text, match.index)} → ${match[0].slice(2, -1)}`;
    if (!existsSync(join(root, target))) return [`${where} (no such file)`];
    if (anchor === undefined) return [];
    const headings = headingsOf(files.find((file) => file.path === target)?.text ?? '');
    return headings.includes(decodeURIComponent(anchor)) ? [] : [`${where} (no such heading)`];
  });
}

/** The anchors that a Markdown page's headings get: lower case, punctuation dropped, spaces to hyphens. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ +(.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}
