import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/stored-member.ts';
import { tierChangeRows, tierClaimRows, tierDayRows, tierOrderRows, tierStandingRows } from './rules/rows.ts';
import { at, contextOf, levelOf, story, tierContext, tierSet, when } from './testing/tier-stories.ts';
import type { Story } from './testing/tier-stories.ts';

const name = { en: 'Name', zh: '名称' };
const levels = [
  levelOf('basic', []),
  levelOf('silver', [['spend', 10_000]], {
    benefits: [{ id: 'ship', kind: 'free_shipping', name, limit: { per: 'year', count: 3 } }],
  }),
  levelOf('gold', [['spend', 30_000]]),
];
const context = tierContext(tierSet({ levels }));

function absorb(ann: Story, bob: Story, day: string): Story {
  bob.until(day);
  const absorbed = { absorbedShard: 0, absorbedId: bob.stored.id, absorbedPosition: bob.stored.position };
  return ann.step((place) => ({ kind: 'merge', ...place, recordedAt: at(day), ...absorbed, mergeId: 'm' }), [bob]);
}

describe('two members who are one', () => {
  it('are judged by what both bought, an order that both have once', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000).buys('both', '2025-01-06', 9_999);
    const bob = story(context, 2).buys('b', '2025-01-07', 10_000).buys('both', '2025-01-06', 9_999);
    absorb(ann, bob, '2025-02-01');
    expect(ann.standing().level).toBe('silver');
    expect(rowsOf(ann.stored, tierOrderRows)).toHaveLength(3);
    expect(ann.buys('c', '2025-02-02', 1).standing().level).toBe('gold');
  });

  it('rise when both together reach a level', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    absorb(ann, story(context, 2).buys('b', '2025-01-07', 20_000), '2025-02-01');
    expect(ann.changes().at(-1)).toBe('silver → gold merged 2025-02-01T12:00');
  });

  it('have the better level, though by what was given to the other', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    const bob = story(context, 2);
    bob.act('assignTier', '2025-01-07', { set: 'main', level: 'gold', reason: 'vip', until: at('2025-06-01') });
    absorb(ann, bob, '2025-02-01');
    expect(ann.standing()).toMatchObject({ level: 'gold', assignedLevel: 'gold' });
    expect(ann.until('2025-06-02').standing().level).toBe('silver');
  });

  it('have the better level, though what both bought together does not give it', () => {
    const bob = story(context, 2).buys('both', '2025-01-06', 10_000);
    const ann = story(context).buys('both', '2025-01-06', 10_000).refunds('both', '2025-01-07', 10_000);
    expect([ann.standing().level, bob.standing().level]).toEqual(['basic', 'silver']);
    absorb(ann, bob, '2025-02-01');
    expect(ann.standing()).toMatchObject({ level: 'silver', reason: 'kept' });
    expect(ann.until('2027-01-01T00:00').standing().level).toBe('basic');
  });

  const given = (level: string) => ({ set: 'main', level, reason: 'vip' });

  it('have the better of two levels that were given', () => {
    const ann = story(context).buys('a', '2025-01-05', 1);
    const bob = story(context, 2).buys('b', '2025-01-07', 1);
    ann.act('assignTier', '2025-01-08', given('silver'));
    bob.act('assignTier', '2025-01-08', given('gold'));
    absorb(ann, bob, '2025-02-01');
    expect(ann.standing()).toMatchObject({ level: 'gold', assignedLevel: 'gold', isCap: false });
  });

  it('have a level that both were given to the later end', () => {
    const ann = story(context).buys('a', '2025-01-05', 1);
    const bob = story(context, 2).buys('b', '2025-01-07', 1);
    ann.act('assignTier', '2025-01-08', { ...given('gold'), until: at('2025-06-01') });
    bob.act('assignTier', '2025-01-08', { ...given('gold'), until: at('2025-09-01') });
    absorb(ann, bob, '2025-02-01');
    expect(when(ann.standing().assignedUntil)).toBe('2025-09-01T12:00');
  });

  it('are held down where one of them was, unless something was given to the other', () => {
    const capped = (member: number, order: string): Story => {
      const one = story(context, member).buys(order, '2025-01-05', 30_000);
      one.act('assignTier', '2025-01-08', given('basic'));
      return one;
    };
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    absorb(ann, capped(2, 'b'), '2025-02-01');
    expect(ann.standing()).toMatchObject({ assignedLevel: 'basic', isCap: true });
    const eve = story(context, 3).buys('c', '2025-01-05', 1);
    eve.act('assignTier', '2025-01-08', given('gold'));
    absorb(eve, capped(4, 'd'), '2025-02-01');
    expect(eve.standing()).toMatchObject({ level: 'gold', assignedLevel: 'gold', isCap: false });
  });

  it('have claimed what either claimed', () => {
    const claim = { set: 'main', benefit: 'ship', reference: 'x' };
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    const bob = story(context, 2).buys('b', '2025-01-07', 10_000);
    ann.act('claimBenefit', '2025-01-08', claim);
    bob.act('claimBenefit', '2025-01-08', claim);
    bob.act('claimBenefit', '2025-01-09', claim);
    absorb(ann, bob, '2025-02-01');
    expect(ann.act('claimBenefit', '2025-02-02', claim)).toBe('benefit.used_up');
  });

  it('leave the other’s rows as they were', () => {
    const bob = story(context, 2).buys('b', '2025-01-07', 20_000);
    absorb(story(context).buys('a', '2025-01-05', 10_000), bob, '2025-02-01');
    expect(bob.standing().level).toBe('silver');
  });

  it('are two again with what each did, and what happened stays told', () => {
    const ann = story(context).buys('a', '2025-01-05', 10_000);
    absorb(ann, story(context, 2).buys('b', '2025-01-07', 20_000), '2025-02-01');
    ann.step((place) => ({ kind: 'split', ...place, recordedAt: at('2025-03-01'), mergeId: 'm', other: null }));
    expect(ann.standing().level).toBe('silver');
    expect(ann.changes().slice(1)).toEqual([
      'silver → gold merged 2025-02-01T12:00',
      'gold → silver unmerged 2025-03-01T12:00',
    ]);
    expect(ann.buys('c', '2025-03-02', 19_999).standing().level).toBe('silver');
    expect(ann.buys('d', '2025-03-03', 1).standing().level).toBe('gold');
  });
});

