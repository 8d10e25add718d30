import { expect, it } from 'vitest';
import { metricsMax } from '@perennial/domain';
import { readLifecycle } from '../../../stages/lifecycle-document.ts';
import { canAdd, freeId, metricFields, putMetric, removeMetric, usesOf } from './metric-list.ts';

const metric = (id: string, days: number) => ({
  id,
  name: { en: id, zh: id },
  days,
  rest: { kind: 'purchases_within' },
});
const metrics = [metric('purchases_365d', 365), metric('purchases_90d', 90)];
const stage = (id: string, condition: unknown) => ({ id, name: { en: id, zh: id }, role: 'alive', condition });
const lifecycle = readLifecycle({
  id: 'main',
  name: { en: 'Main', zh: '主' },
  stages: [
    stage('loyal', {
      combinator: 'and',
      rules: [
        { field: 'purchase.count', operator: '>', value: 1 },
        { combinator: 'or', not: true, rules: [{ field: 'metric.purchases_365d', operator: '>=', value: 3 }] },
      ],
    }),
    stage('single', { field: 'metric.purchases_365d', operator: '=', value: 1 }),
    stage('lost', null),
  ],
})!;

it('names a new metric after its window, and never as another one', () => {
  const added = putMetric(metrics, undefined, { days: 30, nameEn: ' ', nameZh: '近月购买' });
  expect(added.at(-1)).toEqual({
    id: 'purchases_30d',
    name: { en: 'Purchases in the last 30 days', zh: '近月购买' },
    days: 30,
    rest: { kind: 'purchases_within' },
  });
  expect(freeId(metrics, 90)).toBe('purchases_90d_2');
  expect(putMetric(metrics, undefined, { days: 30, id: 'monthly' }).at(-1)?.id).toBe('monthly');
});

it('changes window and name of one metric, never its id', () => {
  const changed = putMetric(metrics, 'purchases_90d', { days: 60, id: 'other', nameEn: 'Sixty', nameZh: '六十' });
  expect(changed.map(({ id, days }) => [id, days])).toEqual([
    ['purchases_365d', 365],
    ['purchases_90d', 60],
  ]);
  expect(changed[1]?.name).toEqual({ en: 'Sixty', zh: '六十' });
});

it('finds the stages that read a metric, in groups within groups too', () => {
  expect(usesOf('purchases_365d', [lifecycle]).map((use) => use.stage.id)).toEqual(['loyal', 'single']);
  expect(usesOf('purchases_90d', [lifecycle])).toEqual([]);
  expect(usesOf('purchases', [lifecycle])).toEqual([]);
});

it('removes the metric that is named alone, and takes no more than a program may hold', () => {
  expect(removeMetric(metrics, 'purchases_90d').map(({ id }) => id)).toEqual(['purchases_365d']);
  expect(removeMetric(metrics, 'gone')).toEqual(metrics);
  expect(canAdd(metrics)).toBe(true);
  expect(canAdd(Array.from({ length: metricsMax }, (_, index) => metric(`m${index}`, 1)))).toBe(false);
});

it('offers metrics that are not published yet as fields by their names', () => {
  const [field] = metricFields(putMetric([], undefined, { days: 30 }));
  expect(field).toMatchObject({ field: 'metric.purchases_30d', type: 'number', label: { zh: '近 30 天购买次数' } });
  expect(field?.operators).toContain('>=');
});
