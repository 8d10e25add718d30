import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycles, findImports, resolveRelative, roomOf } from './import-graph.ts';
import type { ImportStatement } from './import-graph.ts';
import { root } from './run-step.ts';
import { isTest, isTypeScript, lineOf, readSourceFiles, withoutComments } from './source-files.ts';

/** Who may import whom. A name not listed here may import nothing of ours; `contracts/member` is that entry of it and no other. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'packages/domain': [],
  'packages/engine': ['domain'],
  'packages/contracts': ['domain'],
  'packages/postgres': ['engine', 'domain'],
  'packages/clickhouse': ['engine', 'domain'],
  'apps/server': ['domain', 'engine', 'contracts', 'postgres', 'clickhouse'],
  'apps/console': ['contracts', 'domain'],
  'apps/portal': ['contracts/member'],
};

/** Rooms that stand beside the product: they may use any package, but by its name as everybody does. */
const besideTheProduct = new Set(['bench', 'examples', 'tools']);

/** The rooms of the wire that are one audience's own; every other room of it is shared by all. */
const audiences: ReadonlySet<string> = new Set(['staff', 'member', 'ingest']);

const sources = readSourceFiles().filter((file) => isTypeScript(file.path) && !file.path.includes('/fixtures/'));
const imports = sources.flatMap((file) => findImports(file));

function list(problems: readonly string[]): string {
  return problems.map((problem) => `\n  ${problem}`).join('');
}

function describeImport(statement: ImportStatement): string {
  return `${statement.from} imports ${statement.specifier}`;
}

