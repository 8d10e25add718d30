import { describe, expect, it } from 'vitest';
import { at, story, tierContext, tierSet, when } from './testing/tier-stories.ts';

const context = tierContext(tierSet());
const gold = { set: 'main', level: 'gold', since: at('2024-03-01'), until: at('2025-12-31') };

describe('a level that a member brings with her', () => {
  it('is hers since when it was, until when it was to be, and told as an opening', () => {
    const ann = story(context).tell('member.registered', '2025-01-01', {});
    expect(ann.act('openTier', '2025-02-01', gold)).toBe('done');
    expect(ann.standing()).toMatchObject({
      level: 'gold',
      since: gold.since,
      validUntil: gold.until,
      reason: 'manual',
    });
    expect(ann.changes().at(-1)).toBe('basic → gold assigned 2025-02-01T12:00');
    expect(ann.until('2026-01-01').standing().level).toBe('basic');
    expect(when(ann.standing().since)).toBe('2025-12-31T12:00');
  });

  it('keeps its beginning when she goes on buying, and ends no higher one that she earns', () => {
    const ann = story(context);
    ann.act('openTier', '2025-02-01', { ...gold, level: 'silver' });
    expect(ann.buys('a', '2025-02-02', 100).standing()).toMatchObject({ level: 'silver', since: gold.since });
    expect(ann.buys('b', '2025-02-03', 30_000).standing().level).toBe('gold');
  });

  it('takes nothing from who has more here', () => {
    const ann = story(context).buys('a', '2025-01-05', 30_000);
    expect(ann.act('openTier', '2025-02-01', { ...gold, level: 'silver' })).toBe('done');
    expect(ann.standing()).toMatchObject({ level: 'gold', isCap: false });
  });

  it('comes in once, and not over what was given here by hand', () => {
    const ann = story(context);
    ann.act('openTier', '2025-02-01', gold);
    expect(ann.act('openTier', '2025-02-02', gold)).toBe('tier.opened');
    expect(ann.act('openTier', '2025-02-02', { ...gold, level: 'silver' })).toBe('tier.given_by_hand');
  });

  it.each([
    ['of a set that there is not', { ...gold, set: 'other' }, 'tier.unknown_set'],
    ['of a level that there is not', { ...gold, level: 'black' }, 'tier.unknown_level'],
    ['of a time to come', { ...gold, since: at('2025-06-01') }, 'opening.not_yet'],
    ['that is over', { ...gold, until: at('2025-01-31') }, 'tier.end_has_passed'],
  ])('%s is refused', (_what, input, code) => {
    expect(story(context).act('openTier', '2025-02-01', input)).toBe(code);
  });
});
