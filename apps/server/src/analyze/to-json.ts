import { gapQuantile, STAGES } from '@perennial/domain/models';
import type { Maybe, Analysis } from './findings/analysis.ts';
import { dayText } from './findings/days.ts';

const formatVersion = 1;

/** All figures as plain data; scores per customer are not among them (`--out`). Days are `YYYY-MM-DD`, NaN becomes null. */
export function toJson(analysis: Analysis): unknown {
  const { settings } = analysis;
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
      netSales: analysis.netSales,
      oneTimeBuyers: analysis.oneTime,
      orders: analysis.quality.orders,
      products: analysis.quality.products,
    },
    quality: analysis.quality,
    rfm: rfmOf(analysis),
    concentration: analysis.concentration,
    stages: stagesOf(analysis),
    cohorts: analysis.cohorts,
    revenueByMonth: analysis.revenue,
    seasonality: analysis.seasonality,
    repeatLadder: analysis.ladder,
    returns: analysis.returns,
    items: {
      column: analysis.itemColumn,
      oneCustomerIn: analysis.itemsOneIn,
      returned: analysis.returnedItems,
      next: analysis.next,
      first: analysis.first,
    },
    ...modelsOf(analysis),
  };
}

function rfmOf({ rfm }: Analysis): unknown {
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
    churnList: analysis.churnList,
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
