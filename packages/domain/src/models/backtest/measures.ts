import { poissonDeviances } from '../statistics/deviance.ts';
import { meanOf, orderOf, rankCorrelationOf, sumOf } from '../statistics/order.ts';

/** How a forecast of one number per customer fared. All in the unit of that number. */
export interface ForecastMeasures {
  readonly forecastTotal: number;
  readonly actualTotal: number;
  /** Forecast over actual total, less one: −0.2 has missed a fifth. NaN when nothing happened. */
  readonly bias: number;
  /** Mean absolute and root mean squared error per customer. */
  readonly mae: number;
  readonly rmse: number;
  /** Spearman's, ties sharing ranks. */
  readonly rankCorrelation: number;
  /**
   * Mean Poisson deviance, a consistent score for means (Gneiting 2011): right totals and right people both lower it, and saying zero to everybody does not pay as it does under MAE.
   */
  readonly deviance: number;
  /** Share of the actual total carried by the tenth of customers with the highest forecast, and by the best tenth as seen afterwards. */
  readonly topDecileShare: number;
  readonly topDecileShareBest: number;
  /** Tenths of customers by forecast, ascending: what was forecast and what happened, per customer. */
  readonly calibration: readonly CalibrationTenth[];
}

export interface CalibrationTenth {
  readonly people: number;
  readonly forecastMean: number;
  readonly actualMean: number;
}

/** Compares forecasts with what happened, row by row. Negative actual values (net returns) count as zero. @throws RangeError on unequal lengths. */
export function measureForecast(forecast: Float64Array, happened: Float64Array): ForecastMeasures {
  if (forecast.length !== happened.length) throw new RangeError('forecast and outcome must have as many rows');
  const actual = happened.map((value) => Math.max(0, value));
  const rows = forecast.length;
  const forecastTotal = sumOf(forecast);
  const actualTotal = sumOf(actual);
  let absolute = 0;
  let squares = 0;
  for (let row = 0; row < rows; row++) {
    const error = (forecast[row] ?? 0) - (actual[row] ?? 0);
    absolute += Math.abs(error);
    squares += error * error;
  }
  const deviance = sumOf(poissonDeviances(forecast, actual)) / rows;
  return {
    forecastTotal,
    actualTotal,
    bias: actualTotal > 0 ? forecastTotal / actualTotal - 1 : Number.NaN,
    mae: absolute / rows,
    rmse: Math.sqrt(squares / rows),
    rankCorrelation: rankCorrelationOf(forecast, actual),
    deviance,
    topDecileShare: topShare(forecast, actual) / actualTotal,
    topDecileShareBest: topShare(actual, actual) / actualTotal,
    calibration: tenths(forecast, actual),
  };
}

/** What the best tenth by `score` carries of `actual`; a tie across the border is shared out evenly, so that the order of rows cannot matter. */
function topShare(score: Float64Array, actual: Float64Array): number {
  const order = orderOf(score).reverse();
  const wanted = Math.ceil(score.length / 10);
  let taken = 0;
  let sum = 0;
  for (let from = 0; from < order.length && taken < wanted;) {
    const value = score[order[from] ?? 0];
    let to = from;
    let group = 0;
    while (to < order.length && score[order[to] ?? 0] === value) group += actual[order[to++] ?? 0] ?? 0;
    const share = Math.min(1, (wanted - taken) / (to - from));
    sum += group * share;
    taken += (to - from) * share;
    from = to;
  }
  return sum;
}

function tenths(forecast: Float64Array, actual: Float64Array): readonly CalibrationTenth[] {
  const order = orderOf(forecast);
  const groups: CalibrationTenth[] = [];
  for (let from = 0; from < order.length;) {
    let to = Math.min(order.length, Math.max(from + 1, Math.ceil(((groups.length + 1) * order.length) / 10)));
    while (to < order.length && forecast[order[to] ?? 0] === forecast[order[to - 1] ?? 0]) to++;
    const rows = order.subarray(from, to);
    groups.push({
      people: rows.length,
      forecastMean: meanOf(Float64Array.from(rows, (row) => forecast[row] ?? 0)),
      actualMean: meanOf(Float64Array.from(rows, (row) => actual[row] ?? 0)),
    });
    from = to;
  }
  return groups;
}
