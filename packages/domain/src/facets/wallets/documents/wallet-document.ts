import type { Condition } from '../../../conditions/condition.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';

/*
 * `wallets/<id>.json`: something that members collect in whole units. Money is kept in minor units of the program's currency, so that
 * there are no fractions anywhere.
 */

/** Whether the units are spent (`points`, `stored_value`, `stamps`) or only collected (`growth`). */
export const walletKinds = ['points', 'growth', 'stored_value', 'stamps'] as const;
export type WalletKind = (typeof walletKinds)[number];

export const lengthUnits = ['days', 'months', 'years'] as const;
/** Calendar lengths in the program's zone: 31 January and a month is the end of February. */
export interface CalendarLength {
  readonly unit: (typeof lengthUnits)[number];
  readonly count: number;
}

export const roundings = ['none', 'day', 'month', 'quarter', 'half_year', 'year'] as const;
/** The end of what the day belongs to: through the day D is until 00:00 of D + 1. */
export type EndRounding = (typeof roundings)[number];

export const expiryKinds = ['never', 'term', 'dates', 'sliding'] as const;
export type ExpiryPolicy =
  | { readonly kind: 'never' }
  | { readonly kind: 'term'; readonly length: CalendarLength; readonly roundTo: EndRounding }
  /** At the end of the next of these days of the year, `MM-DD`, that is at least so many days away. */
  | { readonly kind: 'dates'; readonly dates: readonly string[]; readonly daysMin: number }
  /** All units together, so long after the last time that any were earned or spent. */
  | { readonly kind: 'sliding'; readonly length: CalendarLength; readonly roundTo: EndRounding };

/** Another expiry for whom a condition holds when the units come in. */
export interface ExpiryFor {
  readonly who: Condition;
  readonly expiry: ExpiryPolicy;
}

export const spendKeys = ['priority', 'expiry', 'oldest', 'newest'] as const;
/** What decides which units are spent first; what stands first decides first. */
export type SpendKey = (typeof spendKeys)[number];
export const defaultSpendOrder: readonly SpendKey[] = ['priority', 'expiry', 'oldest'];

export const shortfallKinds = ['clamp', 'debt', 'block'] as const;
/**
 * When units are to be taken back that are not there any more: `clamp` forgives what is missing, `debt` has it absorbed by what is earned next
 * (up to a limit, and forgives what is beyond), `block` owes it and lets nothing be spent until it is settled.
 */
export type Shortfall =
  | { readonly kind: 'clamp' }
  | { readonly kind: 'debt'; readonly unitsMax: number | null }
  | { readonly kind: 'block' };

/** Where units may be spent; what is not named is not asked. */
export interface LotScope {
  readonly stores?: readonly string[];
  readonly channels?: readonly string[];
  readonly categories?: readonly string[];
}

export interface TransferRules {
  readonly unitsMin: number;
  readonly unitsMax: number;
  /** Units that a member may give away within a day of the program's zone. */
  readonly unitsADayMax: number;
}

/** What units are worth: so many are so many minor units of money. */
export interface UnitValue {
  readonly units: number;
  readonly minor: number;
}

export interface WalletDocument {
  readonly id: string;
  readonly name: LocalizedText;
  readonly kind: WalletKind;
  /** Digits after the point where amounts are shown: 2 where a unit is a hundredth. Fixed when the wallet is made. */
  readonly decimals: number;
  readonly expiry: ExpiryPolicy;
  readonly expiryFor: readonly ExpiryFor[];
  readonly spendOrder: readonly SpendKey[];
  readonly shortfall: Shortfall;
  /** No more than so many units are held by a member; what would come on top is not given. Null: no limit. */
  readonly balanceMax: number | null;
  /** Null: units cannot be given to others. */
  readonly transfer: TransferRules | null;
  /** Adjustments by hand of more units than this need a second person. Null: none does. */
  readonly secondPersonAbove: number | null;
  /** Longest time that units can be held, minutes. */
  readonly holdMinutesMax: number;
  /** Null: the units are worth nothing that is counted. */
  readonly value: UnitValue | null;
}

export const walletsFolder = 'wallets/';
/** At most so many balances are kept of a member. */
export const walletsMax = 16;
export const expiryDatesMax = 20;
export const expiriesForMax = 10;
export const decimalsMax = 4;
/** Units of one movement and of a balance: far below what integers hold exactly. */
export const unitsMax = 1_000_000_000_000;
export const holdMinutesRange = { min: 1, max: 43_200 } as const;
export const isSpendable = (kind: WalletKind): boolean => kind !== 'growth';
