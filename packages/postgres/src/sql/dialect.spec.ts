import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * How statements are written here, so that a reader knows all of them when he knows one: each stands in a function of its own,
 * as an object literal with its name; key lists of one column are `= any($n::type[])`, rows of several are joined from
 * `unnest(…)`; lists travel as binary arrays, which the types of `database.ts` see to; time comes from `clock.ts`.
 */
const root = join(import.meta.dirname, '..');
const files = globSync('**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.spec.ts') && !path.startsWith('testing/'))
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
/** `rows/` holds the statements that are made of row kinds, `facets/` what is special of one, `sql/` all others. */
const isStatementFile = ({ path }: { readonly path: string }) => /^(?:sql|rows|facets)\//.test(path);
const statementFiles = files.filter(isStatementFile);

const statementName = /\bname: ['`]([^'`]+)['`],\s+text:/g;
const functionStart = /^(?:export )?(?:async )?function /m;

/** Places in these files that the pattern finds, as `path: text`. */
function placesOf(pattern: RegExp, within: typeof files): readonly string[] {
  return within.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([found]) => `${path}: ${found}`));
}

describe('statements', () => {
  it('stand under sql/, rows/ and facets/, each in a function of its own', () => {
    expect(
      placesOf(
        statementName,
        files.filter((file) => !isStatementFile(file)),
      ),
    ).toEqual([]);
    const crowded = statementFiles.flatMap(({ path, text }) =>
      text.split(functionStart).flatMap((part) => {
        const names = [...part.matchAll(statementName)].map(([, name]) => name);
        return names.length > 1 ? [`${path}: ${names.join(', ')}`] : [];
      }),
    );
    expect(crowded).toEqual([]);
  });

  it('have names that no other has: a connection keeps one text a name', () => {
    const names = statementFiles.flatMap(({ text }) => [...text.matchAll(statementName)].map(([, name]) => name));
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('take the time from one place', () => {
    expect(
      placesOf(
        /clock_timestamp|\bnow\(\)/g,
        statementFiles.filter(({ path }) => path !== 'sql/clock.ts'),
      ),
    ).toEqual([]);
  });

  it('look for keys of one column by any()', () => {
    expect(placesOf(/from unnest\(\$\d+::\w+\[\]\) as \w+\(\w+\)\s+join/g, statementFiles)).toEqual([]);
  });

  it('are written in lower case', () => {
    expect(placesOf(/`\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH) /g, statementFiles)).toEqual([]);
  });
});
