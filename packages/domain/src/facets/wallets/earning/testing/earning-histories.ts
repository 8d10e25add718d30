import fc from 'fast-check';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import { daysLater } from '../../../../testing/given.ts';
import { orderOf, refundOf } from './earning-program.ts';
import type { EarningParts, LineParts, Parts } from './earning-program.ts';

/** Rules of every kind that meet in one order: rates, fixed ones, multipliers, groups, limits, minimums and means of payment. */
export const manyRules: EarningParts = {
  wallets: {
    points: {
      expiry: { kind: 'term', length: { unit: 'days', count: 40 }, roundTo: 'none' },
      shortfall: { kind: 'debt' },
    },
    growth: { kind: 'growth' },
    stamps: { kind: 'stamps', balanceMax: 3, shortfall: { kind: 'clamp' } },
  },
  rules: {
    base: { excludes: ['gift_card'], caps: [{ per: 'member', period: 'month', units: 60 }] },
    skin: { award: { kind: 'rate', perMinor: 700, units: 2, rounding: 'up' }, lines: aboutSkin(), priority: 5 },
    welcome: { award: { kind: 'fixed', units: 50 }, who: { field: 'purchase.count', operator: '=', value: 1 } },
    double: { award: { kind: 'multiplier', factorHundredths: 200, of: ['base', 'skin'] }, lines: aboutSkin() },
    half: { award: { kind: 'multiplier', factorHundredths: 150, rounding: 'nearest' }, minimumMinor: 9_000 },
    best1: { wallet: 'growth', group: 'g', mode: 'best', award: { kind: 'fixed', units: 40 }, minimumMinor: 5_000 },
    best2: { wallet: 'growth', group: 'g', mode: 'best', award: { kind: 'rate', perMinor: 300, units: 1 } },
    stamp: {
      wallet: 'stamps',
      award: { kind: 'fixed', units: 1 },
      caps: [{ per: 'wallet', period: 'week', units: 2 }],
    },
    later: { award: { kind: 'fixed', units: 7 }, pending: { until: 'event', type: 'order.paid', cancelAfterDays: 5 } },
    wait: { award: { kind: 'fixed', units: 3 }, pending: { until: 'days', days: 10 } },
  },
};

function aboutSkin(): Parts {
  return { field: 'line.category', operator: 'contains', value: 'Skin' };
}

export interface BoughtOrder {
  readonly orderId: string;
  readonly day: number;
  readonly lines: readonly (LineParts & { readonly lineId: string; readonly amountMinor: number })[];
  readonly amountMinor: number;
  readonly giftCardMinor: number;
}

const line = fc.record({
  category: fc.constantFrom('Skin/Serum', 'Skin/Mask', 'Hair', ''),
  quantity: fc.integer({ min: 1, max: 3 }),
  amountMinor: fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(1_000, 10_000)),
});

/** An order with what it was discounted by, and what of it was paid by gift card. */
export function boughtOrder(orderId: string): fc.Arbitrary<BoughtOrder> {
  return fc
    .record({
      day: fc.integer({ min: 1, max: 20 }),
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
      change: fc.constantFrom(0, 0, -500, 1_000),
      card: fc.constantFrom(0, 0, 700, 100_000),
    })
    .map(({ day, lines, change, card }) => {
      const named = lines.map((one, index) => ({ ...one, lineId: `l${index}`, productId: `p${index % 2}` }));
      const sum = named.reduce((total, { amountMinor }) => total + amountMinor, 0);
      const amountMinor = Math.max(1, sum + change);
      return { orderId, day, lines: named, amountMinor, giftCardMinor: Math.min(card, amountMinor) };
    });
}

export function placed(
  { orderId, day, lines, amountMinor, giftCardMinor }: BoughtOrder,
  type = 'order.placed',
): FactStep {
  const tenders = giftCardMinor === 0 ? [] : [{ tender: 'gift_card', amountMinor: giftCardMinor }];
  return orderOf(orderId, lines, { at: daysLater(day), type, more: { amountMinor, tenders } });
}

/** One refund for each line, each of all of it. */
export function refundsOfLines({ orderId, day, lines }: BoughtOrder): readonly FactStep[] {
  return lines.map((one, index) =>
    refundOf(orderId, `r${index}`, { at: daysLater(day + 1 + index), lines: [one], messageId: `${orderId} r${index}` }),
  );
}
