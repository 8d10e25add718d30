import {
  backtest,
  cohortsOf,
  concentrationOf,
  eightSegmentsOf,
  firstProductEffects,
  nextPurchases,
  occasionsOf,
  repeatLadder,
  returnsOf,
  revenueByMonth,
  rfmFactsOf,
  rfmGrid,
  scoreRfm,
  seasonalityOf,
  stageHistory,
  stagesAt,
  suggestWindows,
  summarizeSegments,
  tenSegmentsOf,
} from '@perennial/domain/models';
import type { Occasions, ShoppingYear } from '@perennial/domain/models';
import type { Orders } from '../input/read-orders.ts';
import type { AnalyzeWishes } from '../wishes/wishes.ts';
import { absent, attempt } from './absences.ts';
import type { Analysis } from './analysis.ts';
import { churnListOf } from './churn-list.ts';
import { monthEnds } from './days.ts';
import { reportModels } from './reported-models.ts';
import { scoreCustomers } from './score-customers.ts';

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
  const scored = scoreCustomers({
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
        ? churnListOf({
            orders,
            occasions,
            churn: scored.churn.value,
            values: scored.values,
            windows: described.windows,
          })
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
