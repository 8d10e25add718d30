import type { ShoppingYear } from '../calendar/holidays.ts';
import { noiseOf, seasonGapOf, shrunkLevels } from '../clv/levels.ts';
import type { LevelTrust } from '../clv/value-model.ts';
import type { FoldEvidence, ModelOnClock } from './fold-evidence.ts';

export interface LevelChoice {
  readonly trust: LevelTrust;
  /** How much the chosen trust would have lessened the squared log error of the folds, in standard deviations of what noise alone does. */
  readonly gain: LevelTrust;
  /** Folds that could judge: those with another right before them. */
  readonly folds: number;
}

const TRUSTS = [0, 0.5, 1] as const;

interface Step {
  /** The level learned on the fold before, as it would have been used. */
  readonly learned: number;
  /** What the fold then showed, and the variance of that when no level is right. */
  readonly seen: number;
  readonly noise: number;
}

/**
 * Each fold that has another right before it tells whether a level learned on the one would have helped on the other. Used is the share (none, half or all) with the least squared error, and none at all unless two
 * folds at least could tell and the gain is more than what noise gives: with e = seen, l = learned, the gain of using all is 2·l·e − l², whose standard deviation without any true level is 2·|l|·σ.
 */
export function chooseLevels(
  folds: readonly FoldEvidence[],
  model: ModelOnClock,
  given: { readonly firstOn: number; readonly shoppingYear: ShoppingYear },
): LevelChoice {
  const steps = { purchases: [] as Step[], spend: [] as Step[] };
  for (const fold of folds) {
    const before = folds.find((one) => one.fold.until === fold.fold.asOf && !one.fold.isSameSeason);
    const now = fold.forecastBy(model).seen;
    const earlier = before?.forecastBy(model).seen;
    if (before === undefined || now === null || earlier === null || earlier === undefined) continue;
    const days = fold.fold.until - fold.fold.asOf;
    const at = { from: given.firstOn, at: fold.fold.asOf, back: days, ahead: days };
    const learned = shrunkLevels(earlier, seasonGapOf(fold.known, at, given.shoppingYear));
    for (const part of ['purchases', 'spend'] as const)
      steps[part].push({ learned: learned[part], seen: now[part].log, noise: noiseOf(part, now[part]) });
  }
  const purchases = trustOf(steps.purchases);
  const spend = trustOf(steps.spend);
  return {
    trust: { purchases: purchases.trust, spend: spend.trust },
    gain: { purchases: purchases.gain, spend: spend.gain },
    folds: steps.purchases.length,
  };
}

function trustOf(steps: readonly Step[]): { readonly trust: number; readonly gain: number } {
  const gains = TRUSTS.map((trust) => {
    let gain = 0;
    let variance = 0;
    for (const { learned, seen, noise } of steps) {
      const used = trust * learned;
      gain += (2 * used * seen - used * used) / noise;
      variance += (4 * used * used) / noise;
    }
    return { trust, gain, deviations: variance > 0 ? gain / Math.sqrt(variance) : 0 };
  });
  const best = gains.reduce((most, one) => (one.gain > most.gain ? one : most));
  return best.deviations > GAIN_MIN && steps.length >= STEPS_MIN
    ? { trust: best.trust, gain: best.deviations }
    : { trust: 0, gain: best.deviations };
}

/** One standard deviation, as everywhere in this choice. */
const GAIN_MIN = 1;
/** Two stretches that were missed in the same direction may share a season or an accident; a third that follows suit says that it lasts. */
const STEPS_MIN = 2;
