import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
/** Writes rows for the scratch store alone, which is no spreadsheet and must get the cells as they are. */
const readByNoSpreadsheet = ['apps/server/src/analyze/input/raw/load-lines.ts'];

it('guards the cells of every CSV that is written', () => {
  const sources = globSync('{apps,packages}/*/src/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => !/spec\.tsx?$/.test(path),
  );
  const doors = sources.filter((path) => readFileSync(`${root}/${path}`, 'utf8').includes(`replaceAll('"', '""')`));
  expect(doors.length).toBeGreaterThan(3);
  const open = doors.filter((path) => !/\bguardCell\b/.test(readFileSync(`${root}/${path}`, 'utf8')));
  expect(open).toEqual(readByNoSpreadsheet);
});
