import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/stored-member.ts';
import { at, story, tierContext, tierSet, when } from '../tiers/testing/tier-stories.ts';
import type { Story } from '../tiers/testing/tier-stories.ts';
import { entryRows } from '../wallets/ledger/rows.ts';
import { attributeChangeRows, attributeRows } from './rows.ts';

const name = { en: 'Name', zh: '名称' };
const gift = {
  id: 'gift',
  name,
  on: { kind: 'yearly', date: 'birthday' },
  wallet: 'points',
  award: { kind: 'fixed', units: 100 },
};
const locked = (lock: { readonly changes: number; readonly every: string }) =>
  tierContext(tierSet(), {
    'properties.json': { attributes: [{ name: 'birthday', personal: false, lock }] },
    'wallets/points.json': { id: 'points', name, kind: 'points' },
    'earning/gift.json': gift,
  });
const yearly = locked({ changes: 1, every: 'year' });

const says = (one: Story, day: string, birthday: string | null) =>
  one.tell('attributes.changed', day, { attributes: { birthday } });
const sets = (one: Story, day: string, birthday: string | null) =>
  one.act('attribute', day, { attributes: { birthday } });
const overrides = (one: Story, day: string, birthday: string) =>
  one.act('overrideAttribute', day, { attributes: { birthday }, reason: 'A typing error', by: 'Ann' });
const birthdayOf = ({ stored }: Story): unknown =>
  JSON.parse(rowsOf(stored, attributeRows).find((row) => row.name === 'birthday')?.value ?? 'null');
const logOf = ({ stored }: Story) =>
  rowsOf(stored, attributeChangeRows)
    .toSorted((a, b) => a.at - b.at)
    .map(
      ({ outcome, before, value, by, reason, mayChangeAt }) =>
        `${outcome} ${before} ${value} ${[by, reason, when(mayChangeAt) ?? ''].filter((part) => part !== '').join(' ')}`,
    );
const giftsOf = ({ stored }: Story) => rowsOf(stored, entryRows).map((entry) => when(entry.at));

function absorb(ann: Story, bob: Story, day: string): Story {
  bob.until(day);
  const absorbed = { absorbedShard: 0, absorbedId: bob.stored.id, absorbedPosition: bob.stored.position };
  return ann.step((place) => ({ kind: 'merge', ...place, recordedAt: at(day), ...absorbed, mergeId: 'm' }), [bob]);
}

describe('a locked attribute', () => {
  it('is set, changed once, and then keeps its value until the year is over', () => {
    const ann = says(says(story(yearly), '2025-01-10', '05-17'), '2025-02-01', '05-18');
    says(ann, '2025-03-01', '05-19');
    expect(birthdayOf(ann)).toBe('05-18');
    expect(logOf(ann)).toEqual([
      'set null "05-17" test',
      'changed "05-17" "05-18" test',
      'refused "05-18" "05-19" test 2026-02-01',
    ]);
    says(ann, '2026-01-31T23:59', '05-20');
    expect(birthdayOf(ann)).toBe('05-18');
    says(ann, '2026-02-01T00:00', '05-21');
    expect(birthdayOf(ann)).toBe('05-21');
  });

  it('refuses a command that comes too soon, with the instant from which it may change', () => {
    const ann = story(yearly);
    expect([sets(ann, '2025-01-10', '05-17'), sets(ann, '2025-01-11', '05-18')]).toEqual(['done', 'done']);
    expect(sets(ann, '2025-01-12', '05-19')).toBe('attribute.locked');
    expect(sets(ann, '2025-01-12', '05-18')).toBe('done');
    expect(birthdayOf(ann)).toBe('05-18');
    expect(logOf(ann)).toHaveLength(2);
  });

  it('refuses none of the others alone: all of a command’s attributes are set or none', () => {
    const ann = says(says(story(yearly), '2025-01-10', '05-17'), '2025-02-01', '05-18');
    expect(ann.act('attribute', '2025-02-02', { attributes: { city: 'Paris', birthday: '05-19' } })).toBe(
      'attribute.locked',
    );
    expect(rowsOf(ann.stored, attributeRows).map((row) => row.name)).toEqual(['birthday']);
  });

  it('is not free again because it was taken away in between', () => {
    const ann = says(says(story(yearly), '2025-01-10', '05-17'), '2025-02-01', null);
    says(ann, '2025-02-02', '05-18');
    expect(birthdayOf(ann)).toBeNull();
    expect(logOf(ann).at(-1)).toBe('refused null "05-18" test 2026-02-01');
  });

  it('is changed by who has a reason, which frees nobody else and is no change of hers', () => {
    const ann = says(says(story(yearly), '2025-01-10', '05-17'), '2025-02-01', '05-18');
    expect(overrides(ann, '2025-02-03', '05-19')).toBe('done');
    expect(birthdayOf(ann)).toBe('05-19');
    expect(logOf(ann).at(-1)).toBe('overridden "05-18" "05-19" Ann A typing error');
    expect(sets(ann, '2025-02-04', '05-20')).toBe('attribute.locked');
    expect(sets(ann, '2026-02-01', '05-20')).toBe('done');
  });

  it('counts from the value that was there before the lock, and says the same attempt once', () => {
    const free = tierContext(tierSet());
    const ann = says(says(story(free), '2025-01-10', '05-17'), '2025-01-11', '05-18');
    expect(birthdayOf(ann)).toBe('05-18');
    expect(logOf(ann)).toEqual([]);
    const bob = says(says(story(yearly), '2025-01-10', '05-17'), '2025-01-11', '05-18');
    for (const day of ['2025-02-01', '2025-02-02', '2025-02-03']) says(bob, day, '05-19');
    expect(logOf(bob)).toHaveLength(3);
  });

  it.each([
    [{ changes: 0, every: 'ever' }, '2030-01-01', 'attribute.locked'],
    [{ changes: 1, every: 'ever' }, '2030-01-01', 'done'],
    [{ changes: 0, every: 'month' }, '2030-01-01', 'attribute.locked'],
  ])('under %j changes as it says', (lock, day, answer) => {
    const ann = says(story(locked(lock)), '2025-01-10', '05-17');
    expect(sets(ann, day, '05-18')).toBe(answer);
  });

  it('of a late fact that would change nothing is not noted', () => {
    const ann = says(story(yearly), '2025-03-01', '05-17');
    ann.tell('attributes.changed', ['2025-02-01', '2025-03-02'], { attributes: { birthday: '05-18' } });
    expect([birthdayOf(ann), logOf(ann).length]).toEqual(['05-17', 1]);
  });
});

