import { describe, expect, it } from 'vitest';
import { warnOfChurn } from '../churn/warning.ts';
import { customerValues } from '../clv/customer-value.ts';
import { fitValueModel } from '../clv/fit-value-model.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import type { TransactionLine } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { stagesAt } from '../windows/stages.ts';
import { prioritiesOf } from './priorities.ts';

const windows = { newDays: 30, activeDays: 40, silentDays: 80, dormantDays: 160 };
const lines: TransactionLine[] = [];
for (let who = 0; who < 300; who++) {
  const customer = `c${String(who).padStart(3, '0')}`;
  const until = [300, 300, 240, 160][who % 4] ?? 300;
  const gap = 12 + (who % 20);
  for (let day = who % 30; day < until; day += gap + ((who * day) % 3)) {
    lines.push({ customer, orderedOn: day, amount: 20 + (who % 11) });
    if (who % 10 === 0) lines.push({ customer, orderedOn: day + 1, amount: -8, returnOf: day });
  }
  if (who % 5 === 0) lines.push({ customer: `n${who}`, orderedOn: 280 + (who % 19), amount: 20 });
}
const occasions = occasionsOf(transactionsFromLines(lines), { to: 300 });
const model = fitValueModel(occasions, {
  asOf: 300,
  horizonDays: 90,
  shoppingYear: 'none',
  purchase: 'bg-nbd',
  clock: 'plain',
});
const evidence = {
  occasions,
  windows,
  asOf: 300,
  values: customerValues(model, { horizonDays: 90 }),
  churn: warnOfChurn(occasions, { asOf: 300, horizonDays: 40 }),
};
const priorities = prioritiesOf(evidence);

describe('what to do first', () => {
  it('comes in order of money, with people and a range', () => {
    const gains = priorities.map(({ expectedGain }) => expectedGain);
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    for (const { people, gainLow, expectedGain, gainHigh, customers } of priorities) {
      expect(people).toBe(customers.length);
      expect(gainLow > 0 && gainLow < expectedGain && expectedGain < gainHigh).toBe(true);
    }
    expect(priorities.map(({ code }) => code).sort()).toEqual([
      'cut-returns',
      'keep-valuable',
      'raise-order',
      'second-purchase',
      'wake-silent',
      'win-back-dormant',
    ]);
  });

  it('names people who are in the stage it speaks of', () => {
    const stages = stagesAt(occasions, windows, 300);
    const stagesOf = (code: string): readonly number[] => [
      ...new Set([...(priorities.find((one) => one.code === code)?.customers ?? [])].map((who) => stages[who] ?? -1)),
    ];
    expect([stagesOf('second-purchase'), stagesOf('wake-silent'), stagesOf('win-back-dormant')]).toEqual([
      [0],
      [2],
      [3],
    ]);
  });

  it('follows the margin and the brand’s own responses', () => {
    const own = { low: 0.1, middle: 0.2, high: 0.3 };
    const gainOf = (list: typeof priorities, code: string): number =>
      list.find((one) => one.code === code)?.expectedGain ?? Number.NaN;
    expect(gainOf(prioritiesOf({ ...evidence, marginShare: 0.5 }), 'cut-returns')).toBeCloseTo(
      gainOf(priorities, 'cut-returns') / 2,
      9,
    );
    expect(gainOf(prioritiesOf({ ...evidence, responses: { 'cut-returns': own } }), 'cut-returns')).toBeCloseTo(
      gainOf(priorities, 'cut-returns') * 4,
      9,
    );
  });

  it('keeps lists short and still counts everybody, and calls a handful a guess', () => {
    const [first] = prioritiesOf({ ...evidence, customersMax: 3 });
    expect(first?.customers).toHaveLength(3);
    expect(first?.people).toBeGreaterThan(3);
    for (const { people, sureness } of priorities) if (people < 30) expect(sureness).toBe('guess');
  });

  it('is empty where nobody is', () => {
    const nobody = { customer: new Uint32Array(), value: new Float64Array(), expectedPurchases: new Float64Array() };
    expect(prioritiesOf({ ...evidence, values: { ...evidence.values, ...nobody } })).toEqual([]);
  });
});
