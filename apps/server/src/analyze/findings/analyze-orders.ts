import {
  backtest,
  choiceOf,
  churnReasons,
  cohortsOf,
  concentrationOf,
  customerValues,
  eightSegmentsOf,
  firstProductEffects,
  fitValueModel,
  gapQuantile,
  nextPurchases,
  occasionsOf,
  operationalTimeOf,
  prioritiesOf,
  repeatLadder,
  returnsOf,
  revenueByMonth,
  rfmFactsOf,
  rfmGrid,
  scoreRfm,
  seasonalityOf,
  stageHistory,
  STAGES,
  stagesAt,
  suggestWindows,
  summarizeSegments,
  tenSegmentsOf,
  warnOfChurn,
} from '@perennial/domain/models';
import type {
  ChurnWarning,
  CustomerValues,
  Occasions,
  ShoppingYear,
  StageWindowSuggestion,
  ValueModel,
} from '@perennial/domain/models';
import type { Orders } from '../input/read-orders.ts';
import type { AnalyzeWishes } from '../wishes/wishes.ts';
import type { Absence, Analysis, ChurnEntry, Maybe } from './analysis.ts';
import { monthEnds } from './days.ts';
import { reportModels } from './reported-models.ts';

export type AnalysisStage = 'describing' | 'fitting' | 'testing' | 'scoring';

export interface AnalyzeOptions {
  readonly wishes: AnalyzeWishes;
  readonly seed: number;
  /** Prediction intervals of each customer's value cost as much time as all scores together; only the file of scores holds them. */
  readonly wantsIntervals: boolean;
  readonly shoppingYear: ShoppingYear;
  readonly onStage: (stage: AnalysisStage) => void;
  /** So much of the stage is done, 0 to 1. */
  readonly onPart: (share: number) => void;
}

/** From orders to everything that is found out about them. Pure but for reporting its progress. */
export function analyzeOrders(orders: Orders, options: AnalyzeOptions): Analysis {
  const { wishes } = options;
  const { daily } = orders;
  const asOf = Math.max(daily.lastOn, wishes.asOf ?? daily.lastOn);
  const horizonDays = wishes.horizonDays ?? usualHorizon(asOf - daily.firstOn + 1);
  options.onStage('describing');
  const occasions = occasionsOf(daily, { to: asOf });
  const described = describe(orders, { occasions, asOf });
  options.onStage('fitting');
  const models = reportModels(occasions, {
    unit: wishes.unit,
    seed: options.seed,
    to: Math.min(asOf, wishes.calibrationEnd ?? asOf),
    onPart: options.onPart,
  });
  options.onStage('testing');
  const tested = testOn(orders, { asOf, horizonDays, options });
  options.onStage('scoring');
  const scored = score({
    occasions,
    asOf,
    horizonDays,
    options,
    tested,
    windows: described.windows,
    hasMoney: orders.hasMoney,
  });
  return {
    ...described,
    ...scored,
    files: orders.files,
    dateFormats: orders.dateFormats,
    notes: orders.notes,
    currency: orders.currency,
    hasMoney: orders.hasMoney,
    shoppingYear: options.shoppingYear,
    settings: { margin: wishes.margin, discount: wishes.discount, unit: wishes.unit, horizonDays, seed: options.seed },
    asOf,
    firstOn: daily.firstOn,
    lastOn: daily.lastOn,
    quality: orders.quality,
    itemColumn: orders.items?.column ?? null,
    itemsOneIn: orders.items?.oneIn ?? 1,
    returnedItems: orders.items?.returned ?? [],
    customers: daily.dictionaries.customers,
    models,
    backtest: tested,
    churnList:
      scored.churn.is === 'there'
        ? churnListOf({ orders, occasions, churn: scored.churn.value, windows: described.windows })
        : [],
  };
}

/** A quarter of a year, or a third of what there is. */
function usualHorizon(days: number): number {
  return Math.max(1, Math.min(90, Math.floor(days / 3)));
}

const historyMonths = 24;

/** Sums of cents as doubles differ in the last digits. */
const moneyGrid = 10_000;

function describe(orders: Orders, { occasions, asOf }: { readonly occasions: Occasions; readonly asOf: number }) {
  const { daily, items } = orders;
  const facts = rfmFactsOf(daily, { asOf });
  const scores = scoreRfm(facts);
  const means = scoreRfm(facts, { kind: 'mean' });
  const eightOf = eightSegmentsOf(means);
  const tenOf = tenSegmentsOf(scores);
  const windows = suggestWindows(occasions, asOf);
  let netSalesOfBuyers = 0;
  for (const money of facts.monetary) netSalesOfBuyers += money;
  netSalesOfBuyers = Math.round(netSalesOfBuyers * moneyGrid) / moneyGrid;
  return {
    people: facts.customer.length,
    purchases: occasions.count,
    netSales: orders.quality.net.known,
    netSalesOfBuyers,
    oneTime: facts.frequency.reduce((count, times) => count + (times === 1 ? 1 : 0), 0),
    rfm: {
      scores,
      grid: rfmGrid(scores),
      eightOf,
      tenOf,
      eight: summarizeSegments(means, eightOf),
      ten: summarizeSegments(scores, tenOf),
    },
    concentration: concentrationOf(facts.monetary),
    windows,
    stages: stagesAt(occasions, windows.suggested.windows, asOf),
    history: stageHistory(occasions, windows.suggested.windows, monthEnds(daily.firstOn, asOf, historyMonths)),
    cohorts: cohortsOf(occasions, asOf),
    revenue: revenueByMonth(occasions, asOf),
    seasonality: seasonalityOf(occasions, asOf),
    ladder: repeatLadder(occasions),
    returns: returnsOf(daily, asOf),
    next:
      items === null
        ? []
        : nextPurchases(items.transactions, { asOf, column: 'product' })
            .filter(({ from, to }) => from !== to)
            .slice(0, 50),
    first: items === null ? [] : firstProductEffects(items.transactions, { asOf, column: 'product' }),
  };
}

