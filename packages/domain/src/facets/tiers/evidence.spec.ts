import { describe, expect, it } from 'vitest';
import { openView } from '../../kernel/facet-view.ts';
import { applyAll, daysLater, newMember, order } from '../../testing/given.ts';
import { rowsOf } from '../../testing/stored-member.ts';
import { markOf } from '../wallets/ledger/lot-names.ts';
import type { NamedShare } from '../wallets/ledger/lot-names.ts';
import { sharedCardFactsMin } from '../lifecycle/activity/activity-state.ts';
import { lifecycleFacet } from '../lifecycle/facet.ts';
import { tiersFacet } from './facet.ts';
import { partOf as partOfTiers } from './rules/operations.ts';
import { partOf } from '../wallets/ledger/operations.ts';
import type { WalletOperation } from '../wallets/ledger/operations.ts';
import { lotRows } from '../wallets/ledger/rows.ts';
import { tierDayRows, tierOrderRows, tierStandingRows } from './rules/rows.ts';
import { at, contextOf, levelOf, story, tierContext, tierSet, when } from './testing/tier-stories.ts';
import type { Story } from './testing/tier-stories.ts';

const growth = { id: 'growth', name: { en: 'Growth', zh: '成长值' }, kind: 'growth' };
const growing = tierSet({
  measures: [{ id: 'growth', kind: 'wallet', wallet: 'growth' }],
  levels: [levelOf('basic', []), levelOf('silver', [['growth', 100]]), levelOf('gold', [['growth', 300]])],
});
const context = tierContext(growing, { 'wallets/growth.json': growth });

function earned(units: number, day: string): WalletOperation {
  const terms = {
    priority: 0,
    startsAt: at(day),
    waitsFor: '',
    cancelsAt: null,
    expiresAt: null,
    lotClass: '',
    scope: '',
    costMinor: null,
  } as const;
  return { op: 'credit', wallet: 'growth', units, kind: 'earn', reason: '', from: 'issuance', terms };
}

/** So many of the first lot that she got. */
function ofFirstLot({ stored }: Story, units: number): NamedShare {
  const lot = rowsOf(stored, lotRows).find((row) => row.lot === 1);
  return [1, units, lot === undefined ? '' : markOf(lot)];
}

function takenBack(units: number, share: NamedShare): WalletOperation {
  const moved = { wallet: 'growth', units, kind: 'take_back', reason: '', to: 'issuance' } as const;
  return { op: 'debit', ...moved, lots: [share], ending: 'taken_back', reverses: null };
}

function daysOf({ stored }: Story): readonly string[] {
  return rowsOf(stored, tierDayRows)
    .filter(({ value }) => value !== 0)
    .map(({ metric, day, value }) => `${metric} ${day}: ${value}`)
    .toSorted();
}

describe('units of a wallet', () => {
  it('count on the day on which they were earned, and taken back on that day too', () => {
    const ann = story(context).decide('2025-02-01', { wallets: partOf([earned(120, '2025-01-31')]) });
    expect([ann.standing().level, daysOf(ann)]).toEqual(['silver', ['wallet:growth 20119: 120']]);
    ann.decide('2025-03-01', { wallets: partOf([takenBack(21, ofFirstLot(ann, 21))]) });
    expect([ann.standing().level, daysOf(ann)]).toEqual(['basic', ['wallet:growth 20119: 99']]);
  });

  it('that are spent or expire count as before', () => {
    const spent = { wallet: 'growth', units: 50, kind: 'spend', reason: '', to: 'redemption' } as const;
    const ann = story(context).decide('2025-02-01', { wallets: partOf([earned(120, '2025-02-01')]) });
    ann.decide('2025-02-02', {
      wallets: partOf([{ op: 'debit', ...spent, lots: [ofFirstLot(ann, 50)], ending: 'spent', reverses: null }]),
    });
    expect(ann.standing().level).toBe('silver');
  });

  it('are kept for a set that a later version brings', () => {
    const versions = contextOf([
      { effectiveAt: 0, documents: { 'wallets/growth.json': growth } },
      { effectiveAt: at('2025-06-01'), documents: { 'wallets/growth.json': growth, 'tiers/main.json': growing } },
    ]);
    const ann = story(versions).decide('2025-02-01', { wallets: partOf([earned(120, '2025-02-01')]) });
    expect(rowsOf(ann.stored, tierStandingRows)).toEqual([]);
    ann.until('2025-06-02');
    expect([ann.standing().level, ann.changes()]).toEqual(['silver', [' → silver entered 2025-06-01T12:00']]);
  });

  it('of a wallet that no set counts move nothing', () => {
    const ann = story(tierContext(tierSet(), { 'wallets/growth.json': growth }));
    ann.decide('2025-02-01', { wallets: partOf([earned(500, '2025-02-01')]) });
    expect([rowsOf(ann.stored, tierStandingRows), daysOf(ann)]).toEqual([[], ['wallet:growth 20120: 500']]);
  });
});

