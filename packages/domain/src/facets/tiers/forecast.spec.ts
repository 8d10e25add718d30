import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../../kernel/base/instants.ts';
import { openView } from '../../kernel/facet-view.ts';
import { programAt } from '../../kernel/program.ts';
import type { FoldContext } from '../../kernel/program.ts';
import { startAt, testZone } from '../../testing/given.ts';
import { loadWhole } from '../../testing/stored-member.ts';
import { tiersFacet } from './facet.ts';
import { forecastsOf } from './forecast.ts';
import type { TierForecast } from './forecast.ts';
import { tiersRulesOf } from './rules/rules.ts';
import { at, levelOf, story, tierContext, tierSet, when } from './testing/tier-stories.ts';
import type { Story } from './testing/tier-stories.ts';

function forecast(context: FoldContext, told: Story, day: string): TierForecast | undefined {
  const view = openView(loadWhole(told.until(day).stored), tiersFacet);
  return forecastsOf(view, tiersRulesOf(programAt(context, at(day))))[0];
}

/** `next on day`, and from when on in grace. */
function brief(context: FoldContext, told: Story, day: string): string | null {
  const found = forecast(context, told, day);
  if (found === undefined) return null;
  const grace = found.graceFrom === null ? '' : `, grace from ${when(found.graceFrom)}`;
  return `${found.isFall ? 'falls to' : 'comes to'} ${found.next || 'none'} on ${when(found.changesAt)}${grace}`;
}

describe('what time alone makes of a level', () => {
  it('tells on which day it falls, and to which level', () => {
    const context = tierContext(tierSet());
    const ann = story(context).buys('a', '2025-02-01', 30_000);
    expect(brief(context, ann, '2025-03-01')).toBe('falls to basic on 2027-01-01');
  });

  it('judges by what has been counted of the period by then', () => {
    const context = tierContext(tierSet());
    const ann = story(context).buys('a', '2025-02-01', 30_000).buys('b', '2026-02-01', 12_000);
    expect(brief(context, ann, '2026-03-01')).toBe('falls to silver on 2027-01-01');
  });

  it('tells when grace begins before it falls, and of who is in grace when it is over', () => {
    const context = tierContext(tierSet({ grace: { days: 30, roundTo: 'month' }, atPeriodEnd: 'step_down_one' }));
    const ann = story(context).buys('a', '2025-02-01', 30_000);
    expect(brief(context, ann, '2025-03-01')).toBe('falls to silver on 2027-02-01, grace from 2027-01-01');
    expect(brief(context, ann, '2027-01-10')).toBe('falls to silver on 2027-02-01');
  });

  it('tells of who rises when the period is over', () => {
    const context = tierContext(tierSet({ period: { kind: 'calendar', unit: 'quarter' }, upgrade: 'period_end' }));
    const ann = story(context).buys('a', '2025-02-01', 12_000);
    expect(brief(context, ann, '2025-03-01')).toBe('comes to silver on 2025-04-01');
  });

  it('tells of a level given by hand when it ends, and of a freeze after which one falls', () => {
    const context = tierContext(tierSet());
    const ann = story(context).buys('a', '2025-02-01', 100);
    const until = at('2025-06-01T00:00');
    expect(ann.act('assignTier', '2025-03-01', { set: 'main', level: 'gold', reason: 'r', until })).toBe('done');
    expect(brief(context, ann, '2025-03-02')).toBe('falls to basic on 2025-06-01');
    const bob = story(context, 2).buys('a', '2025-02-01', 12_000);
    const frozen = at('2027-03-01T00:00');
    expect(bob.act('freezeTier', '2025-03-01', { set: 'main', reason: 'r', until: frozen })).toBe('done');
    expect(brief(context, bob, '2025-03-02')).toBe('falls to basic on 2027-03-01');
  });

  it('is nothing for who keeps her level for good, and of a level that is earned again for ever', () => {
    const forGood = tierContext(tierSet({ period: { kind: 'ever' } }));
    expect(brief(forGood, story(forGood).buys('a', '2025-02-01', 12_000), '2025-03-01')).toBeNull();
    const validFor = { length: { unit: 'months', count: 1 } };
    const renewed = tierContext(tierSet({ period: { kind: 'ever' }, validFor }));
    const ann = story(renewed).buys('a', '2025-02-01', 12_000);
    expect(forecast(renewed, ann, '2025-03-01')).toMatchObject({ changesAt: null, graceFrom: null, isFall: false });
  });

  it('does not take a condition for turned before it is', () => {
    const who = { field: 'purchase.last', operator: 'within', value: { window: 'days', days: 10 } };
    const levels = [levelOf('basic', []), levelOf('silver', [['spend', 10_000]], { who })];
    const context = tierContext(tierSet({ levels }));
    const ann = story(context).buys('a', '2025-02-01', 12_000);
    expect(brief(context, ann, '2025-03-01')).toBe('falls to basic on 2027-01-01');
  });

  it('comes as it was told, at its instant and not before, in sets of every kind', () => {
    const sets = fc.record({
      period: fc.constantFrom(
        { kind: 'rolling', days: 30 },
        { kind: 'calendar', unit: 'month' },
        { kind: 'calendar', unit: 'quarter' },
        { kind: 'anniversary' },
        { kind: 'since_change' },
      ),
      atPeriodEnd: fc.constantFrom('step_down_one', 're_assess'),
      validFor: fc.constantFrom(
        { length: { unit: 'days', count: 40 }, roundTo: 'month' },
        { length: { unit: 'days', count: 7 } },
      ),
      grace: fc.constantFrom(null, { days: 10, roundTo: 'day' }, { days: 20, roundTo: 'month' }),
    });
    const orders = fc.array(
      fc.record({ day: fc.integer({ min: 0, max: 120 }), amountMinor: fc.constantFrom(5_000, 12_000, 31_000) }),
      { minLength: 1, maxLength: 6 },
    );
    let moved = 0;
    fc.assert(
      fc.property(sets, orders, (set, bought) => {
        const context = tierContext(tierSet(set));
        const ann = story(context);
        const days = bought.toSorted((a, b) => a.day - b.day);
        for (const [n, { day, amountMinor }] of days.entries()) ann.buys(`o${n}`, moment(day), amountMinor);
        const told = forecast(context, ann, moment(121));
        const { level } = ann.standing();
        if (told?.graceFrom !== null && told?.graceFrom !== undefined) {
          expect(until(ann, told.graceFrom - 1).graceUntil).toBeNull();
          expect(until(ann, told.graceFrom).graceUntil).not.toBeNull();
        }
        if (told === undefined || told.changesAt === null) {
          expect(until(ann, startAt + 700 * dayMs).level).toBe(level);
          return;
        }
        moved += 1;
        expect(until(ann, told.changesAt - 1).level).toBe(level);
        expect(until(ann, told.changesAt).level).toBe(told.next);
      }),
      { numRuns: 200 },
    );
    expect(moved).toBeGreaterThan(50);
  });
});

/** Noon of so many days after the first. */
function moment(day: number): string {
  return (when(startAt + day * dayMs) ?? '').slice(0, 10);
}

function until(told: Story, instant: number) {
  const text = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(testZone)
    .toPlainDateTime()
    .toString();
  return told.until(text).standing();
}
