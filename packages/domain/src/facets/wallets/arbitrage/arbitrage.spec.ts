import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../kernel/base/payload.ts';
import { isObject } from '../../../kernel/documents/read-json.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import { parseProgram, warnOfProgram } from '../../../program/compile-program.ts';
import { facets } from '../../index.ts';
import { earningDocuments } from '../earning/testing/earning-program.ts';
import type { EarningParts, Parts } from '../earning/testing/earning-program.ts';

/** A point for every yuan, worth a fen, unless said otherwise; what was spent is owed. */
const point: Parts = { award: { kind: 'rate', perMinor: 100, units: 1 } };
const worthAFen: Parts = { value: { units: 100, minor: 100 }, shortfall: { kind: 'debt' } };

function warningsOf(parts: EarningParts) {
  const parsed = parseProgram(earningDocuments(parts), facets);
  invariant(parsed.isValid, JSON.stringify(parsed));
  return warnOfProgram(parsed.program).filter(({ code }) => code === 'wallet.arbitrage');
}

function stepsOf(story: FactValue | undefined): readonly string[] {
  const steps = isObject(story) ? story['steps'] : [];
  return (Array.isArray(steps) ? steps : []).map((step: FactValue) => {
    if (!isObject(step)) return '?';
    const { fact, command } = step;
    const name = isObject(fact) ? fact['type'] : isObject(command) ? command['name'] : null;
    if (typeof name !== 'string') return '?';
    return isObject(command) ? `${name} ${JSON.stringify(command['input'])}` : name;
  });
}

function warnings(wallet: Parts, rules: EarningParts['rules'] = { base: point }) {
  return warningsOf({ rules, wallets: { points: wallet } });
}

describe('what can be exchanged under a program', () => {
  it('is no gain of anybody’s where a yuan brings a fen and what was spent is owed', () => {
    expect(warnings(worthAFen)).toEqual([]);
  });

  it('is a gain without end where a yuan brings more than a yuan', () => {
    const [found, ...more] = warnings({ ...worthAFen, value: { units: 1, minor: 150 } });
    expect(found).toMatchObject({ document: 'wallets/points.json', path: '' });
    expect(found?.message).toBe('Members can gain money without end by what the program lets them exchange.');
    expect(stepsOf(found?.story)).toEqual(['order.placed', 'order.paid', 'redeemUnits {"wallet":"points","units":1}']);
    expect(more.length).toBeLessThanOrEqual(1);
  });

  it('is one where a refund forgives points that are spent', () => {
    const [found] = warnings({ ...worthAFen, shortfall: { kind: 'clamp' } });
    expect(found?.message).toContain('money without end');
    const steps = stepsOf(found?.story);
    expect(steps.indexOf('order.refunded')).toBeGreaterThan(steps.findIndex((step) => step.startsWith('redeemUnits')));
    expect(steps.filter((step) => step === 'order.refunded')).toHaveLength(
      steps.filter((step) => step === 'order.placed').length,
    );
  });

  it('is none where such points cannot be spent before', () => {
    const pending = { ...point, pending: { until: 'event', type: 'order.fulfilled' } } as const;
    expect(warnings({ ...worthAFen, shortfall: { kind: 'clamp' } }, { base: pending })).toEqual([]);
  });

  it('is one where a debt has a limit, beyond it', () => {
    const [found] = warnings({ ...worthAFen, shortfall: { kind: 'debt', unitsMax: 10 } });
    expect(found?.message).toContain('money without end');
  });

  it('lets points grow where refunds keep them, though they are worth nothing', () => {
    const [found] = warnings({}, { base: { ...point, keeps: true } });
    expect(found?.message).toContain('units without end');
    expect(stepsOf(found?.story)).toEqual(['order.placed', 'order.paid', 'order.refunded']);
  });

  it('lets points grow by gifts to others before a refund, as far as gifts may go in a day', () => {
    const transfer = { unitsMin: 1, unitsMax: 100, unitsADayMax: 500 };
    const [found] = warnings({ shortfall: { kind: 'clamp' }, transfer });
    expect(found?.message).toContain('up to 500 of units in a period');
    expect(stepsOf(found?.story).some((step) => step.startsWith('transferUnits'))).toBe(true);
    expect(warnings({ shortfall: { kind: 'debt' }, transfer })).toEqual([]);
    expect(warnings({ shortfall: { kind: 'clamp' } })).toEqual([]);
  });

  it('is bounded by caps and budgets', () => {
    const dear = { ...worthAFen, value: { units: 1, minor: 150 } };
    const capped = { ...point, caps: [{ per: 'member', period: 'day', units: 10 }] } as const;
    const [found] = warnings(dear, { base: capped });
    expect(found?.message).toContain('up to 500 of money in a period');
    // Of several rules for as long as all of them bring something.
    const longer = { ...point, caps: [{ per: 'member', period: 'day', units: 20 }] } as const;
    expect(warnings(dear, { base: capped, longer })[0]?.message).toContain('up to 2000 of money in a period');
  });

  it('is multiplied by multipliers, and not by more of a group than one brings', () => {
    const half = { value: { units: 1, minor: 50 }, shortfall: { kind: 'debt' } } as const;
    const triple = { award: { kind: 'multiplier', factorHundredths: 300 } } as const;
    expect(warnings(half, { base: point })).toEqual([]);
    expect(warnings(half, { base: point, triple })[0]?.message).toContain('money without end');
    const best = (rule: Parts) => ({ ...rule, group: 'one', mode: 'best' });
    const others = { a: best(point), b: best(point), c: best(point) };
    expect(warnings(half, others)).toEqual([]);
    expect(warnings(half, { a: point, b: point, c: point })[0]?.message).toContain('money without end');
  });

  it('counts neither gifts nor orders of less than a yuan', () => {
    const fixed = { award: { kind: 'fixed', units: 50 } } as const;
    expect(warnings(worthAFen, { visit: { ...fixed, on: { kind: 'fact', type: 'store.visited' } } })).toEqual([]);
    const first = { field: 'purchase.count', operator: '=', value: 1 } as const;
    expect(warnings(worthAFen, { welcome: { award: { kind: 'fixed', units: 500 }, who: first } })).toEqual([]);
    expect(warnings(worthAFen, { each: fixed })).toEqual([]);
    expect(warnings(worthAFen, { each: { award: { kind: 'fixed', units: 500 } } })[0]?.message).toContain('money');
  });

  it('is looked at within bounded work, however many rules there are', () => {
    const ids = ['points', ...Array.from({ length: 15 }, (_, n) => `w${n}`)];
    const wallets = Object.fromEntries(
      ids.map((id): [string, Parts] => [id, { ...worthAFen, shortfall: { kind: 'clamp' } }]),
    );
    const rules = Object.fromEntries(
      Array.from({ length: 60 }, (_, n): [string, Parts] => {
        const award = { kind: 'rate', perMinor: 100 + n * 7, units: 1 };
        return [`r${n}`, { award, wallet: ids[n % 16] ?? '', minimumMinor: 1_000 * n }];
      }),
    );
    const found = warningsOf({ rules, wallets });
    expect(found.length).toBeGreaterThan(0);
  });
});
