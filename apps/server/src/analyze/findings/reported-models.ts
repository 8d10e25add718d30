import {
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  plainTime,
  spendHistoriesOf,
  timedHistoriesOf,
} from '@perennial/domain/models';
import type { ConvergenceReport, Occasions, PurchaseHistories } from '@perennial/domain/models';

/** A model as published, fitted on plain time, for whoever wants to compare it with another tool. */
export interface ReportedModel {
  readonly kind: 'bg-nbd' | 'mbg-nbd' | 'pareto-nbd' | 'gamma-gamma';
  /** Unit of time of α and β; '' for the spend. */
  readonly unit: 'day' | 'week' | '';
  readonly fittedTo: number;
  readonly customers: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number | null>>;
  readonly logLikelihood: number;
  readonly convergence: ConvergenceReport;
}

export interface ReportedModelOptions {
  /** Last day that the fits know. */
  readonly to: number;
  readonly unit: 'day' | 'week';
  /** Which of the customers are taken where there are more than 30,000. */
  readonly seed: number;
  /** So much is fitted, 0 to 1. */
  readonly onPart: (share: number) => void;
}

const customersMax = 30_000;
const daysPer = { day: 1, week: 7 } as const;

/** Fits BG/NBD, MBG/NBD and Pareto/NBD on purchase days, and Gamma-Gamma on the spend of repeat buyers' later purchase days, as the papers do. */
export function reportModels(occasions: Occasions, options: ReportedModelOptions): readonly ReportedModel[] {
  const { to, unit } = options;
  const from = occasions.day.reduce((least, day) => Math.min(least, day), to);
  const all = timedHistoriesOf(occasions, plainTime(from, to), to);
  if (all.customer.length < 2) return [];
  const step = Math.ceil(all.customer.length / customersMax);
  const isTaken = (_: number, row: number): boolean => row % step === options.seed % step;
  const inUnit = (days: Float64Array): Float64Array => days.filter(isTaken).map((value) => value / daysPer[unit]);
  const histories: PurchaseHistories = {
    unit,
    frequency: all.frequency.filter(isTaken),
    recency: inUnit(all.recency),
    age: inUnit(all.age),
  };
  const fits = [fitBgNbd, fitMbgNbd, fitParetoNbd];
  const models = fits.map((fit, at): ReportedModel => {
    const model = { ...fit(histories), fittedTo: to };
    options.onPart((at + 1) / (fits.length + 1));
    return model;
  });
  const spend = spendHistoriesOf(occasions, all.customer.filter(isTaken), { asOf: to, counted: 'repeat' });
  if (spend.averageSpend.some((average) => average > 0))
    models.push({ ...fitGammaGamma(spend), unit: '', fittedTo: to });
  return models;
}