describe('two members who are one', () => {
  it('keep the birthday that was there longer, both logs, and the lock', () => {
    const ann = says(says(story(yearly), '2025-01-10', '05-17'), '2025-02-01', '05-18');
    const bob = story(yearly, 2).tell('member.registered', '2025-02-27', {}).tell('page.viewed', '2025-02-28', {});
    absorb(ann, says(bob, '2025-03-01', '03-05'), '2025-03-04');
    expect(birthdayOf(ann)).toBe('05-18');
    expect(logOf(ann)).toEqual([
      'set null "05-17" test',
      'changed "05-17" "05-18" test',
      'set null "03-05" test',
      'refused "05-18" "03-05" merge',
    ]);
    expect(sets(ann, '2025-03-06', '03-06')).toBe('attribute.locked');
  });

  it('keep it though it was the other’s, and what is free is the newer one', () => {
    const ann = says(story(yearly), '2025-03-01', '03-05');
    const bob = says(story(yearly, 2), '2025-01-10', '05-17');
    bob.tell('attributes.changed', '2025-01-11', { attributes: { city: 'Paris' } });
    ann.tell('attributes.changed', '2025-03-02', { attributes: { city: 'Rome' } });
    absorb(ann, bob, '2025-03-04');
    expect(birthdayOf(ann)).toBe('05-17');
    expect(rowsOf(ann.stored, attributeRows).find((row) => row.name === 'city')?.value).toBe('"Rome"');
  });

  it('have one birthday a year, whichever of them had it', () => {
    const ann = says(story(yearly), '2025-01-10', '05-17');
    const bob = says(story(yearly, 2), '2025-01-11', '05-18');
    ann.until('2025-05-17T12:00');
    absorb(ann, bob, '2025-05-17T13:00');
    expect(sets(ann, '2025-05-20', '05-20')).toBe('done');
    expect(giftsOf(ann.until('2025-12-31'))).toEqual(['2025-05-17']);
    expect(giftsOf(ann.until('2026-12-31'))).toEqual(['2025-05-17', '2026-05-20']);
  });
});

describe('a birthday that a command sets', () => {
  it('is waited for at once, and on the very day grants at once', () => {
    const ann = story(yearly).tell('member.registered', '2025-01-01', {});
    sets(ann, '2025-01-10', '05-17');
    expect(giftsOf(ann.until('2025-12-31'))).toEqual(['2025-05-17']);
    const bob = story(yearly).tell('member.registered', '2025-01-01', {});
    sets(bob, '2025-05-17', '05-17');
    expect(giftsOf(bob)).toEqual(['2025-05-17T12:00']);
  });

  it('grants nothing where it is not the day, or was had that year', () => {
    const ann = story(yearly).tell('member.registered', '2025-01-01', {});
    sets(ann, '2025-05-17', '05-17');
    sets(ann, '2025-05-18', '05-18');
    expect(giftsOf(ann.until('2025-12-31'))).toEqual(['2025-05-17T12:00']);
    const bob = story(yearly).tell('member.registered', '2025-01-01', {});
    sets(bob, '2025-05-17', '05-16');
    expect(giftsOf(bob.until('2025-12-31'))).toEqual([]);
  });
});

describe('a tag that a command puts on', () => {
  const who = { field: 'tag.vip', operator: '=', value: true };
  const context = tierContext(
    tierSet({
      levels: [
        { id: 'basic', name },
        { id: 'gold', name, who },
      ],
    }),
    {
      'wallets/points.json': { id: 'points', name, kind: 'points' },
      'earning/gift.json': { ...gift, on: { kind: 'derived', type: 'tag.changed' }, who },
    },
  );

  it('is seen by a level and by a rule at once, and its end too', () => {
    const ann = story(context).tell('member.registered', '2025-01-01', {});
    expect(ann.standing().level).toBe('basic');
    ann.act('tag', '2025-01-10', { tag: 'vip', action: 'add' });
    expect([ann.standing().level, giftsOf(ann)]).toEqual(['gold', ['2025-01-10T12:00']]);
    ann.act('tag', '2025-01-11', { tag: 'vip', action: 'remove' });
    expect(giftsOf(ann)).toHaveLength(1);
  });

  it('moves nobody where it is another tag', () => {
    const ann = story(context).tell('member.registered', '2025-01-01', {});
    ann.act('tag', '2025-01-10', { tag: 'other', action: 'add' });
    expect([ann.standing().level, giftsOf(ann)]).toEqual(['basic', []]);
  });
});
