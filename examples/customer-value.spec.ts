import { describe, expect, it } from 'vitest';
import { analyzeTeaShop, describeTeaShop, teaShopLines } from './customer-value.ts';

describe('the worked example of customer value', () => {
  const result = analyzeTeaShop(teaShopLines());

  it('puts every customer in one segment and gives every one a value', () => {
    const people = result.segments.reduce((sum, segment) => sum + segment.people, 0);
    expect(people).toBe(600);
    expect(result.values.value).toHaveLength(600);
    expect(result.values.value.every((value) => value >= 0)).toBe(true);
  });

  it('foresees the revenue of the last ninety days within a sixth', () => {
    const chosen = result.test.results.find(({ name }) => name === result.test.chosen);
    expect(Math.abs(chosen?.sales?.bias ?? 1)).toBeLessThan(1 / 6);
    expect(result.test.chosenBy).toBe('inner-folds');
  });

  it('warns of churn with calibrated probabilities and finds something to do', () => {
    expect(result.churn.calibration).toBe('internal-hold-out');
    expect(result.churn.reliability?.calibrationError).toBeLessThan(0.08);
    expect(result.priorities.length).toBeGreaterThan(2);
  });

  it('says the same every time', () => {
    expect(describeTeaShop(analyzeTeaShop(teaShopLines()))).toEqual(describeTeaShop(result));
  });
});
