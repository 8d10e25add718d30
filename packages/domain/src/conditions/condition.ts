import type { FactValue } from '../facts/payload.ts';

/** A condition as documents hold it: the open rule-group shape of react-querybuilder. */
export interface ConditionGroup {
  readonly combinator: 'and' | 'or';
  readonly not?: boolean;
  readonly rules: readonly Condition[];
}
export interface ConditionRule {
  readonly field: string;
  readonly operator: string;
  readonly value?: FactValue;
}
export type Condition = ConditionGroup | ConditionRule;

/**
 * How long "recent" is. Days are 24 hours and need not be whole. `personal` is a multiple of the member's own median
 * purchase gap, else of the brand's; `cycle` a multiple of the cycle of the category she last bought.
 */
export type WindowValue =
  | { readonly window: 'days'; readonly days: number }
  | { readonly window: 'personal'; readonly multiple: number; readonly minDays: number; readonly maxDays: number }
  | { readonly window: 'cycle'; readonly multiple: number; readonly fallbackDays: number };

export const conditionDepthMax = 5;
export const conditionRulesMax = 64;
export const textLengthMax = 200;
export const listLengthMax = 200;
export const windowDaysMax = 3660;
/** Activity is kept as the first and last instant of a day, so a window over it must outlast any day. */
export const activityWindowDaysMin = 2;
/** Purchases in a trailing window are counted exactly up to this many. */
export const trailingPurchasesMax = 16;

/** The checked tree: every field resolved, every value of its type. */
export type ConditionNode = GroupNode | RuleNode;
export interface GroupNode {
  readonly kind: 'group';
  readonly combinator: 'and' | 'or';
  readonly isNegated: boolean;
  readonly nodes: readonly ConditionNode[];
}
export interface RuleNode {
  readonly kind: 'rule';
  /** As written in the document; `recency.last` resolves to the field that `definition` names. */
  readonly field: string;
  readonly definition: FieldDefinition;
  readonly operator: ConditionOperator;
  readonly value: ConditionValue;
}
export type ConditionValue = WindowValue | number | string | boolean | null | readonly number[] | readonly string[];

export const conditionOperators = [
  'within',
  'notWithin',
  'before',
  'onOrAfter',
  'null',
  'notNull',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'contains',
  'in',
  'notIn',
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

export type FieldType = 'instant' | 'number' | 'text' | 'boolean' | 'any';
export type FieldUnit = '' | 'count' | 'days' | 'minor' | 'hundredths';

export interface LocalizedText {
  readonly en: string;
  readonly zh: string;
}

/** One field of the catalogue: enough for an editor to offer it and for the compiler to read it. */
export interface FieldDefinition {
  readonly field: string;
  readonly class: 'fold' | 'lens';
  readonly type: FieldType;
  /** Amounts are minor units of the program's currency; ratings are hundredths of a star. */
  readonly unit: FieldUnit;
  readonly group: string;
  readonly label: LocalizedText;
  readonly operators: readonly ConditionOperator[];
  /** May stand in a lifecycle: its value at every past instant follows from the evidence. */
  readonly isTimeline: boolean;
  /** Which evidence moves it; bits of activity/evidence-event.ts. */
  readonly mask: number;
  /** Least window that may be tested, days. */
  readonly windowDaysMin: number;
  /** Greatest number that may be compared with; null: any. */
  readonly numberMax: number | null;
  readonly source: FieldSource;
}

/** Where the compiler reads a field. */
export type FieldSource =
  | { readonly kind: 'activity'; readonly metric: ActivityMetric }
  | { readonly kind: 'last'; readonly index: number }
  | { readonly kind: 'days'; readonly index: number }
  | { readonly kind: 'trailing_purchases'; readonly windowMs: number }
  | { readonly kind: 'attribute'; readonly key: string; readonly isPresence: boolean }
  | { readonly kind: 'stage'; readonly lifecycle: string };

export const activityMetrics = [
  'registeredAt',
  'firstPurchaseAt',
  'lastPurchaseAt',
  'lastInteractionAt',
  'purchaseCount',
  'cancelledCount',
  'refundCount',
  'netSpendMinor',
  'averageOrderMinor',
  'medianGapDays',
  'reviewCount',
  'meanRating',
] as const;
export type ActivityMetric = (typeof activityMetrics)[number];

export function isGroup(condition: Condition): condition is ConditionGroup {
  return 'combinator' in condition;
}
