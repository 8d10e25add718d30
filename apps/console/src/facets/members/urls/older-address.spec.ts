import { expect, it } from 'vitest';
import { isOlder, mendAddress } from './older-address.ts';

function mended(search: Parameters<typeof mendAddress>[0]) {
  const { condition = 'null', ...rest } = mendAddress(search, 'main');
  const read: unknown = JSON.parse(condition);
  return { ...rest, condition: read };
}

it('says an older address in conditions', () => {
  const search = {
    asOf: '2026-10-31',
    sort: 'spend',
    cursor: 'of another list',
    stage: ['silent', 'dormant'],
    where: {
      nextStage: 'dormant',
      nextWithinDays: '30',
      store: 's1',
      channel: 'web',
      tag: 'vip',
      spendMin: '10000',
      ordersMax: '3',
      firstOrderAfter: '2026-01-01',
      lastOrderBefore: '2026-10-31',
      joinedBefore: '2026-02-28',
      movedFrom: 'active',
      movedAfter: '2026-10-01',
    },
  };
  expect(isOlder(search)).toBe(true);
  expect(mended(search)).toEqual({
    condition: {
      combinator: 'and',
      rules: [
        { field: 'stage.main', operator: 'in', value: ['silent', 'dormant'] },
        { field: 'stage.main.next', operator: '=', value: 'dormant' },
        { field: 'stage.main.days_left', operator: 'between', value: [0, 30] },
        { field: 'place.store', operator: '=', value: 's1' },
        { field: 'place.channel', operator: '=', value: 'web' },
        { field: 'tag.vip', operator: '=', value: true },
        { field: 'purchase.net_spend', operator: '>=', value: 10_000 },
        { field: 'purchase.count', operator: '<=', value: 3 },
        { field: 'purchase.first', operator: 'onOrAfter', value: '2026-01-01' },
        { field: 'purchase.last', operator: 'before', value: '2026-11-01' },
        { field: 'member.joined', operator: 'before', value: '2026-03-01' },
      ],
    },
    moved: { from: 'active', after: '2026-10-01' },
    asOf: '2026-10-31',
    sort: 'spend',
  });
});

it('leaves out what it cannot read, and says what', () => {
  const where = { spendMin: 'lots', joinedAfter: 'then', city: '上海', tag: 'vip' };
  expect(mended({ where })).toEqual({
    condition: { field: 'tag.vip', operator: '=', value: true },
    left: ['spendMin', 'joinedAfter', 'city'],
  });
});

it('keeps the condition that is there', () => {
  expect(isOlder({ condition: '{}' })).toBe(false);
  expect(mendAddress({ condition: '{"a":1}', stage: ['new'] }, 'main').condition).toBe('{"a":1}');
});
