import { fitBgNbd, fitMbgNbd } from '../purchase/fit-beta-geometric.ts';
import { fitParetoNbd } from '../purchase/fit-pareto.ts';
import { convertHistories, days, weeks } from '../histories/history.ts';
import type { PurchaseHistories } from '../histories/history.ts';
import {
  discountedExpectedTransactions,
  expectedTransactions,
  probabilityAlive,
  probabilityNoPurchase,
  probabilityOfCount,
} from '../purchase/predict.ts';
import type { PurchaseModel } from '../purchase/purchase-model.ts';
import { scoreCustomers } from '../purchase/score.ts';
import { simulateHistories } from '../simulation/simulate.ts';
import type { PurchaseProcess } from '../simulation/simulate.ts';
import type { Claim, PropertyClaim, PropertyOutcome } from '../claims/claim.ts';

const fits = [
  ['BG/NBD', fitBgNbd],
  ['MBG/NBD', fitMbgNbd],
  ['Pareto/NBD', fitParetoNbd],
] as const;

type Fit = (typeof fits)[number][1];

/** Populations whose parameters are known: what made them must be found again. */
const processes: Readonly<Record<(typeof fits)[number][0], PurchaseProcess>> = {
  'BG/NBD': { kind: 'bg-nbd', parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } },
  'MBG/NBD': { kind: 'mbg-nbd', parameters: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } },
  'Pareto/NBD': { kind: 'pareto-nbd', parameters: { r: 0.8, alpha: 5, s: 0.6, beta: 6 } },
};

const extremes: readonly (readonly [string, PurchaseHistories<'week'>])[] = [
  ['x = 200 in 38 of 40 weeks', rows([200, 38, 40], [0, 0, 40], [3, 20, 40])],
  ['x = 132, t_x = T = 200', rows([132, 200, 200], [0, 0, 200], [2, 50, 150])],
  ['one-time buyers only', rows([0, 0, 10], [0, 0, 20], [0, 0, 30])],
  ['identical customers', rows([2, 10, 20], [2, 10, 20], [2, 10, 20])],
  ['a single customer', rows([3, 12, 20])],
  ['nobody watched for a day', rows([0, 0, 0], [0, 0, 0])],
];

/** What must hold of every purchase model. */
export const propertyClaims: readonly Claim[] = fits.flatMap(([topic, fit]) => [
  property(topic, 'the order of the rows does not matter', () => checkOrder(topic, fit)),
  property(topic, 'weighted rows and the customers they stand for agree', () => checkWeights(fit)),
  property(topic, 'weeks told as days scale α and β by 7 and change nothing else', () => checkUnits(topic, fit)),
  property(topic, 'parameters of a simulated population are recovered', () => checkRecovery(topic, fit)),
  property(topic, 'chances lie in [0, 1] and sum to 1', () => checkChances(topic, fit)),
  ...extremes.map(([name, histories]) =>
    property(topic, `finite and honest: ${name}`, () => checkExtreme(fit(histories), histories)),
  ),
]);

function property(topic: string, name: string, check: () => PropertyOutcome): PropertyClaim {
  return { kind: 'property', topic: `${topic}, properties`, name, check };
}

function checkOrder(topic: (typeof fits)[number][0], fit: Fit): PropertyOutcome {
  const histories = population(topic, 800);
  const turned = {
    unit: histories.unit,
    frequency: Float64Array.from(histories.frequency).reverse(),
    recency: Float64Array.from(histories.recency).reverse(),
    age: Float64Array.from(histories.age).reverse(),
  };
  return nearness(farthest(fit(histories), fit(turned)), 1e-6);
}

function checkWeights(fit: Fit): PropertyOutcome {
  const once = rows([2, 10, 20], [0, 0, 20], [5, 18, 20], [1, 2, 18], [0, 0, 15]);
  const weight = Float64Array.of(3, 20, 2, 6, 10);
  const explode = (column: Float64Array): Float64Array =>
    Float64Array.from([...column].flatMap((x, i) => Array.from({ length: weight[i] ?? 0 }, () => x)));
  const each = {
    unit: once.unit,
    frequency: explode(once.frequency),
    recency: explode(once.recency),
    age: explode(once.age),
  };
  return nearness(farthest(fit({ ...once, weight }), fit(each)), 1e-12);
}

