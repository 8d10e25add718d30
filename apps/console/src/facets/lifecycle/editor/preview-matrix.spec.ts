import { expect, it } from 'vitest';
import { createMatrix } from './preview-matrix.ts';

const move = (from: string, to: string, members: number) => ({ from, to, members, sample: [] });

it('counts who stays and who moves, by present stage and stage under the draft', () => {
  const matrix = createMatrix(
    [move('active', 'active', 6), move('active', 'silent', 2), move('silent', 'silent', 5)],
    ['active', 'silent'],
  );
  expect(matrix).toMatchObject({ total: 13, changed: 2 });
  expect(matrix.rows.map(({ stage, total }) => [stage, total])).toEqual([
    ['active', 8],
    ['silent', 5],
  ]);
  expect(matrix.rows[0]?.cells.map(({ share }) => share)).toEqual([0.75, 0.25]);
  expect(matrix.columns).toEqual([
    { stage: 'active', total: 6 },
    { stage: 'silent', total: 7 },
  ]);
});

it('keeps stages that the draft adds or drops', () => {
  const matrix = createMatrix([move('old', 'active', 3)], ['active', 'brand_new']);
  expect(matrix.rows.map(({ stage }) => stage)).toEqual(['old']);
  expect(matrix.columns.map(({ stage }) => stage)).toEqual(['active', 'brand_new']);
});

it('is empty without members', () => {
  expect(createMatrix([], ['active'])).toMatchObject({ rows: [], total: 0, changed: 0 });
});
