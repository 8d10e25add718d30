import { createDefaultProgram, toDocument } from '@perennial/domain';
import type { ProgramDocuments } from '@perennial/domain';
import type { Platform } from '../platform/platform.ts';
import type { DemoLocale } from './brand.ts';

/** What the demo's brand gives its members: points, growth value, and six levels that growth value leads up. */

const expiry = { kind: 'term', length: { unit: 'months', count: 12 }, roundTo: 'month' } as const;

const points = {
  id: 'points',
  name: { en: 'Points', zh: '积分' },
  kind: 'points',
  expiry,
  shortfall: { kind: 'debt', unitsMax: 5000 },
  transfer: { unitsMin: 100, unitsMax: 2000, unitsADayMax: 5000 },
  secondPersonAbove: 10_000,
  holdMinutesMax: 30,
} as const;

const growth = { id: 'growth', name: { en: 'Growth value', zh: '成长值' }, kind: 'growth' } as const;

/** Two years are told as history, and earn as if the program had been there from the first day. */
const always = { countsBackfill: true } as const;

/** A unit for each yuan, ten for each pound: prices in pounds are a ninth. */
const minorOfUnit: Readonly<Record<DemoLocale, number>> = { zh: 100, en: 10 };
/** A hundred points are worth one of these. */
const minorOfHundred: Readonly<Record<DemoLocale, number>> = { zh: 100, en: 10 };

/** As its document says it. */
interface Rule {
  readonly id: string;
  readonly [key: string]: unknown;
}

function rulesOf(locale: DemoLocale): readonly Rule[] {
  const rate = { kind: 'rate', perMinor: minorOfUnit[locale], units: 1 } as const;
  const onOrder = { on: { kind: 'order' }, ...always } as const;
  return [
    {
      id: 'purchase',
      name: { en: 'Points for purchases', zh: '消费积分' },
      ...onOrder,
      wallet: 'points',
      award: rate,
    },
    {
      id: 'growth',
      name: { en: 'Growth value for purchases', zh: '消费成长值' },
      ...onOrder,
      wallet: 'growth',
      award: rate,
    },
    {
      id: 'gold',
      name: { en: 'Half as many points again from gold on', zh: '金卡以上 1.5 倍积分' },
      ...onOrder,
      wallet: 'points',
      award: { kind: 'multiplier', factorHundredths: 150, of: ['purchase'] },
      who: { field: 'tier.level.rank', operator: '>=', value: 3 },
    },
    {
      id: 'welcome',
      name: { en: 'Welcome', zh: '入会礼' },
      on: { kind: 'fact', type: 'member.registered' },
      wallet: 'points',
      award: { kind: 'fixed', units: 100 },
      caps: [{ per: 'member', period: 'ever', units: 100 }],
      ...always,
    },
    {
      id: 'review',
      name: { en: 'Points for reviews', zh: '评价送积分' },
      on: { kind: 'fact', type: 'review.posted' },
      wallet: 'points',
      award: { kind: 'fixed', units: 20 },
      ...always,
    },
  ];
}

const levels = [
  { id: 'v1', name: { en: 'Member', zh: '普通会员' }, at: 0 },
  { id: 'v2', name: { en: 'Silver', zh: '银卡会员' }, at: 500 },
  { id: 'v3', name: { en: 'Gold', zh: '金卡会员' }, at: 2000 },
  { id: 'v4', name: { en: 'Platinum', zh: '铂金会员' }, at: 5000 },
  { id: 'v5', name: { en: 'Diamond', zh: '钻石会员' }, at: 10_000 },
  { id: 'v6', name: { en: 'Black diamond', zh: '黑钻会员' }, at: 20_000 },
] as const;

const shipping = { id: 'shipping', kind: 'free_shipping', name: { en: 'Free shipping', zh: '包邮' } } as const;
const early = {
  id: 'early',
  kind: 'early_access',
  name: { en: 'New products a day early', zh: '新品提前购' },
  hours: 24,
} as const;

const level = {
  id: 'level',
  name: { en: 'Member level', zh: '会员等级' },
  measures: [{ id: 'growth', kind: 'wallet', wallet: 'growth' }],
  levels: levels.map(({ id, name, at }, place) => ({
    id,
    name,
    ...(at === 0 ? {} : { qualifies: { combinator: 'and', rules: [{ measure: 'growth', atLeast: at }] } }),
    benefits: place < 1 ? [] : place < 3 ? [shipping] : [shipping, early],
  })),
  period: { kind: 'rolling', days: 365 },
  atPeriodEnd: 'step_down_one',
  validFor: { length: { unit: 'years', count: 1 } },
  grace: { days: 30, roundTo: 'month' },
} as const;

export function createDemoProgram(locale: DemoLocale): ProgramDocuments {
  const worth = { value: { units: 100, minor: minorOfHundred[locale] } } as const;
  return {
    ...createDefaultProgram(),
    'wallets/points.json': toDocument({ ...points, ...worth }),
    'wallets/growth.json': toDocument(growth),
    ...Object.fromEntries(rulesOf(locale).map((rule) => [`earning/${rule.id}.json`, toDocument(rule)])),
    'tiers/level.json': toDocument(level),
  };
}

/** Puts it in force before anything is told, once: one that was cut off goes on under the same version. */
export async function publishDemoProgram(
  { programStore, programs, clock }: Pick<Platform, 'programStore' | 'programs' | 'clock'>,
  locale: DemoLocale,
): Promise<void> {
  const latest = (await programStore.versions()).at(-1)?.version ?? 0;
  const documents = await programStore.documentsOf(latest);
  if (documents?.['wallets/points.json'] !== undefined) return;
  const request = { publishedAt: clock.now(), publishedBy: 'demo', note: '', restores: null };
  const { version } = await programStore.publish({ ...request, documents: createDemoProgram(locale) });
  await programs.ensure(version);
}
