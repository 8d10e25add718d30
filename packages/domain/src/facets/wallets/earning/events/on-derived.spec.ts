import { describe, expect, it } from 'vitest';
import { daysLater as at } from '../../../../testing/given.ts';
import { rowsOf } from '../../../../testing/stored-member.ts';
import { lotRows } from '../../ledger/rows.ts';
import { awardsIn, earn, earningContext, entriesIn, orderOf, refundOf } from '../testing/earning-program.ts';
import type { Parts } from '../testing/earning-program.ts';

const name = { en: 'n', zh: '名' };
const tiers = {
  id: 'main',
  name,
  measures: [{ id: 'spend', kind: 'net_spend' }],
  levels: [
    { id: 'basic', name },
    { id: 'gold', name, qualifies: { combinator: 'and', rules: [{ measure: 'spend', atLeast: 50_000 }] } },
  ],
  period: { kind: 'ever' },
};
const bonus: Parts = {
  on: { kind: 'derived', type: 'tier.changed' },
  award: { kind: 'fixed', units: 500 },
  what: { field: 'fact.payload.to', operator: '=', value: 'gold' },
};
const context = earningContext({ rules: { bonus }, more: { 'tiers/main.json': tiers } });
const order = (id: string, day: number, amountMinor: number) =>
  orderOf(id, [{ lineId: 'a', amountMinor }], { at: at(day), more: { amountMinor } });
const refund = (id: string, day: number, more: Parts = {}) => refundOf(id, `r${day}`, { at: at(day), more });

describe('a bonus for a level', () => {
  it('comes with the order that reaches it, once', () => {
    const stored = earn([order('a', 1, 20_000), order('b', 2, 40_000), order('c', 3, 90_000)], context);
    expect(entriesIn(stored)).toEqual(['earn +500']);
    expect(rowsOf(stored, lotRows)).toMatchObject([{ source: 'order', sourceId: 'test/b', rule: 'bonus' }]);
  });

  it('goes when nothing is left of the order, and stays while something is', () => {
    const facts = [order('a', 1, 60_000), refund('a', 2, { amountMinor: 1_000 })];
    expect(awardsIn(earn(facts, context))).toEqual({ bonus: 500 });
    expect(entriesIn(earn([...facts, refund('a', 3)], context))).toEqual(['earn +500', 'take_back -500']);
  });

  it('is not one of another level', () => {
    expect(entriesIn(earn([order('a', 1, 10_000)], context))).toEqual([]);
  });
});
