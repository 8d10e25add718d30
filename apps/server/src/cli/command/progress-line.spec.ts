import { expect, it } from 'vitest';
import { renderProgress } from './progress-line.ts';

const line = { what: 'importing', share: 0.405, more: ['405 of 1,000 rows', '12/s', '50 s left'] };

it.each([
  [200, 'importing  [##########              ]  40 %  405 of 1,000 rows  12/s  50 s left'],
  [79, 'importing  [##########              ]  40 %  405 of 1,000 rows  12/s  50 s left'],
  [50, 'importing  [##########              ]  40 %'],
  [30, 'importing  [####       ]  40 %'],
  [19, 'importing  40 %'],
  [12, '40 % importi'],
  [4, '40 %'],
])('says the share at %i columns, and what else fits', (columns, text) => {
  expect(renderProgress(line, columns)).toBe(text);
  expect(text.length).toBeLessThanOrEqual(columns);
});

it('counts letters that take two columns as two', () => {
  expect(renderProgress({ what: '常青门店订单' }, 7)).toBe('常青门');
  expect(renderProgress({ what: '常青', more: ['门店'] }, 9)).toBe('常青');
  expect(renderProgress({ what: '常青', more: ['门店'] }, 10)).toBe('常青  门店');
});

it('draws no more than all and no less than nothing', () => {
  expect(renderProgress({ what: 'a', share: 1.2 }, 40)).toContain('100 %');
  expect(renderProgress({ what: 'a', share: -1 }, 40)).toContain('  0 %');
});