describe('who is erased', () => {
  it('has no levels, and nothing is told of those that she had', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    ann.step((place) => ({ kind: 'erase', ...place, recordedAt: at('2025-02-01') }));
    for (const kind of [tierStandingRows, tierChangeRows, tierOrderRows, tierDayRows, tierClaimRows])
      expect([kind.table, ann.stored.tables.get(kind.table)?.rows.size]).toEqual([kind.table, 0]);
  });
});

describe('another version', () => {
  const later = (more: Parameters<typeof tierSet>[0]) =>
    contextOf([
      { effectiveAt: 0, documents: { 'tiers/main.json': tierSet() } },
      { effectiveAt: at('2025-06-01'), documents: { 'tiers/main.json': tierSet(more) } },
    ]);
  const dearer = [levelOf('basic', []), levelOf('silver', [['spend', 20_000]]), levelOf('gold', [['spend', 90_000]])];
  const cheaper = [levelOf('basic', []), levelOf('silver', [['spend', 5_000]]), levelOf('gold', [['spend', 9_000]])];

  it('gives more at once to whom it gives more, and tells nobody outside', () => {
    const ann = story(later({ levels: cheaper })).buys('a', '2025-01-05', 10_000);
    expect(ann.until('2025-06-02').standing().level).toBe('gold');
    expect(ann.changes().at(-1)).toBe('silver → gold version 2025-06-01T12:00');
    expect(ann.stored.requests.filter(({ type }) => type === 'tier.changed')).toHaveLength(1);
  });

  it('leaves everybody what she has to the end of its time', () => {
    const ann = story(later({ levels: dearer })).buys('a', '2025-01-05', 30_000);
    expect(ann.until('2025-06-02').standing()).toMatchObject({ level: 'gold', reason: 'kept', earnedLevel: 'silver' });
    expect(when(ann.standing().validUntil)).toBe('2027-01-01');
    expect(ann.until('2027-01-01T00:00').standing().level).toBe('basic');
  });

  it('takes it where it says so', () => {
    const ann = story(later({ levels: dearer, onVersion: 're_assess' })).buys('a', '2025-01-05', 30_000);
    expect(ann.until('2025-06-02').standing()).toMatchObject({ level: 'silver', reason: 'qualified' });
  });

  it('that only tells of other benefits moves nobody', () => {
    const named = [levelOf('basic', [], { benefits: [{ id: 'desk', kind: 'service', name }] })];
    const context = contextOf([
      { effectiveAt: 0, documents: { 'tiers/main.json': tierSet({ levels: [levelOf('basic', [])] }) } },
      { effectiveAt: at('2025-06-01'), documents: { 'tiers/main.json': tierSet({ levels: named }) } },
    ]);
    const [before, after] = context.programs;
    expect(after?.foldKey).toBe(before?.foldKey);
    expect(context.eagerVersion).toBe(0);
  });

  it('that brings the first set counts what was bought before', () => {
    const first = contextOf([
      { effectiveAt: 0, documents: {} },
      { effectiveAt: at('2025-06-01'), documents: { 'tiers/main.json': tierSet() } },
    ]);
    const ann = story(first).buys('a', '2025-01-05', 30_000).refunds('a', '2025-02-01', 1);
    expect(rowsOf(ann.stored, tierOrderRows)).toEqual([]);
    expect(ann.until('2025-06-02').standing().level).toBe('silver');
  });

  it('under which orders count when they are paid counts those no more that are not', () => {
    const there = { 'tiers/main.json': tierSet({ onVersion: 're_assess' }) };
    const settings = { name, purchaseCountsWhen: 'paid', metrics: [] };
    const paid = contextOf([
      { effectiveAt: 0, documents: there },
      { effectiveAt: at('2025-06-01'), documents: { ...there, 'settings.json': settings } },
    ]);
    const ann = story(paid).buys('a', '2025-01-05', 10_000).buys('b', '2025-01-06', 20_000);
    ann.tell('order.paid', '2025-01-07', { orderId: 'a', amountMinor: 10_000 });
    expect(ann.standing().level).toBe('gold');
    expect(ann.until('2025-06-02').standing().level).toBe('silver');
  });

  it('without the set ends it, and one that brings it back begins anew', () => {
    const there = { 'tiers/main.json': tierSet() };
    const context = contextOf([
      { effectiveAt: 0, documents: there },
      { effectiveAt: at('2025-06-01'), documents: {} },
      { effectiveAt: at('2025-07-01'), documents: there },
    ]);
    const ann = story(context).buys('a', '2025-01-05', 30_000).until('2025-06-02');
    expect(rowsOf(ann.stored, tierStandingRows)).toEqual([]);
    expect(ann.changes().at(-1)).toBe('gold →  version 2025-06-01T12:00');
    ann.buys('b', '2025-06-10', 5).refunds('a', '2025-06-11', 20_000).until('2025-07-02');
    expect(ann.standing().level).toBe('silver');
  });
});