describe('the rooms', () => {
  it('import only what the layout allows', () => {
    const problems = imports.flatMap((statement) => {
      const entry = /^@perennial\/(.+)$/.exec(statement.specifier)?.[1];
      const room = roomOf(statement.from);
      if (entry === undefined || besideTheProduct.has(room)) return [];
      const allowed = mayImport[room] ?? [];
      if (mayEnter(allowed, entry)) return [];
      return [`${describeImport(statement)}; ${room} may import: ${allowed.join(', ') || 'nothing of ours'}`];
    });
    expect(problems, list(problems)).toEqual([]);
  });

  it('let an audience of the wire know only itself and what all share', () => {
    const problems = imports.flatMap((statement) => {
      const from = roomOfWire(statement.from);
      const to = roomOfWire(resolveRelative(statement) ?? '');
      if (from === undefined || to === undefined || mayKnow(from, to)) return [];
      return [`${describeImport(statement)}; ${from}/ may not know of ${to === '' ? 'all audiences' : `${to}/`}`];
    });
    expect(problems, list(problems)).toEqual([]);
  });

  it('use the wire without the domain at run time', () => {
    const problems = imports
      .filter((statement) => roomOf(statement.from) === 'packages/contracts' && !isTest(statement.from))
      .filter((statement) => statement.specifier.startsWith('@perennial/domain') && !statement.isTypeOnly)
      .map((statement) => `${describeImport(statement)} as a value; use "import type"`);
    expect(problems, list(problems)).toEqual([]);
  });

  it('enter each other through the front door', () => {
    const problems = imports.flatMap((statement) => {
      const match = /^@perennial\/([\w-]+)(\/.+)?$/.exec(statement.specifier);
      if (match === null) return [];
      const name = match[1] ?? '';
      const entry = match[2] === undefined ? '.' : `.${match[2]}`;
      const entries = exportsOf(name);
      if (entries.includes(entry)) return [];
      return [`${describeImport(statement)}; ${name} exports: ${entries.join(', ')}`];
    });
    expect(problems, list(problems)).toEqual([]);
  });

  it('do not reach into each other by relative paths', () => {
    const problems = imports.flatMap((statement) => {
      const target = resolveRelative(statement);
      const room = roomOf(statement.from);
      if (target === undefined || room === 'tools' || roomOf(target) === room) return [];
      return [`${describeImport(statement)}; import the package ${roomOf(target)} by its name`];
    });
    expect(problems, list(problems)).toEqual([]);
  });

  it('hold no cycles between files', () => {
    const edges = new Map<string, string[]>();
    for (const statement of imports) {
      const target = resolveRelative(statement);
      if (target !== undefined) edges.set(statement.from, [...(edges.get(statement.from) ?? []), target]);
    }
    const problems = findCycles(edges).map((cycle) => cycle.join(' → '));
    expect(problems, list(problems)).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read by the server alone', () => {
    const problems = sources
      .filter((file) => /^(?:packages|apps)\//.test(file.path) && !file.path.startsWith('apps/server/'))
      .filter((file) => !isTest(file.path) && !file.path.endsWith('.config.ts'))
      .flatMap((file) => {
        const code = withoutComments(file.text);
        return [...code.matchAll(/\bprocess\.env\b|\bprocess\s*\[/g)].map(
          (match) => `${file.path}:${lineOf(code, match.index)} reads process.env; take the value as a parameter`,
        );
      });
    expect(problems, list(problems)).toEqual([]);
  });
});

describe('the domain', () => {
  it('depends on nothing', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'packages/domain/package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    const problems = imports
      .filter((statement) => roomOf(statement.from) === 'packages/domain' && !isTest(statement.from))
      .filter((statement) => resolveRelative(statement) === undefined)
      .map(describeImport);
    expect(problems, list(problems)).toEqual([]);
  });

  it('reads no clock and draws no chance', () => {
    const forbidden = /\bDate\.now\b|\bMath\.random\b|\bnew Date\(\s*\)|\bTemporal\.Now\b/g;
    const problems = sources
      .filter((file) => roomOf(file.path) === 'packages/domain' && !isTest(file.path))
      .flatMap((file) => {
        const code = withoutComments(file.text);
        return [...code.matchAll(forbidden)].map(
          (match) =>
            `${file.path}:${lineOf(code, match.index)} uses ${match[0]}; take the instant or seed as a parameter`,
        );
      });
    expect(problems, list(problems)).toEqual([]);
  });

  it('cannot even name the outside world', () => {
    const fixture = 'tools/fixtures/domain-names';
    const forbidden = readFileSync(join(root, fixture, 'forbidden.ts'), 'utf8').split('\n');
    const run = spawnSync('tsc', ['-p', fixture, '--pretty', 'false'], { cwd: root, encoding: 'utf8' });
    expect(run.error, 'tsc must be on PATH: start the tests with npm test or npx vitest').toBeUndefined();
    const refusedLines = new Set([...run.stdout.matchAll(/forbidden\.ts\((\d+),/g)].map((match) => Number(match[1])));
    const accepted = forbidden.flatMap((line, index) => {
      const isRefusable = /^export const (?!file\b)|^import/.test(line);
      return isRefusable && !refusedLines.has(index + 1) ? [`accepted: ${line}`] : [];
    });
    expect(accepted, list(accepted)).toEqual([]);
    expect(refusedLines.size).toBeGreaterThanOrEqual(10);
  });
});

describe('the checks themselves', () => {
  it('let the portal in by one door of the wire, and the console by each', () => {
    const portal = mayImport['apps/portal'] ?? [];
    expect(mayEnter(portal, 'contracts/member')).toBe(true);
    for (const entry of ['contracts', 'contracts/staff', 'contracts/ingest', 'contracts/member/x', 'domain'])
      expect(mayEnter(portal, entry), entry).toBe(false);
    expect(mayEnter(mayImport['apps/console'] ?? [], 'contracts/staff')).toBe(true);
    expect(mayEnter(mayImport['apps/console'] ?? [], 'contractsx')).toBe(false);
  });

  it('tell one audience of the wire from another, and from what all share', () => {
    const rooms = [
      'packages/contracts/src/index.ts',
      'packages/contracts/src/member/a/b.ts',
      'packages/domain/src/x.ts',
    ];
    expect(rooms.map(roomOfWire)).toEqual(['', 'member', undefined]);
    for (const to of ['staff', 'ingest', '']) expect(mayKnow('member', to), to).toBe(false);
    for (const to of ['staff', 'member', '']) expect(mayKnow('ingest', to), to).toBe(false);
    for (const to of ['staff', 'member', 'ingest', '']) expect(mayKnow('client', to), to).toBe(false);
    expect(mayKnow('member', 'member')).toBe(true);
    expect(mayKnow('member', 'client')).toBe(true);
    expect(mayKnow('', 'staff')).toBe(true);
  });

  it('find a cycle, and none in a diamond', () => {
    const diamond = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
    ]);
    expect(findCycles(diamond)).toEqual([]);
    expect(findCycles(new Map([...diamond, ['d', ['a']]]))).toEqual([['a', 'b', 'd', 'a']]);
  });

  it('see every way to import', () => {
    const text = [
      `import type { A } from './a.ts';`,
      `import {\n  b,\n  c,\n} from '../b/b.ts';`,
      `export * from './d.ts';`,
      `import './e.css';`,
      `const f = await import('./f.ts');`,
      `// import g from './g.ts'`,
      `/** import h from './h.ts' */`,
    ].join('\n');
    const found = findImports({ path: 'packages/x/src/x.ts', text });
    expect(found.map((statement) => resolveRelative(statement))).toEqual([
      'packages/x/src/a.ts',
      'packages/x/b/b.ts',
      'packages/x/src/d.ts',
      'packages/x/src/e.css',
      'packages/x/src/f.ts',
    ]);
    expect(found.map((statement) => statement.isTypeOnly)).toEqual([true, false, false, false, false]);
  });
});

function mayEnter(allowed: readonly string[], entry: string): boolean {
  return allowed.includes(entry) || allowed.includes(entry.split('/')[0] ?? '');
}

/** The folder of the wire that holds a file, '' for the files that bring all audiences together; undefined for other packages. */
function roomOfWire(path: string): string | undefined {
  return /^packages\/contracts\/src\/(?:([\w-]+)\/)?/.exec(path)?.map((part) => part ?? '')[1];
}

/** What brings all audiences together would bring them to whoever imports it, so nothing below does. */
function mayKnow(from: string, to: string): boolean {
  return from === '' || from === to || (to !== '' && !audiences.has(to));
}

function exportsOf(name: string): readonly string[] {
  for (const folder of ['packages', 'apps']) {
    try {
      const manifest = JSON.parse(readFileSync(join(root, folder, name, 'package.json'), 'utf8')) as {
        readonly exports?: Readonly<Record<string, string>>;
      };
      return Object.keys(manifest.exports ?? {});
    } catch {
      // Not in this folder; the other one is tried, and an unknown name exports nothing.
    }
  }
  return [];
}
