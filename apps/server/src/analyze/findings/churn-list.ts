import { churnReasons, gapQuantile, STAGES, stagesAt } from '@perennial/domain/models';
import type { ChurnWarning, CustomerValues, Occasions, StageWindowSuggestion } from '@perennial/domain/models';
import type { Orders } from '../input/read-orders.ts';
import type { ChurnEntry, Maybe } from './analysis.ts';

const churnListMax = 200;
/** So many with the most at stake are asked for reasons; those without any are listed only where hardly anybody has one. */
const askedMax = 5_000;
const listedMin = 20;
/** Less than half a cent is written as nothing. */
const stakeMin = 0.005;
const churned = STAGES.indexOf('churned');

export interface ChurnListOptions {
  readonly orders: Orders;
  readonly occasions: Occasions;
  readonly churn: ChurnWarning;
  readonly values: Maybe<CustomerValues>;
  readonly windows: StageWindowSuggestion;
}

/**
 * Those not given up yet for whom something speaks, by what is at stake, with the reasons that hold for each. At stake is her value times the chance that she brings nothing: never more than the value told of her, so
 * that nobody of whom nothing is expected stands here.
 */
export function churnListOf({ orders, occasions, churn, values, windows }: ChurnListOptions): readonly ChurnEntry[] {
  if (values.is === 'absent') return [];
  const { asOf } = churn;
  const stages = stagesAt(occasions, windows.suggested.windows, asOf);
  const valueOf = new Float64Array(occasions.customerCount);
  values.value.customer.forEach((who, row) => (valueOf[who] = values.value.value[row] ?? 0));
  const stakes = churn.noPurchase.map((chance, row) => {
    const who = churn.customer[row] ?? 0;
    const stake = stages[who] === churned ? 0 : chance * (valueOf[who] ?? 0);
    return stake < stakeMin ? 0 : stake;
  });
  const brand = {
    ninthDecileDays: gapQuantile(windows.survival, 0.9),
    secondPurchaseNinthDecileDays: gapQuantile(windows.firstGap, 0.9),
  };
  const entries = highestRows(stakes, askedMax).map((row): ChurnEntry => {
    const who = churn.customer[row] ?? 0;
    const from = occasions.start[who] ?? 0;
    const to = occasions.start[who + 1] ?? 0;
    let sales = 0;
    for (let at = from; at < to; at++) sales += (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
    return {
      customer: orders.daily.dictionaries.customers[who] ?? '',
      noPurchase: churn.noPurchase[row] ?? 0,
      silentDays: churn.silentDays[row] ?? 0,
      purchases: to - from,
      sales,
      atStake: stakes[row] ?? 0,
      reasons: churnReasons(occasions, who, { asOf, brand }),
    };
  });
  const reasoned = entries.filter(({ reasons }) => reasons.length > 0);
  return (reasoned.length < listedMin ? entries : reasoned).slice(0, churnListMax);
}

/** Rows of the highest values above zero, the highest first. */
function highestRows(values: Float64Array, countMax: number): readonly number[] {
  const least = Math.max(values.slice().sort().at(-countMax) ?? 0, Number.MIN_VALUE);
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if ((values[row] ?? 0) >= least) rows.push(row);
  return rows.sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0) || one - other).slice(0, countMax);
}
