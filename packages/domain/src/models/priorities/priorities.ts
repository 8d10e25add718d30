import { quantileOf } from '../statistics/order.ts';
import type { ChurnWarning } from '../churn/warning.ts';
import type { CustomerValues } from '../clv/customer-value.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { NOT_YET, stagesAt } from '../windows/stages.ts';
import type { StageWindows } from '../windows/stages.ts';

/**
 * What could be done, in stable codes; the wording is the reader's language.
 * - `second-purchase`: one-time buyers still within the `new` window.
 * - `keep-valuable`: the most valuable fifth of customers with a chance of silence above what is usual for them.
 * - `wake-silent`: silent customers who bought at least twice.
 * - `win-back-dormant`: dormant customers who bought at least twice.
 * - `raise-order`: active customers whose average order is below the brand's median.
 * - `cut-returns`: customers who gave back a fifth or more of what they bought.
 */
export type PriorityCode =
  | 'second-purchase'
  | 'keep-valuable'
  | 'wake-silent'
  | 'win-back-dormant'
  | 'raise-order'
  | 'cut-returns';

/** How an expected gain comes about; every factor is told so that it can be checked and replaced. */
export interface Priority {
  readonly code: PriorityCode;
  /** Customers to approach, by index, most gain first; at most `customersMax`. `people` counts all of them. */
  readonly customers: Uint32Array;
  readonly people: number;
  /** Extra profit within the horizon, units of currency: with the middle, lowest and highest assumed response. */
  readonly expectedGain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
  /** What is at stake per person: value she would bring if the action worked less what she is expected to bring without it. */
  readonly stakePerPerson: number;
  /** Assumed share of people whom the action moves. Assumed, not measured: only a test with a control group measures it. */
  readonly response: ResponseAssumption;
  /**
   * How sure: `measured` when people and stake are counted from plenty of the brand's own data, `modelled` when a fitted and back-tested model enters, `guess` when fewer than 30 people or an uncalibrated
   * model stand behind it. The response is an assumption in every case.
   */
  readonly sureness: 'measured' | 'modelled' | 'guess';
}

