import { wantedUnits } from '../earning/awards/wanted-units.ts';
import { proportion } from '../../../money/proportion.ts';
import type { EarningRule } from '../earning/documents/earning-rule.ts';

/** Units that an order brings into a wallet, by what a refund does to them. */
export interface BroughtUnits {
  /** Taken back, as far as they are there. */
  readonly plain: number;
  /** Taken back; they cannot be spent before. */
  readonly pending: number;
  /** Kept. */
  readonly kept: number;
}

/** An order of an amount, and what it brings at best: whoever places it meets every condition. */
export interface Purchase {
  readonly id: string;
  readonly minor: number;
  readonly units: ReadonlyMap<string, BroughtUnits>;
  /** So often within the periods of caps and budgets; null: as often as one likes. */
  readonly timesMax: number | null;
}

/** Smaller orders are not looked at: what is brought for a cent or two nobody can live on. */
export const smallestMinor = 100;
/** So many amounts are looked at, of those at which something changes: the smallest, the greatest, and some between. */
export const amountsMax = 24;

/** Orders of the amounts at which rules begin to bring something, each with all rules, and with those alone that no cap ends. */
export function purchasesOf(rules: readonly EarningRule[]): readonly Purchase[] {
  const ofOrders = rules.filter((rule) => rule.on.kind === 'order' && !isGift(rule));
  const uncapped = ofOrders.filter(({ caps, budgetMinor }) => caps.length === 0 && budgetMinor === null);
  return amountsOf(ofOrders)
    .flatMap((minor) => {
      const all = purchaseOf(ofOrders, { id: `order of ${minor}`, minor });
      if (uncapped.length === ofOrders.length) return all;
      return [all, purchaseOf(uncapped, { id: `order of ${minor} beyond the caps`, minor })];
    })
    .filter(({ units, timesMax }) => units.size > 0 && timesMax !== 0);
}

/** What is fixed and only for some, such as a welcome, is meant to be given. */
function isGift({ award, who }: EarningRule): boolean {
  return award.kind === 'fixed' && who !== null;
}

function amountsOf(rules: readonly EarningRule[]): readonly number[] {
  const amounts = rules.flatMap(({ award, minimumMinor }) => {
    if (award.kind !== 'rate') return [minimumMinor];
    const { perMinor, rounding } = award;
    const first = Math.max(perMinor, minimumMinor);
    return rounding === 'down' ? [first] : [first, Math.max(Math.ceil(perMinor / 2), minimumMinor)];
  });
  const atLeast = new Set([smallestMinor, ...amounts].map((amount) => Math.max(smallestMinor, amount)));
  const sorted = [...atLeast].toSorted((a, b) => a - b);
  const step = Math.max(1, (sorted.length - 1) / (amountsMax - 1));
  return Array.from({ length: Math.min(amountsMax, sorted.length) }, (_, n) => sorted[Math.round(n * step)] ?? 0);
}

/** By the evaluator that orders go through. */
function purchaseOf(
  rules: readonly EarningRule[],
  { id, minor }: { readonly id: string; readonly minor: number },
): Purchase {
  const wanted = wantedUnits(
    rules.map(({ id: rule, wallet, award, minimumMinor, group, mode, priority }) => ({
      rule,
      wallet,
      terms: { award, minimumMinor, group, mode, priority },
      counted: [minor],
    })),
  );
  const units = new Map<string, BroughtUnits>();
  const limits: number[] = [];
  for (const rule of rules) {
    const own = wanted.get(rule.id)?.units ?? 0;
    if (own <= 0) continue;
    units.set(rule.wallet, addTo(units.get(rule.wallet), rule, own));
    limits.push(...limitsOf(rule).map((limit) => Math.floor(limit / own)));
  }
  return { id, minor, units, timesMax: limits.length === 0 ? null : Math.min(...limits) };
}

const nothing: BroughtUnits = { plain: 0, pending: 0, kept: 0 };

function addTo(sum: BroughtUnits = nothing, { keeps, pending }: EarningRule, units: number): BroughtUnits {
  if (keeps) return { ...sum, kept: sum.kept + units };
  return pending === null ? { ...sum, plain: sum.plain + units } : { ...sum, pending: sum.pending + units };
}

function limitsOf({ caps, cost, budgetMinor }: EarningRule): readonly number[] {
  const units = caps.map((cap) => cap.units);
  if (budgetMinor === null || cost === null || cost.minor === 0) return units;
  return [...units, proportion(budgetMinor, { times: cost.units, per: cost.minor }, 'down')];
}