interface TestOptions {
  readonly asOf: number;
  readonly horizonDays: number;
  readonly options: AnalyzeOptions;
}

/** Under a month of history before the hold-out nothing is learned. */
const calibrationDaysMin = 28;

function testOn({ daily, hasMoney }: Orders, { asOf, horizonDays, options }: TestOptions): Analysis['backtest'] {
  if (!hasMoney) return absent('no-amounts');
  const calibrationEnd = options.wishes.calibrationEnd ?? asOf - horizonDays;
  if (calibrationEnd >= daily.lastOn) return absent('nothing-after-calibration');
  if (options.wishes.calibrationEnd === undefined && calibrationEnd - daily.firstOn + 1 < calibrationDaysMin)
    return absent('history-too-short');
  return attempt(() =>
    backtest(daily, {
      calibrationEnd,
      horizonDays: Math.min(daily.lastOn, asOf) - calibrationEnd,
      shoppingYear: options.shoppingYear,
    }),
  );
}

interface ScoreOptions extends TestOptions {
  readonly occasions: Occasions;
  readonly tested: Analysis['backtest'];
  readonly windows: StageWindowSuggestion;
  readonly hasMoney: boolean;
}

function score({ occasions, asOf, horizonDays, options, tested, windows, hasMoney }: ScoreOptions) {
  const { wishes, shoppingYear } = options;
  const choice = choiceOf(tested.is === 'there' ? tested.value.chosen : 'bg-nbd/plain');
  const model: Maybe<ValueModel> =
    occasions.count === 0
      ? absent('nobody-yet')
      : !hasMoney
        ? absent('no-amounts')
        : attempt(() => fitValueModel(occasions, { asOf, horizonDays, shoppingYear, ...choice }));
  const values: Maybe<CustomerValues> =
    model.is === 'absent'
      ? model
      : attempt(() =>
          customerValues(model.value, {
            horizonDays,
            marginShare: wishes.margin,
            annualDiscountRate: wishes.discount,
            ...(options.wantsIntervals && { interval: 0.8 }),
          }),
        );
  const calendar = model.is === 'there' ? model.value.calendar : null;
  const time = calendar === null ? undefined : operationalTimeOf(calendar, asOf + horizonDays);
  const churn: Maybe<ChurnWarning> =
    occasions.count === 0
      ? absent('nobody-yet')
      : attempt(() => warnOfChurn(occasions, { asOf, horizonDays, ...(time && { time }) }));
  const priorities =
    values.is === 'there' && churn.is === 'there'
      ? prioritiesOf({
          occasions,
          asOf,
          windows: windows.suggested.windows,
          values: values.value,
          churn: churn.value,
          marginShare: wishes.margin,
        })
      : [];
  return { model, values, calendar, churn, priorities };
}

const churnListMax = 200;
/** So many with the most at stake are asked for reasons; those without any are listed only where hardly anybody has one. */
const askedMax = 5_000;
const listedMin = 20;
const churned = STAGES.indexOf('churned');

interface ChurnListOptions {
  readonly orders: Orders;
  readonly occasions: Occasions;
  readonly churn: ChurnWarning;
  readonly windows: StageWindowSuggestion;
}

/** Those not given up yet for whom something speaks, by what is at stake, with the reasons that hold for each. */
function churnListOf({ orders, occasions, churn, windows }: ChurnListOptions): readonly ChurnEntry[] {
  const { asOf, horizonDays } = churn;
  const stages = stagesAt(occasions, windows.suggested.windows, asOf);
  const stakes = new Float64Array(churn.customer.length);
  const sales = new Float64Array(churn.customer.length);
  for (let row = 0; row < stakes.length; row++) {
    const who = churn.customer[row] ?? 0;
    if (stages[who] === churned) continue;
    const from = occasions.start[who] ?? 0;
    const to = occasions.start[who + 1] ?? 0;
    let sum = 0;
    for (let at = from; at < to; at++) sum += (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
    const tenureDays = Math.max(horizonDays, asOf - (occasions.day[from] ?? asOf) + 1);
    sales[row] = sum;
    stakes[row] = (churn.noPurchase[row] ?? 0) * Math.max(0, sum) * (horizonDays / tenureDays);
  }
  const brand = {
    ninthDecileDays: gapQuantile(windows.survival, 0.9),
    secondPurchaseNinthDecileDays: gapQuantile(windows.firstGap, 0.9),
  };
  const entries = highestRows(stakes, askedMax).map((row): ChurnEntry => {
    const who = churn.customer[row] ?? 0;
    return {
      customer: orders.daily.dictionaries.customers[who] ?? '',
      noPurchase: churn.noPurchase[row] ?? 0,
      silentDays: churn.silentDays[row] ?? 0,
      purchases: (occasions.start[who + 1] ?? 0) - (occasions.start[who] ?? 0),
      sales: sales[row] ?? 0,
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

function absent(reason: Absence): Maybe<never> {
  return { is: 'absent', reason };
}

/** Models refuse what is out of their range by a RangeError; such a figure is left out and said so. */
function attempt<T>(work: () => T): Maybe<T> {
  try {
    return { is: 'there', value: work() };
  } catch (error) {
    if (error instanceof RangeError) return absent('history-too-short');
    throw error;
  }
}
