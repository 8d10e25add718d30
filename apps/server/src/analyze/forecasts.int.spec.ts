import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolder, runAnalyze } from './testing/run-analyze.ts';

const folder = createFolder();
afterAll(() => folder[Symbol.dispose]());

interface Told {
  readonly value: { readonly totalSales: number };
  readonly churnList: readonly { readonly customer: string; readonly atStake: number }[];
  readonly backtest: {
    readonly chosen: string;
    readonly choice: { readonly spend: string };
    readonly silence: { readonly isCalibrated: boolean; readonly tenthsOff: number };
    readonly interval: { readonly coverage: number };
  };
}

interface Analysed {
  readonly told: Told;
  readonly html: string;
  readonly scores: readonly Readonly<Record<string, string>>[];
}

async function analyse(name: string, csv: string, locale = 'en'): Promise<Analysed> {
  const path = folder.of(`${name}.csv`);
  const report = folder.of(`${name}.html`);
  const out = folder.of(`${name}-scores.csv`);
  writeFileSync(path, csv);
  const run = await runAnalyze(path, '--json', '--report', report, '--out', out, '--locale', locale);
  expect(run.code).toBe(0);
  const [head = '', ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
  const names = head.split(',');
  const scores = rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [names[at] ?? '', cell])));
  const told: Told = JSON.parse(run.stdout);
  return { told, html: readFileSync(report, 'utf8'), scores };
}

const day = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);
/** Unrelated to its neighbours and the same every time. */
const chance = (seed: number): number => Math.abs(Math.sin(seed * 12.9898) * 43758.5453) % 1;

/** One in five always spends about 30, the others about 70; gaps of two to eleven weeks, and some stop. */
function twoPointShop(): string {
  const rows = ['order,customer,date,amount'];
  for (let who = 0; who < 260; who++) {
    const stops = chance(who + 0.5) < 0.3 ? 200 + 300 * chance(who + 0.7) : 540;
    for (let at = 60 * chance(who), n = 0; at < stops; at += 14 + 63 * chance(who * 31 + n), n++) {
      const amount = (who % 5 === 0 ? 30 : 70) + 4 * chance(who * 17 + n) - 2;
      rows.push(`${who}-${n},${who % 5 === 0 ? 'small' : 'large'}${who},${day(Math.floor(at))},${amount.toFixed(2)}`);
    }
  }
  return `${rows.join('\n')}\n`;
}

describe('people who always spend about 30 or about 70', () => {
  let found: Analysed;
  beforeAll(async () => {
    found = await analyse('two-points', twoPointShop());
  });

  test('are expected to spend about 30 and about 70', () => {
    for (const { customer = '', expected_spend: spend = '' } of found.scores)
      expect(Math.abs(Number(spend) - (customer.startsWith('small') ? 30 : 70))).toBeLessThan(5);
  });

  test('have at stake at most their value, and nobody is listed of whom nothing is expected', () => {
    const valueOf = new Map(found.scores.map(({ customer = '', value = '' }) => [customer, Number(value)]));
    expect(found.told.churnList.length).toBeGreaterThan(20);
    for (const { customer, atStake } of found.told.churnList) {
      expect(atStake).toBeGreaterThan(0);
      expect(atStake).toBeLessThanOrEqual(valueOf.get(customer) ?? 0);
    }
  });

  test('are told whether the chances held', () => {
    const { silence } = found.told.backtest;
    expect(silence.isCalibrated).toBe(silence.tenthsOff === 0);
    expect(found.html).toContain(silence.isCalibrated ? 'They held on the hold-out' : 'They did not hold');
    expect(found.html).toContain('Used from here on: ');
  });

  test('get the same in Chinese', async () => {
    const { html, told } = await analyse('two-points-zh', twoPointShop(), 'zh-CN');
    expect(told.backtest).toEqual(found.told.backtest);
    expect(html).toMatch(/在留出期(的每个十分位都成立|的 \d+ 个十分位中有 \d+ 个不成立)/);
    // Models have names in words, in Chinese too.
    expect(html).toMatch(/采用：[^<]*[\u4e00-\u9fff]/);
    expect(html).not.toContain(`采用：${told.backtest.chosen}`);
  });
});

test('where nothing is expected of anybody, nothing stands as at stake', async () => {
  const rows = Array.from({ length: 200 }, (_, who) => `${who},once${who},${day(who * 2)},50`);
  const { told } = await analyse('once', `order,customer,date,amount\n${rows.join('\n')}\n`);
  expect(told.value.totalSales).toBeLessThan(1);
  expect(told.churnList).toEqual([]);
});
