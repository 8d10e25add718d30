import { gapQuantile, STAGES } from '@perennial/domain/models';
import type { Maybe, Analysis } from './findings/analysis.ts';
import { dayText } from './findings/days.ts';

const formatVersion = 1;

/** All figures as plain data; scores per customer are not among them (`--out`). Days are `YYYY-MM-DD`, NaN becomes null. */
export function toJson(analysis: Analysis): unknown {
  const { settings, quality, hasMoney } = analysis;
  /** What is told in money is not there where no file has amounts. */
  const money = <T>(value: T): T | null => (hasMoney ? value : null);
  return {
    format: 'perennial.analysis',
    formatVersion,
    files: analysis.files,
    dateFormats: analysis.dateFormats,
    notes: analysis.notes,
    settings: { ...settings, currency: analysis.currency || null, shoppingYear: analysis.shoppingYear },
    asOf: dayText(analysis.asOf),
    firstOn: dayText(analysis.firstOn),
    lastOn: dayText(analysis.lastOn),
    totals: {
      customers: analysis.people,
      purchaseDays: analysis.purchases,
      netSales: money(analysis.netSales),
      sales: money(quality.sales.amount),
      returned: money(quality.returns.amount + quality.refunds.amount),
      netSalesOfBuyers: money(analysis.netSalesOfBuyers),
      oneTimeBuyers: analysis.oneTime,
      orders: quality.orders,
      cancellations: quality.cancellations,
      unpaidOrders: quality.unpaidOrders,
      anonymousSales: quality.anonymous.lines,
      anonymousOrders: quality.anonymous.orders,
      products: analysis.quality.products,
    },
    quality: hasMoney ? quality : withoutMoney(quality),
    rfm: rfmOf(analysis),
    concentration: money(analysis.concentration),
    stages: stagesOf(analysis),
    cohorts: analysis.cohorts,
    revenueByMonth: money(analysis.revenue),
    seasonality: analysis.seasonality,
    repeatLadder: analysis.ladder,
    returns: money(analysis.returns),
    items: {
      column: analysis.itemColumn,
      oneCustomerIn: analysis.itemsOneIn,
      returned: money(analysis.returnedItems),
      next: analysis.next,
      first: analysis.first,
    },
    ...modelsOf(analysis),
  };
}

/** The lines are counted, and their amounts, which each count as one, are not told. */
function withoutMoney(quality: Analysis['quality']): unknown {
  const text = JSON.stringify({ ...quality, net: null, breakdowns: [] });
  return JSON.parse(text, (key, value: unknown) => (key === 'amount' ? null : value));
}

function rfmOf({ rfm, hasMoney }: Analysis): unknown {
  if (!hasMoney)
    return {
      scheme: rfm.scores.scheme,
      cuts: { recencyDays: rfm.scores.recencyCuts.cuts, frequency: rfm.scores.frequencyCuts.cuts, monetary: null },
      tenSegments: rfm.ten.map(({ segment, people, peopleShare }) => ({ segment, people, peopleShare })),
    };
  return {
    scheme: rfm.scores.scheme,
    cuts: {
      recencyDays: rfm.scores.recencyCuts.cuts,
      frequency: rfm.scores.frequencyCuts.cuts,
      monetary: rfm.scores.monetaryCuts.cuts,
    },
    grid: rfm.grid,
    eightSegments: rfm.eight,
    tenSegments: rfm.ten,
  };
}

function stagesOf({ windows, history }: Analysis): unknown {
  return {
    names: STAGES,
    caution: windows.caution,
    suggested: windows.suggested,
    folklore: windows.folklore,
    gapQuantiles: Object.fromEntries(
      [0.25, 0.5, 0.75, 0.9, 0.975].map((share) => [String(share), gapQuantile(windows.survival, share)]),
    ),
    history: {
      counts: history.counts.map(({ asOf, people }) => ({ asOf: dayText(asOf), people })),
      flows: history.flows.map(({ fromDay, toDay, moved, arrived }) => ({
        from: dayText(fromDay),
        to: dayText(toDay),
        moved,
        arrived,
      })),
    },
  };
}

function modelsOf(analysis: Analysis): object {
  return {
    models: analysis.models.map((model) => ({ ...model, fittedTo: dayText(model.fittedTo) })),
    backtest: maybe(analysis.backtest, (test) => ({
      ...test,
      ...holdOutDays(test),
      choosing: {
        ...test.choosing,
        folds: test.choosing.folds.map(({ asOf, until, isSameSeason }) => ({
          calibrationEnd: dayText(asOf),
          holdoutEnd: dayText(until),
          isSameSeason,
        })),
      },
    })),
    chosenModel: maybe(analysis.model, ({ choice, purchase, spend, levels, calendar }) => ({
      choice,
      purchase,
      spend,
      levels,
      calendar: calendar === null ? null : { ...calendar, from: dayText(calendar.from), to: dayText(calendar.to) },
    })),
    value: maybe(analysis.values, ({ totalSales, totalValue, customer }) => ({
      customers: customer.length,
      horizonDays: analysis.settings.horizonDays,
      totalSales,
      totalValue,
    })),
    churn: maybe(analysis.churn, ({ horizonDays, calibration, reliability, rhythm }) => ({
      horizonDays,
      calibration,
      reliability,
      rhythm,
    })),
    churnList: analysis.hasMoney
      ? analysis.churnList
      : analysis.churnList.map((one) => ({ ...one, sales: null, atStake: null })),
    priorities: analysis.priorities.map(({ customers, ...priority }) => ({
      ...priority,
      firstCustomers: Array.from(customers.subarray(0, 100), (who) => analysis.customers[who] ?? ''),
    })),
  };
}

function holdOutDays({ calibrationEnd, holdoutEnd }: { readonly calibrationEnd: number; readonly holdoutEnd: number }) {
  return { calibrationEnd: dayText(calibrationEnd), holdoutEnd: dayText(holdoutEnd) };
}

function maybe<T>(figure: Maybe<T>, tell: (value: T) => unknown): unknown {
  return figure.is === 'there' ? tell(figure.value) : { absent: figure.reason };
}
