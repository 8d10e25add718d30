import { describe, expect, it } from 'vitest';
import { placeVersions, withVersionColumn, withVersionMarks } from './version-marks.ts';

const days = ['2026-01-15', '2026-02-01', '2026-03-01'];
const words = {
  short: ({ versions }: { readonly versions: readonly { readonly version: number }[] }) =>
    versions.map(({ version }) => `v${version}`).join(),
  title: 'Versions published',
  cell: ({ versions }: { readonly versions: readonly unknown[] }) => `${versions.length}`,
};

describe('marks of published versions', () => {
  it('stand in the bucket whose days hold the publication, together where one bucket holds several', () => {
    const published = [
      { version: 5, on: '2026-04-01' },
      { version: 4, on: '2026-03-31' },
      { version: 3, on: '2026-02-28' },
      { version: 2, on: '2026-02-01' },
      { version: 1, on: '2026-01-14' },
    ];
    const marks = placeVersions(published, days, '2026-03-31');
    expect(marks.map(({ index, versions }) => [index, versions.map(({ version }) => version)])).toEqual([
      [1, [2, 3]],
      [2, [4]],
    ]);
    expect(placeVersions(published, [], '2026-03-31')).toEqual([]);
  });

  it('are lines on the chart and a column of its rows; without any both stay as they are', () => {
    const marks = placeVersions([{ version: 2, on: '2026-02-10' }], days, '2026-03-31');
    const option = { series: [{ type: 'bar' }, { type: 'line' }] };
    expect(withVersionMarks(option, marks, { theme: 'light', words })).toMatchObject({
      series: [{ type: 'bar', markLine: { data: [{ xAxis: 1, label: { formatter: 'v2' } }] } }, { type: 'line' }],
    });
    expect(withVersionMarks(option, [], { theme: 'light', words })).toBe(option);
    const rows = { columns: [{ title: 'Day', kind: 'text' as const }], rows: days.map((day) => [day]) };
    expect(withVersionColumn(rows, marks, words)).toEqual({
      columns: [...rows.columns, { title: 'Versions published', kind: 'text' }],
      rows: [
        ['2026-01-15', null],
        ['2026-02-01', '1'],
        ['2026-03-01', null],
      ],
    });
    expect(withVersionColumn(rows, [], words)).toBe(rows);
  });
});
