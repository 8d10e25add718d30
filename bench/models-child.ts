/**
 * The million customers in a process of their own, so that its peak memory is theirs and nothing
 * else's: `node bench/models-child.ts FILE` prints one line of JSON. FILE holds raw orders as
 * three columns after each other: amounts (8 bytes), customers (4), days (4). What is timed starts
 * with those columns in memory and ends with the fitted model; scoring is timed apart.
 */
import { readFileSync } from 'node:fs';
import { fitBgNbd, fitGammaGamma, scoreCustomers, scoreExpectedSpend } from '@perennial/domain/models';
import { summarizePurchases, weeks } from '@perennial/domain/models';

const rows = readRows(process.argv[2] ?? '');
const endDay = rows.day.reduce((last, day) => Math.max(last, day), 0);

const started = performance.now();
const summaries = summarizePurchases(rows, { unit: 'week', endDay });
const summarized = performance.now();
const model = fitBgNbd(summaries.histories);
const fitted = performance.now();
const peakMib = process.resourceUsage().maxRSS / 1024;

const spend = {
  purchases: summaries.histories.frequency,
  averageSpend: summaries.averageRepeatSpend,
};
const spendModel = fitGammaGamma({
  purchases: spend.purchases.slice(0, 20_000),
  averageSpend: spend.averageSpend.slice(0, 20_000),
});
const scoring = performance.now();
const scores = scoreCustomers(model, summaries.histories, {
  horizon: weeks(52),
  discount: { ratePerUnit: Math.log(1.1) / 52, horizon: weeks(52) },
});
const amounts = scoreExpectedSpend(spendModel, spend);
const value = scores.discountedTransactions?.map((count, i) => count * (amounts[i] ?? 0));
const scored = performance.now();

console.log(
  JSON.stringify({
    orders: rows.customer.length,
    customers: summaries.customer.length,
    summarizeMs: summarized - started,
    fitMs: fitted - summarized,
    scoreMs: scored - scoring,
    peakMib,
    converged: model.convergence.converged,
    totalValue: value?.reduce((sum, one) => sum + one, 0),
  }),
);

function readRows(file: string): { amount: Float64Array; customer: Uint32Array; day: Int32Array } {
  const bytes = readFileSync(file);
  const count = bytes.byteLength / 16;
  return {
    amount: new Float64Array(bytes.buffer, bytes.byteOffset, count),
    customer: new Uint32Array(bytes.buffer, bytes.byteOffset + 8 * count, count),
    day: new Int32Array(bytes.buffer, bytes.byteOffset + 12 * count, count),
  };
}