export interface ResponseAssumption {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** Stated assumptions, on the cautious side of what controlled tests of retail messages report; replace them by the brand's own tests. */
export const RESPONSES: Readonly<Record<PriorityCode, ResponseAssumption>> = {
  'second-purchase': { low: 0.01, middle: 0.03, high: 0.06 },
  'keep-valuable': { low: 0.01, middle: 0.03, high: 0.06 },
  'wake-silent': { low: 0.01, middle: 0.03, high: 0.05 },
  'win-back-dormant': { low: 0.005, middle: 0.015, high: 0.03 },
  'raise-order': { low: 0.01, middle: 0.03, high: 0.06 },
  'cut-returns': { low: 0.02, middle: 0.05, high: 0.1 },
};

export interface PriorityEvidence {
  readonly occasions: Occasions;
  readonly asOf: number;
  readonly windows: StageWindows;
  /** Over the horizon for which gains are told; its margin and discount carry over. */
  readonly values: CustomerValues;
  /** As of the same day. */
  readonly churn: ChurnWarning;
  readonly marginShare?: number;
  readonly responses?: Partial<Readonly<Record<PriorityCode, ResponseAssumption>>>;
  /** Longest list of customers given; 10,000 where absent. */
  readonly customersMax?: number;
}

const PEOPLE_MIN = 30;

/**
 * What to do first, in order of expected gain. One customer may stand in several lists; gains are not to be added up. Actions for nobody are left out.
 */
export function prioritiesOf(evidence: PriorityEvidence): readonly Priority[] {
  const facts = memberFacts(evidence);
  const priorities = CODES.map((code) => priorityOf(code, facts, evidence)).filter((priority) => priority.people > 0);
  return priorities.sort((a, b) => b.expectedGain - a.expectedGain || CODES.indexOf(a.code) - CODES.indexOf(b.code));
}

const CODES = [
  'second-purchase',
  'keep-valuable',
  'wake-silent',
  'win-back-dormant',
  'raise-order',
  'cut-returns',
] as const satisfies readonly PriorityCode[];

/** What the rules look at, one row a row of `values`. */
interface MemberFacts {
  readonly rows: readonly MemberFact[];
  /** Mean value of customers in the active stage with at least two purchases, and their mean purchases expected. */
  readonly activeValue: number;
  readonly medianOrder: number;
  readonly valuableFrom: number;
  readonly usualSilence: number;
}

interface MemberFact {
  readonly who: number;
  readonly stage: number;
  readonly purchases: number;
  readonly value: number;
  readonly expectedPurchases: number;
  readonly noPurchase: number;
  readonly averageOrder: number;
  readonly bought: number;
  readonly returned: number;
}

function memberFacts({ occasions, asOf, windows, values, churn }: PriorityEvidence): MemberFacts {
  const stages = stagesAt(occasions, windows, asOf);
  const silence = new Float64Array(occasions.customerCount).fill(Number.NaN);
  churn.customer.forEach((who, row) => (silence[who] = churn.noPurchase[row] ?? Number.NaN));
  const rows = Array.from(values.customer, (who, row): MemberFact => {
    let bought = 0;
    let returned = 0;
    let purchases = 0;
    for (
      let at = occasions.start[who] ?? 0;
      at < (occasions.start[who + 1] ?? 0) && (occasions.day[at] ?? 0) <= asOf;
      at++
    ) {
      purchases++;
      bought += occasions.amount[at] ?? 0;
      returned += occasions.returned[at] ?? 0;
    }
    return {
      who,
      purchases,
      bought,
      returned,
      stage: stages[who] ?? NOT_YET,
      value: values.value[row] ?? 0,
      expectedPurchases: values.expectedPurchases[row] ?? 0,
      noPurchase: silence[who] ?? Number.NaN,
      averageOrder: purchases > 0 ? bought / purchases : 0,
    };
  });
  const active = rows.filter((row) => row.stage === ACTIVE && row.purchases >= 2);
  return {
    rows,
    activeValue: meanBy(active, (row) => row.value),
    medianOrder: quantileBy(rows, 0.5, (row) => row.averageOrder),
    valuableFrom: quantileBy(rows, 0.8, (row) => row.value),
    usualSilence: quantileBy(active, 0.5, (row) => row.noPurchase),
  };
}

const NEW = 0;
const ACTIVE = 1;
const SILENT = 2;
const DORMANT = 3;
const RETURNS_SHARE_MIN = 0.2;

/** Who is meant, and what a success is worth for one of them. */
function stakeOf(code: PriorityCode, row: MemberFact, facts: MemberFacts & { readonly marginShare: number }): number {
  const { marginShare } = facts;
  const repeatBuyer = row.purchases >= 2;
  const becomesActive = Math.max(0, facts.activeValue - row.value);
  switch (code) {
    case 'second-purchase':
      return row.stage === NEW ? becomesActive : 0;
    case 'keep-valuable':
      // Kept from silence she brings what she would have brought anyway, had she come: her value over her chance of coming, less her value.
      return row.value >= facts.valuableFrom && row.noPurchase > facts.usualSilence && row.noPurchase < 1
        ? (row.value * row.noPurchase) / (1 - row.noPurchase)
        : 0;
    case 'wake-silent':
      return row.stage === SILENT && repeatBuyer ? becomesActive : 0;
    case 'win-back-dormant':
      return row.stage === DORMANT && repeatBuyer ? becomesActive : 0;
    case 'raise-order':
      return row.stage === ACTIVE && repeatBuyer
        ? Math.max(0, facts.medianOrder - row.averageOrder) * row.expectedPurchases * marginShare
        : 0;
    case 'cut-returns':
      return row.bought > 0 && row.returned / row.bought >= RETURNS_SHARE_MIN
        ? (row.returned / row.bought) * row.averageOrder * row.expectedPurchases * marginShare
        : 0;
  }
}

function priorityOf(code: PriorityCode, facts: MemberFacts, evidence: PriorityEvidence): Priority {
  const response = evidence.responses?.[code] ?? RESPONSES[code];
  const known = { ...facts, marginShare: evidence.marginShare ?? 1 };
  const stakes: { readonly who: number; readonly stake: number }[] = [];
  for (const row of facts.rows) {
    const stake = stakeOf(code, row, known);
    if (stake > 0) stakes.push({ who: row.who, stake });
  }
  stakes.sort((a, b) => b.stake - a.stake || a.who - b.who);
  const total = stakes.reduce((sum, { stake }) => sum + stake, 0);
  return {
    code,
    customers: Uint32Array.from(stakes.slice(0, evidence.customersMax ?? 10_000), ({ who }) => who),
    people: stakes.length,
    expectedGain: total * response.middle,
    gainLow: total * response.low,
    gainHigh: total * response.high,
    stakePerPerson: stakes.length > 0 ? total / stakes.length : 0,
    response,
    sureness: surenessOf(code, stakes.length, evidence),
  };
}

function surenessOf(code: PriorityCode, people: number, { churn }: PriorityEvidence): Priority['sureness'] {
  if (people < PEOPLE_MIN) return 'guess';
  if (code === 'cut-returns' || code === 'raise-order') return 'measured';
  return code === 'keep-valuable' && churn.calibration === 'none' ? 'guess' : 'modelled';
}

function meanBy(rows: readonly MemberFact[], of: (row: MemberFact) => number): number {
  return rows.length > 0 ? rows.reduce((sum, row) => sum + of(row), 0) / rows.length : 0;
}

function quantileBy(rows: readonly MemberFact[], share: number, of: (row: MemberFact) => number): number {
  const values = new Float64Array(rows.length);
  let at = 0;
  for (const row of rows) values[at++] = of(row);
  return quantileOf(values.sort(), share);
}