describe('orders', () => {
  it('count once, on the day of the purchase, however often they are told', () => {
    const ann = story(tierContext(tierSet())).buys('a', '2025-01-31', 10_000).buys('a', '2025-02-01', 12_000);
    ann.tell('order.fulfilled', '2025-02-02', { orderId: 'a' });
    expect(daysOf(ann)).toEqual(['net_spend 20119: 12000', 'orders 20119: 1']);
    expect(rowsOf(ann.stored, tierOrderRows)).toHaveLength(1);
  });

  it('count for nothing when they were cancelled or given back whole', () => {
    const ann = story(tierContext(tierSet())).buys('a', '2025-01-31', 10_000).buys('b', '2025-01-31', 5_000);
    ann.refunds('b', '2025-02-01', 5_000).tell('order.cancelled', '2025-02-02', { orderId: 'a' });
    expect([daysOf(ann), rowsOf(ann.stored, tierOrderRows), ann.standing().level]).toEqual([[], [], 'basic']);
  });

  it('are not told of twice where nothing changed', () => {
    const ann = story(tierContext(tierSet())).buys('a', '2025-01-31', 30_000);
    ann.tell('order.fulfilled', '2025-02-02', { orderId: 'a' }).buys('b', '2025-02-03', 30_000);
    expect(ann.changes()).toEqual([' → gold entered 2025-01-31T12:00']);
  });
});

describe('a shared card', () => {
  it('earns no level for anybody, and keeps what was given by hand', () => {
    const shared = newMember();
    const context = tierContext(tierSet());
    openView(shared, lifecycleFacet).state.activity.factCount = sharedCardFactsMin + 1;
    const orders = [1, 2, 3].map((n) => order(`o${n}`, n, { amountMinor: 30_000, position: n }));
    applyAll(shared, orders, context);
    const standings = () => openView(shared, tiersFacet).rows(tierStandingRows).rows();
    expect(standings().map(({ level }) => level)).toEqual(['basic']);
    const given = { op: 'assign', set: 'main', level: 'gold', until: null, isCap: false, reason: 'staff' } as const;
    const parts = { tiers: partOfTiers(given) };
    const decision = {
      kind: 'decision',
      shard: 0,
      position: 4,
      memberId: shared.id,
      recordedAt: daysLater(5),
    } as const;
    applyAll(shared, [{ ...decision, command: 'assignTier', decisionId: 'd', parts: () => parts }], context);
    expect(standings().map(({ level }) => level)).toEqual(['gold']);
  });
});

describe('a condition of a level', () => {
  const levels = [
    levelOf('basic', []),
    levelOf('gold', [['spend', 10_000]], { who: { field: 'attribute.city', operator: '=', value: 'Suzhou' } }),
  ];
  const context = tierContext(tierSet({ levels }));
  const moves = (ann: Story, day: string, city: string) =>
    ann.tell('attributes.changed', day, { attributes: { city } });

  it('has to hold besides', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    expect(ann.standing().level).toBe('basic');
    expect(moves(ann, '2025-02-01', 'Suzhou').standing()).toMatchObject({ level: 'gold', since: at('2025-02-01') });
  });

  it('that holds no longer takes the level at the end of its time, not before', () => {
    const ann = moves(story(context), '2025-01-01', 'Suzhou').buys('a', '2025-01-05', 10_000);
    moves(ann, '2025-02-01', 'Hangzhou').buys('b', '2025-03-01', 1).buys('c', '2026-03-01', 10_000);
    expect([ann.standing().level, when(ann.standing().validUntil)]).toEqual(['gold', '2027-01-01']);
    expect(ann.until('2027-01-01T00:00').standing().level).toBe('basic');
  });

  it('that held for a part of a day has held on it', () => {
    const ann = moves(story(context), '2025-01-05T08:00', 'Suzhou').buys('a', '2025-01-05T12:00', 10_000);
    expect(moves(ann, '2025-01-05T18:00', 'Hangzhou').standing().level).toBe('gold');
    const eve = moves(story(context), '2025-01-05T08:00', 'Suzhou');
    expect(moves(eve, '2025-01-05T18:00', 'Hangzhou').buys('a', '2025-01-06', 10_000).standing().level).toBe('basic');
  });

  it('over a stage is asked when time alone moves her to another', () => {
    const who = { field: 'stage.main', operator: 'in', value: ['churned'] };
    const left = tierContext(tierSet({ levels: [levelOf('basic', []), levelOf('left', [], { who })] }));
    const ann = story(left).buys('a', '2025-01-05', 100);
    expect(ann.until('2025-01-20').standing().level).toBe('basic');
    expect(ann.until('2028-01-05').standing().level).toBe('left');
  });

  it('is asked when time alone turns it', () => {
    const who = { field: 'purchase.last', operator: 'notWithin', value: { window: 'days', days: 30 } };
    const quiet = tierContext(tierSet({ levels: [levelOf('basic', []), levelOf('quiet', [], { who })] }));
    const ann = story(quiet).buys('a', '2025-01-05', 100);
    expect(ann.until('2025-02-04T11:59').standing().level).toBe('basic');
    expect(ann.until('2025-02-04T12:00').standing().level).toBe('quiet');
  });
});
