import type { Occasions } from '../transactions/occasions.ts';
import { isFitted } from './fit-value-model.ts';
import type { ValueModel } from './value-model.ts';

/** How well a purchase model on its clock explains the days of the repeat purchases it was fitted on, comparable between clocks. */
export interface ClockEvidence {
  /** Log density on calendar time: that of operational time plus the logarithm of the clock's speed on every purchase day (change of variables). */
  readonly logLikelihood: number;
  /** Parameters of model and clock. */
  readonly parameters: number;
  /** Schwarz's (1978) criterion, 2 log L − k log n with n repeat purchases; higher is better. */
  readonly criterion: number;
}

const MODEL_PARAMETERS = 4;
const FREE_WEEKDAYS = 6;

/** The evidence for a model's clock; `occasions` are those it was fitted on. */
export function clockEvidence(model: ValueModel, occasions: Occasions): ClockEvidence {
  let logSpeed = 0;
  let repeats = 0;
  for (let at = 1; at < occasions.count; at++) {
    const day = occasions.day[at] ?? 0;
    if (occasions.customer[at] !== occasions.customer[at - 1] || day > model.asOf) continue;
    if (!isFitted(occasions.customer[at] ?? 0, model.histories.customer.length)) continue;
    logSpeed += Math.log(model.time.weight[day - model.time.from] ?? 1);
    repeats++;
  }
  const { calendar } = model;
  const seen =
    calendar === null
      ? 0
      : FREE_WEEKDAYS +
        calendar.effects.filter((effect) => effect.timesSeen > 0).length +
        2 * (calendar.season?.length ?? 0);
  const logLikelihood = model.purchase.logLikelihood + logSpeed;
  const parameters = MODEL_PARAMETERS + seen;
  return { logLikelihood, parameters, criterion: 2 * logLikelihood - parameters * Math.log(Math.max(1, repeats)) };
}
