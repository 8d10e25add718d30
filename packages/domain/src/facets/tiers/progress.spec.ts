import { describe, expect, it } from 'vitest';
import { openView } from '../../kernel/facet-view.ts';
import { programAt } from '../../kernel/program.ts';
import type { FoldContext } from '../../kernel/program.ts';
import { loadWhole } from '../../testing/stored-member.ts';
import { tiersFacet } from './facet.ts';
import { progressOf, progressThen } from './progress.ts';
import type { LevelProgress } from './progress.ts';
import { tiersRulesOf } from './rules/rules.ts';
import { at, levelOf, story, tierContext, tierSet, when } from './testing/tier-stories.ts';
import type { Story } from './testing/tier-stories.ts';

function progress(context: FoldContext, told: Story, day: string) {
  const member = loadWhole(told.until(day).stored);
  const view = openView(member, tiersFacet);
  return (
    progressOf(view, tiersRulesOf(programAt(context, at(day))), { set: 'main', at: at(day) }) ??
    expect.fail('no such set')
  );
}

/** `level: left of need by date`. */
function brief(level: LevelProgress | null): string | null {
  if (level === null) return null;
  const parts = level.measures.map(({ left, need, counts }) => `${left} of ${need} (${counts})`);
  const from = level.opensAt === null ? '' : ` from ${when(level.opensAt)}`;
  return `${level.level}: ${parts.join(` ${level.combinator} `)}${from} by ${when(level.by)}`;
}

describe('progress', () => {
  const calendar = tierContext(tierSet());

  it('says what is missing to the next level within the period, and to keep this one in the next', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 12_000);
    const { next, keep } = progress(calendar, ann, '2025-03-01');
    expect(brief(next)).toBe('gold: 18000 of 30000 (12000) by 2026-01-01');
    expect(brief(keep)).toBe('silver: 10000 of 10000 (0) from 2026-01-01 by 2027-01-01');
  });

  it('to keep a level counts what was bought in the period that is judged', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 30_000).buys('b', '2026-02-01', 12_000);
    const { next, keep } = progress(calendar, ann, '2026-03-01');
    expect([brief(next), brief(keep)]).toEqual([null, 'gold: 18000 of 30000 (12000) by 2027-01-01']);
    expect(keep?.isReached).toBe(false);
  });

  it('says how much leaves a rolling window, and when', () => {
    const rolling = tierContext(tierSet({ period: { kind: 'rolling', days: 30 } }));
    const ann = story(rolling).buys('a', '2025-03-01', 8_000).buys('b', '2025-03-11', 5_000);
    const { next, keep } = progress(rolling, ann, '2025-03-20');
    expect(brief(next)).toBe('gold: 17000 of 30000 (13000) by null');
    expect(next?.measures[0]?.leaves.map(({ amount, at: on }) => [amount, when(on)])).toEqual([
      [8_000, '2025-03-31'],
      [5_000, '2025-04-10'],
    ]);
    expect(brief(keep)).toBe('silver: 5000 of 10000 (5000) by 2025-03-31');
    expect(keep?.measures[0]?.have).toBe(13_000);
  });

  it('is true: what is missing is enough, and one less is not', () => {
    const ann = (amount: number) =>
      story(calendar).buys('a', '2025-02-01', 12_000).buys('b', '2025-03-02', amount).standing().level;
    const missing = progress(calendar, story(calendar).buys('a', '2025-02-01', 12_000), '2025-03-01').next?.measures[0];
    expect([ann(missing?.left ?? 0), ann((missing?.left ?? 0) - 1)]).toEqual(['gold', 'silver']);
  });

  it('passes by levels that nobody earns, and tells of conditions', () => {
    const levels = [
      levelOf('basic', []),
      levelOf('black', [], { qualifies: { invitation: true } }),
      levelOf('gold', [['spend', 30_000]], { who: { field: 'purchase.count', operator: '>=', value: 2 } }),
    ];
    const context = tierContext(tierSet({ levels }));
    const ann = story(context).buys('a', '2025-02-01', 30_000);
    expect(progress(context, ann, '2025-03-01').next).toMatchObject({ level: 'gold', who: false, isReached: false });
  });

  it('of a past day is what it was on that day, whatever came after', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 12_000).buys('b', '2025-06-01', 25_000);
    const view = openView(loadWhole(ann.until('2025-07-01').stored), tiersFacet);
    const rules = tiersRulesOf(programAt(calendar, at('2025-07-01')));
    const then = (day: string) => progressThen(view, rules, { set: 'main', at: at(day) });
    const march = then('2025-03-01');
    expect([march?.standing.level, when(march?.standing.validUntil ?? null)]).toEqual(['silver', '2027-01-01']);
    expect([brief(march?.next ?? null), brief(march?.keep ?? null)]).toEqual([
      'gold: 18000 of 30000 (12000) by 2026-01-01',
      'silver: 10000 of 10000 (0) from 2026-01-01 by 2027-01-01',
    ]);
    expect(then('2025-07-01')?.standing.level).toBe('gold');
    expect(then('2025-01-31')).toMatchObject({ standing: { level: '' }, next: null, keep: null });
    expect(progressThen(view, rules, { set: 'other', at: 0 })).toBeNull();
  });

  it('is of nobody in a set that the program does not have', () => {
    const view = openView(loadWhole(story(calendar).stored), tiersFacet);
    expect(progressOf(view, tiersRulesOf(programAt(calendar, 0)), { set: 'other', at: 0 })).toBeNull();
  });
});