function checkUnits(topic: (typeof fits)[number][0], fit: Fit): PropertyOutcome {
  const histories = population(topic, 800);
  const inWeeks = fit(histories);
  const inDays = fit(convertHistories(histories, 'day'));
  const far = farthest(inWeeks, inDays, (name) => (name === 'alpha' || name === 'beta' ? 7 : 1));
  const past = { frequency: 2, recency: 14, age: 28 };
  const one = expectedTransactions(inWeeks, { unit: 'week', ...past }, weeks(26));
  const other = expectedTransactions(inDays, { unit: 'day', frequency: 2, recency: 98, age: 196 }, days(182));
  return nearness(Math.max(far, Math.abs(one / other - 1)), 1e-5);
}

function checkRecovery(topic: (typeof fits)[number][0], fit: Fit): PropertyOutcome {
  const model = fit(population(topic, 6000));
  const truth: Readonly<Record<string, number>> = processes[topic].parameters;
  const errors: Readonly<Record<string, number | null>> = model.standardErrors;
  const worst = Object.entries(model.parameters).reduce(
    (most, [name, value]) => Math.max(most, Math.abs(value - (truth[name] ?? 0)) / (errors[name] ?? 0)),
    0,
  );
  return {
    isHeld: model.convergence.converged && worst < 3.5,
    evidence: `6,000 customers: the farthest is ${worst.toFixed(1)} standard errors away`,
  };
}

function checkChances(topic: (typeof fits)[number][0], fit: Fit): PropertyOutcome {
  const model = fit(population(topic, 800));
  const past = { unit: 'week', frequency: 3, recency: 20, age: 30 } as const;
  let sum = 0;
  let isInside = true;
  for (let count = 0; count < 400; count += 1) {
    const chance = probabilityOfCount(model, past, { count, horizon: weeks(26) });
    isInside &&= chance >= 0 && chance <= 1;
    sum += chance;
  }
  const alone = [probabilityAlive(model, past), probabilityNoPurchase(model, past, weeks(26))];
  isInside &&= alone.every((chance) => chance >= 0 && chance <= 1);
  const { isHeld, evidence } = nearness(Math.abs(sum - 1), 1e-9);
  return { isHeld: isHeld && isInside, evidence: `the sum of 400 is off by ${evidence}` };
}

function checkExtreme(model: PurchaseModel<'week'>, histories: PurchaseHistories<'week'>): PropertyOutcome {
  const scores = scoreCustomers(model, histories, {
    horizon: weeks(26),
    discount: { ratePerUnit: 0.002 },
  });
  const regular = { unit: 'week', frequency: 200, recency: 38, age: 40 } as const;
  const numbers = [
    ...Object.values(model.parameters),
    model.logLikelihood,
    ...Object.values(scores).flatMap((column: Float64Array) => [...column]),
    discountedExpectedTransactions(model, regular, { ratePerUnit: 0.002 }),
  ];
  const { convergence } = model;
  return {
    isHeld: numbers.every(Number.isFinite),
    evidence: `${numbers.length} numbers, all finite; says "${convergence.reason}"`,
  };
}

/** The farthest relative distance of the parameters, after scaling the first model's. */
function farthest(one: PurchaseModel, other: PurchaseModel, scale: (name: string) => number = () => 1): number {
  const others: Readonly<Record<string, number>> = other.parameters;
  return Object.entries(one.parameters).reduce(
    (most, [name, value]) => Math.max(most, Math.abs((others[name] ?? 0) / (value * scale(name)) - 1)),
    0,
  );
}

/** Rounding differs between processors, so the page tells the bound and not the distance. */
function nearness(distance: number, bound: number): PropertyOutcome {
  return {
    isHeld: distance <= bound,
    evidence: distance <= bound ? `less than ${bound}` : `${distance}, more than ${bound}`,
  };
}

function population(topic: (typeof fits)[number][0], customers: number): PurchaseHistories<'week'> {
  return simulateHistories(processes[topic], {
    unit: 'week',
    customers,
    ageMin: 27,
    ageMax: 100,
    seed: 11,
  });
}

function rows(...list: readonly (readonly [number, number, number])[]): PurchaseHistories<'week'> {
  return {
    unit: 'week',
    frequency: Float64Array.from(list, ([x]) => x),
    recency: Float64Array.from(list, ([, last]) => last),
    age: Float64Array.from(list, ([, , age]) => age),
  };
}
