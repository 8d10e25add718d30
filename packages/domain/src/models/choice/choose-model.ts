import type { ShoppingYear } from '../calendar/holidays.ts';
import { clockEvidence } from '../clv/evidence.ts';
import { fitValueModel } from '../clv/fit-value-model.ts';
import { NO_TRUST } from '../clv/value-model.ts';
import type { ValueModelChoice } from '../clv/value-model.ts';
import { isSampled } from '../statistics/sample.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { transactionsOfCustomers } from '../transactions/sample.ts';
import type { Transactions } from '../transactions/transactions.ts';
import { chooseClock } from './choose-clock.ts';
import type { ClockChoice } from './choose-clock.ts';
import { chooseKind } from './choose-kind.ts';
import type { KindChoice } from './choose-kind.ts';
import { chooseLevels } from './choose-levels.ts';
import type { LevelChoice } from './choose-levels.ts';
import { chooseSpend } from './choose-spend.ts';
import type { SpendChoice } from './choose-spend.ts';
import { gatherFolds } from './fold-evidence.ts';
import type { FoldEvidence } from './fold-evidence.ts';
import { innerFoldsOf } from './folds.ts';
import type { InnerFold } from './folds.ts';

export interface ModelChoiceOptions {
  /** Nothing after the end of this day is looked at. */
  readonly asOf: number;
  readonly horizonDays: number;
  readonly shoppingYear: ShoppingYear;
  /** In order of preference. */
  readonly kinds: readonly ValueModelChoice['purchase'][];
  readonly clocks: readonly ValueModelChoice['clock'][];
}

/** A choice and what it rests on. */
export interface ModelChoice {
  readonly choice: ValueModelChoice;
  /** Stretches within what is known on which it was made; none where the history is too short. */
  readonly folds: readonly InnerFold[];
  readonly clock: ClockChoice | null;
  readonly kind: KindChoice;
  readonly spend: SpendChoice;
  readonly levels: LevelChoice;
}

/** Choices settle with fewer customers than forecasts: differences of paired scores are smaller than the scores. */
const PEOPLE_MAX = 6_000;
/** Fewer purchases in a fold cannot judge anything. */
const PURCHASES_MIN = 50;

/**
 * Chooses everything about the model from hold-outs within what is known at the end of `asOf`, so that whatever comes later may judge the choice.
 */
export function chooseModel(transactions: Transactions, options: ModelChoiceOptions): ModelChoice {
  const { asOf, horizonDays, shoppingYear } = options;
  const sample = transactionsOfCustomers(transactions, (who) => isSampled(who, PEOPLE_MAX, transactions.customerCount));
  const firstOn = Math.min(sample.firstOn, asOf);
  const planned = innerFoldsOf({ firstOn, asOf, horizonDays });
  const folds = gatherFolds(sample, planned, shoppingYear).filter(isTelling);
  const clock = options.clocks.length > 1 ? clockOf(sample, options, folds) : null;
  const onClock = clock?.clock ?? (options.clocks.length > 1 ? 'plain' : (options.clocks[0] ?? 'plain'));
  const kind = chooseKind(folds, onClock, options.kinds);
  const spend = chooseSpend(folds);
  const levels =
    folds.length === 0
      ? { trust: NO_TRUST, gain: NO_TRUST, folds: 0 }
      : chooseLevels(folds, { purchase: kind.purchase, clock: onClock }, { firstOn, shoppingYear });
  return {
    choice: { purchase: kind.purchase, clock: onClock, spend: spend.spend, levels: levels.trust },
    folds: folds.map(({ fold }) => fold),
    clock,
    kind,
    spend,
    levels,
  };
}

function isTelling({ actual }: FoldEvidence): boolean {
  return actual.purchases.reduce((sum, one) => sum + one, 0) >= PURCHASES_MIN;
}

function clockOf(
  sample: Transactions,
  options: ModelChoiceOptions,
  folds: readonly FoldEvidence[],
): ClockChoice | null {
  const known = occasionsOf(sample, { to: options.asOf });
  if (known.count === 0) return null;
  const evidenceOf = (clock: ValueModelChoice['clock']) =>
    clockEvidence(fitValueModel(known, { ...options, purchase: 'bg-nbd', clock, spend: 'one-mean' }), known);
  return chooseClock(folds, { calendar: evidenceOf('calendar'), plain: evidenceOf('plain') });
}
