import type { Condition } from '../../../conditions/condition.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import type { CalendarLength, EndRounding } from '../../wallets/documents/wallet-document.ts';

/*
 * `tiers/<id>.json`: a ladder of levels, what leads up it, how long a level lasts and what it gives. Everything is counted by whole days of
 * the program's zone: an order on the day that it was bought, units of a wallet on the day that they were earned.
 */

export const measureKinds = ['net_spend', 'orders', 'months_active', 'wallet'] as const;
export type MeasureKind = (typeof measureKinds)[number];

/**
 * What is counted within a period. `net_spend`: minor units of orders less what was given back; `orders`: those that were not given back whole;
 * `months_active`: calendar months with such an order; `wallet`: units earned, less those taken back.
 */
export interface TierMeasure {
  readonly id: string;
  readonly kind: MeasureKind;
  /** Of `wallet`, its id; null elsewhere. */
  readonly wallet: string | null;
}

export const periodKinds = ['ever', 'rolling', 'calendar', 'anniversary', 'since_change'] as const;
export const periodUnits = ['month', 'quarter', 'half_year', 'year'] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/**
 * Over what is counted. `rolling`: the last so many days, today among them; `anniversary`: years from the day that she registered, or was first
 * seen; `since_change`: from the day after her level changed last.
 */
export type TierPeriod =
  | { readonly kind: 'ever' | 'anniversary' | 'since_change' }
  | { readonly kind: 'rolling'; readonly days: number }
  | { readonly kind: 'calendar'; readonly unit: PeriodUnit };

export const upgradeKinds = ['at_once', 'period_end'] as const;
export const endKinds = ['keep', 'step_down_one', 're_assess'] as const;
export const versionKinds = ['keep', 're_assess'] as const;

/** How long a level lasts from the day on which it was earned: to the end of so many periods after that one, or so long. */
export interface TierValidity {
  readonly periods: number | null;
  readonly length: CalendarLength | null;
  readonly roundTo: EndRounding;
}

export const graceRoundings = ['none', 'day', 'month'] as const;

/** A level that was lost is kept so much longer. */
export interface TierGrace {
  readonly days: number;
  readonly roundTo: (typeof graceRoundings)[number];
}

export const benefitKinds = [
  'multiplier',
  'grant',
  'free_shipping',
  'priority',
  'early_access',
  'service',
  'event',
  'lifted_limit',
] as const;
export type BenefitKind = (typeof benefitKinds)[number];

export const benefitPeriods = ['month', 'year', 'level'] as const;
export type BenefitPeriod = (typeof benefitPeriods)[number];

/** So many claims in a calendar month or year, or as long as she has the level. */
export interface BenefitLimit {
  readonly per: BenefitPeriod;
  readonly count: number;
}

/** A stated right of a level. What earning rules and offers make of it is said there; here it is told, and its claims are counted. */
export interface TierBenefit {
  readonly id: string;
  readonly kind: BenefitKind;
  readonly name: LocalizedText;
  /** Null: as often as she likes. */
  readonly limit: BenefitLimit | null;
  /** Of `early_access`: so long before others; null elsewhere. */
  readonly hours: number | null;
}

export const tierCombinators = ['and', 'or'] as const;

export interface MeasureRule {
  /** Id of a measure of the set. */
  readonly measure: string;
  readonly atLeast: number;
}

/** What of the measures a level asks for; or that she was invited and accepted. */
export type Qualification =
  | { readonly invitation: true }
  | { readonly combinator: (typeof tierCombinators)[number]; readonly rules: readonly MeasureRule[] };

export interface TierLevel {
  readonly id: string;
  readonly name: LocalizedText;
  /** A hint for charts. */
  readonly color: string | null;
  /** Null: nothing is asked of the measures. The lowest level of which nothing is asked at all is everybody's. */
  readonly qualifies: Qualification | null;
  /** What else has to hold of her. */
  readonly who: Condition | null;
  readonly benefits: readonly TierBenefit[];
}

export interface TierSetDocument {
  readonly id: string;
  readonly name: LocalizedText;
  readonly measures: readonly TierMeasure[];
  /** From low to high. */
  readonly levels: readonly TierLevel[];
  readonly period: TierPeriod;
  readonly upgrade: (typeof upgradeKinds)[number];
  /** What becomes of a level that ends and was not earned again. */
  readonly atPeriodEnd: (typeof endKinds)[number];
  /** Null: to the end of the period after the one in which it was earned; rolling: as long as the window says so; else for good. */
  readonly validFor: TierValidity | null;
  readonly grace: TierGrace | null;
  /** What was earned by an order stays when the order is given back. */
  readonly keepsAfterRefund: boolean;
  /** `keep`: who has a level that another version would not give has it to the end of its time. */
  readonly onVersion: (typeof versionKinds)[number];
}

export const tiersFolder = 'tiers/';
export const tierSetsMax = 8;
export const levelsMax = 20;
export const measuresMax = 8;
export const measureRulesMax = 8;
export const benefitsMax = 30;
/** Far below what integers hold exactly, and above what anybody spends. */
export const amountMax = 1_000_000_000_000;
export const rollingDaysRange = { min: 1, max: 3660 } as const;
export const graceDaysRange = { min: 1, max: 366 } as const;
export const validPeriodsRange = { min: 1, max: 10 } as const;
export const benefitCountRange = { min: 1, max: 10_000 } as const;
export const hoursRange = { min: 1, max: 8_784 } as const;

/** Whether a level is reached by invitation alone. */
export function isByInvitation({ qualifies }: Pick<TierLevel, 'qualifies'>): boolean {
  return qualifies !== null && 'invitation' in qualifies;
}

/** Whether periods of this kind have ends that are the same whatever she does. */
export function hasPeriodEnds({ kind }: TierPeriod): boolean {
  return kind === 'calendar' || kind === 'anniversary';
}
