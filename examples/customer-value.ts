/**
 * A worked example of `@perennial/domain/models`: from order lines to who will buy, how much, how well that was foreseen before, and what to do first.
 *
 * Run it: `npx node examples/customer-value.ts`. It makes up a small tea shop, the same one every time, so that it needs no file.
 */
import { pathToFileURL } from 'node:url';
import {
  backtest,
  churnReasons,
  concentrationOf,
  customerValues,
  eightSegmentsOf,
  fitValueModel,
  gapQuantile,
  occasionsOf,
  prioritiesOf,
  rfmFactsOf,
  scoreRfm,
  silenceAt,
  silenceQuestion,
  suggestWindows,
  summarizeSegments,
  transactionsFromLines,
  warnOfChurn,
} from '@perennial/domain/models';
import type { TransactionLine } from '@perennial/domain/models';

/** 2024-01-01 as days since 1970-01-01. */
const FIRST_DAY = 19_723;
const DAYS = 700;
const PEOPLE = 600;

/** A generator of numbers between 0 and 1 that gives the same ones every time (Numerical Recipes' linear congruence). */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/** Lines of a made-up tea shop: everybody has a rhythm and a taste in spending, half lose interest, some give a tea back. */
export function teaShopLines(): readonly TransactionLine[] {
  const chance = createChance(2026);
  const lines: TransactionLine[] = [];
  for (let person = 0; person < PEOPLE; person++) {
    const customer = `member-${String(person).padStart(3, '0')}`;
    const gapDays = 10 + 90 * chance() ** 2;
    const spend = 40 + 200 * chance() ** 3;
    let day = Math.floor(chance() * DAYS * 0.8);
    const leavesAfter = chance() < 0.5 ? 120 * chance() : DAYS;
    for (const firstDay = day; day < DAYS && day - firstDay <= leavesAfter;) {
      const amount = Math.round(100 * spend * (0.5 + chance())) / 100;
      const product = chance() < 0.7 ? 'oolong' : 'teapot';
      lines.push({ customer, orderedOn: FIRST_DAY + day, amount, product });
      if (chance() < 0.04)
        lines.push({
          customer,
          orderedOn: FIRST_DAY + day + 5,
          amount: -amount / 2,
          product,
          returnOf: FIRST_DAY + day,
        });
      day += 1 + Math.floor(-Math.log(1 - chance()) * gapDays);
    }
  }
  return lines;
}

/** The whole way, in the order in which an analyst asks. */
export function analyzeTeaShop(lines: readonly TransactionLine[]) {
  const transactions = transactionsFromLines(lines);
  const asOf = transactions.lastOn;
  const horizonDays = 90;
  const shoppingYear = 'china';

  // Whom do we have? Scores, segments, and how much the best tenth carries.
  const scores = scoreRfm(rfmFactsOf(transactions, { asOf }), { kind: 'mean' });
  const segments = summarizeSegments(scores, eightSegmentsOf(scores));
  const concentration = concentrationOf(scores.facts.monetary);

  // When is silence silence here? Windows from the shop's own gaps.
  const occasions = occasionsOf(transactions);
  const windows = suggestWindows(occasions, asOf);

  // Which model do stretches before the last 90 days choose, and how well did it foresee those? It is the one used from here on.
  const test = backtest(transactions, { calibrationEnd: asOf - horizonDays, horizonDays, shoppingYear });
  const model = fitValueModel(occasions, { asOf, horizonDays, shoppingYear, ...test.choice });
  const values = customerValues(model, { horizonDays, marginShare: 0.6, annualDiscountRate: 0.1, interval: 0.8 });

  // Who will probably not come in the next 90 days, and what speaks for it? From the same forecasts as the value.
  const known = { known: occasions, asOf, horizonDays, shoppingYear } as const;
  const question = silenceQuestion({ model, values }, test.choice, known);
  const churn =
    question === null
      ? warnOfChurn(occasions, { asOf, horizonDays })
      : silenceAt(question, test.silence?.uses ?? 'forecast');
  const brand = {
    ninthDecileDays: gapQuantile(windows.survival, 0.9),
    secondPurchaseNinthDecileDays: gapQuantile(windows.firstGap, 0.9),
  };
  const mostValuable = values.value.indexOf(Math.max(...values.value));
  const reasons = churnReasons(occasions, values.customer[mostValuable] ?? 0, { asOf, brand });

  // What first?
  const priorities = prioritiesOf({
    occasions,
    asOf,
    windows: windows.suggested.windows,
    values,
    churn,
    marginShare: 0.6,
  });
  return { transactions, segments, concentration, windows, test, values, churn, reasons, priorities };
}

/** A few lines of what was found. */
export function describeTeaShop({
  segments,
  concentration,
  windows,
  test,
  values,
  churn,
  priorities,
}: ReturnType<typeof analyzeTeaShop>): readonly string[] {
  const chosen = test.results.find(({ name }) => name === test.chosen);
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const tenth = concentration.topShares.find(({ people }) => people === 0.1);
  return [
    `Segments: ${segments.map(({ segment, people }) => `${segment.zh} ${people}`).join(', ')}`,
    `The best tenth of customers carry ${percent(tenth?.value ?? 0)} of net sales.`,
    `Windows: active up to ${windows.suggested.windows.activeDays} days of silence, churned after ${windows.suggested.windows.dormantDays}.`,
    `Back-test: ${test.chosen}, revenue of the last 90 days missed by ${percent(chosen?.sales?.bias ?? Number.NaN)}.`,
    `Value of the next 90 days: ${values.totalValue.toFixed(0)}.`,
    `Churn probabilities are calibrated by ${churn.calibration}, mean error ${percent(churn.reliability?.calibrationError ?? Number.NaN)}.`,
    ...priorities.map(
      ({ code, people, gainLow, gainHigh, sureness }) =>
        `Do: ${code}, ${people} people, gain ${gainLow.toFixed(0)} to ${gainHigh.toFixed(0)} (${sureness})`,
    ),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const line of describeTeaShop(analyzeTeaShop(teaShopLines()))) console.log(line);
}
