import { facets } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { isTest, isTypeScript, lineOf, readSourceFiles, withoutComments } from './source-files.ts';

/*
 * A capability has one folder of its name in every layer that it touches, and each layer has one list. So outside those folders and
 * lists nothing names a facet: neither what it exports, nor its tables, nor itself.
 */

const layers = /^packages\/(?:domain|engine|postgres|clickhouse)\/src\//;

/** The lists of the layers, and the faces of the packages. */
const lists = new Set([
  'packages/domain/src/index.ts',
  'packages/domain/src/facets/index.ts',
  'packages/domain/src/facets/default-program.ts',
  'packages/postgres/src/reading/index.ts',
  'packages/clickhouse/src/index.ts',
  'packages/clickhouse/src/facets/index.ts',
]);

const sources = readSourceFiles().filter(({ path }) => layers.test(path) && isTypeScript(path) && !isTest(path));

function isOwnRoom(path: string, facet: string): boolean {
  return path.includes(`/facets/${facet}/`);
}

/** What the facet's face in the domain gives away. */
function exportsOf(facet: string): readonly string[] {
  const face = sources.find(({ path }) => path === `packages/domain/src/facets/${facet}/index.ts`);
  expect(face, `the facet ${facet} has a face`).toBeDefined();
  const lists_ = [...(face?.text ?? '').matchAll(/export (?:type )?\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  return lists_.flatMap((list) => list.split(',').map((name) => name.replace('type ', '').trim())).filter(Boolean);
}

/** What a file takes from the domain, or from a facet's own files. */
function importsOf(code: string): readonly { readonly names: readonly string[]; readonly from: string }[] {
  return [...code.matchAll(/import (?:type )?\{([^}]*)\} from '([^']+)'/g)].map(([, names = '', from = '']) => ({
    names: names.split(',').map((name) => name.replace('type ', '').trim()),
    from,
  }));
}

describe.each(facets.list.map(({ name }) => name))('the facet %s', (facet) => {
  const exported = new Set(exportsOf(facet));
  const tables = facets.rowKinds.filter((one) => one.facet.name === facet).map(({ kind }) => kind.table);
  const table = new RegExp(`\\b(?:${tables.join('|')})\\b`, 'g');
  const others = sources.filter(({ path }) => !isOwnRoom(path, facet) && !lists.has(path));

  it('is imported by its own folders and the lists alone', () => {
    const problems = others.flatMap(({ path, text }) =>
      importsOf(withoutComments(text)).flatMap(({ names, from }) => {
        if (from.includes(`facets/${facet}/`)) return [`${path} imports ${from}`];
        const taken = from === '@perennial/domain' ? names.filter((name) => exported.has(name)) : [];
        return taken.map((name) => `${path} imports ${name}`);
      }),
    );
    expect(problems, problems.map((problem) => `\n  ${problem}`).join('')).toEqual([]);
  });

  it('has tables that nobody else names', () => {
    const problems = others.flatMap(({ path, text }) => {
      const code = withoutComments(text);
      return [...code.matchAll(table)].map((match) => `${path}:${lineOf(code, match.index)} names ${match[0]}`);
    });
    expect(problems, problems.map((problem) => `\n  ${problem}`).join('')).toEqual([]);
  });
});
