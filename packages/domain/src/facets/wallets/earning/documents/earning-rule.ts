import type { Condition } from '../../../../conditions/condition.ts';
import type { LocalizedText } from '../../../../kernel/documents/localized-text.ts';
import type { Rounding } from '../../../../money/proportion.ts';
import type { ExpiryPolicy, LotScope, UnitValue } from '../../documents/wallet-document.ts';
import type { Schedule } from '../../schedule/documents.ts';

/*
 * `earning/<id>.json`: by what members come by units. Units are whole numbers, money is in minor units of the program's currency.
 */

export const onKinds = ['order', 'fact', 'derived', 'yearly', 'monthly'] as const;
export const yearlyDates = ['birthday', 'lunar_birthday', 'anniversary'] as const;
export type YearlyDateName = (typeof yearlyDates)[number];

/** What brings units about. */
export type EarnOn =
  /** An order, from the moment that it counts as a purchase; what it earns follows what is left of it. */
  | { readonly kind: 'order' }
  /** Any fact that is none of an order: once a fact. */
  | { readonly kind: 'fact'; readonly type: string }
  /** What the fold itself tells: `stage.changed`, `tier.changed`. */
  | { readonly kind: 'derived'; readonly type: string }
  /** Once a calendar year: a birthday as an attribute says it, or the day of the registration. */
  | { readonly kind: 'yearly'; readonly date: YearlyDateName; readonly attribute: string }
  /** On a day of every month; of what was granted before no more than `rollOverMax` stays. Null: all of it. */
  | { readonly kind: 'monthly'; readonly day: number; readonly rollOverMax: number | null };

export const awardKinds = ['rate', 'fixed', 'multiplier'] as const;

export type Award =
  /** So many units for each so many minor units of money of what counts of an order. */
  | { readonly kind: 'rate'; readonly perMinor: number; readonly units: number; readonly rounding: Rounding }
  | { readonly kind: 'fixed'; readonly units: number }
  /** What is earned on top of other rules: a factor of 200 hundredths earns as much again. `of` null: all rules of the wallet that are none. */
  | {
      readonly kind: 'multiplier';
      readonly factorHundredths: number;
      readonly of: readonly string[] | null;
      readonly rounding: Rounding;
    };

export const groupModes = ['add', 'best', 'exclude'] as const;
/** Of the rules of a group that earn something: all of them, the one that is best for the member, or the one of the highest priority. */
export type GroupMode = (typeof groupModes)[number];

export const pendingKinds = ['days', 'event', 'hand'] as const;
export const pendingEvents = ['order.paid', 'order.fulfilled'] as const;
/** Until when units are not available yet. */
export type Pending =
  | { readonly until: 'days'; readonly days: number }
  | {
      readonly until: 'event';
      readonly type: (typeof pendingEvents)[number];
      readonly cancelAfterDays: number | null;
    }
  | { readonly until: 'hand'; readonly cancelAfterDays: number | null };

export const capScopes = ['member', 'wallet', 'rule'] as const;
/** Whose units count: hers by this rule, hers by all rules into the wallet, or everybody's by this rule. */
export type CapScope = (typeof capScopes)[number];
export const capPeriods = ['day', 'week', 'month', 'year', 'ever'] as const;
/** Calendar periods of the program's zone, by when the award was recorded; weeks begin on Monday. */
export type CapPeriod = (typeof capPeriods)[number];

export interface Cap {
  readonly per: CapScope;
  readonly period: CapPeriod;
  readonly units: number;
}

export const grantedClasses = ['principal', 'bonus'] as const;

export interface EarningRule {
  readonly id: string;
  readonly name: LocalizedText;
  readonly on: EarnOn;
  readonly wallet: string;
  readonly award: Award;
  /** Of whom; null: of everybody. Asked when it is awarded first. */
  readonly who: Condition | null;
  /** Of which orders or facts; null: of all. */
  readonly what: Condition | null;
  /** Which lines of an order count; null: all of them, and what of its amount is in none. */
  readonly lines: Condition | null;
  /** What counts of the order must be at least so much, after refunds too. */
  readonly minimumMinor: number;
  /** What is paid by these does not count. */
  readonly excludes: readonly string[];
  /** Null: always. */
  readonly schedule: Schedule | null;
  readonly group: string | null;
  readonly mode: GroupMode;
  /** The greater one comes first. */
  readonly priority: number;
  readonly pending: Pending | null;
  /** Null: as the wallet says. */
  readonly expiry: ExpiryPolicy | null;
  /** Of the lots: the smaller one is spent first. */
  readonly lotPriority: number;
  readonly scope: LotScope | null;
  readonly lotClass: (typeof grantedClasses)[number] | null;
  /** What so many units cost the brand. */
  readonly cost: UnitValue | null;
  readonly caps: readonly Cap[];
  /** What the rule may cost in all; needs `cost`. */
  readonly budgetMinor: number | null;
  /** Backfilled facts earn as well, from when they happened. */
  readonly countsBackfill: boolean;
  /** Refunds take nothing of it back. */
  readonly keeps: boolean;
}

export const earningFolder = 'earning/';
export const earningRulesMax = 60;
export const capsMax = 5;
export const tendersMax = 20;
export const scopeNamesMax = 100;
export const nothingExcluded: readonly string[] = [];
