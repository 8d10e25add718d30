import type { CapPeriod, EarningRule } from '../documents/earning-rule.ts';

export function ruleCap(rule: string, period: CapPeriod): string {
  return `rule/${rule}/${period}`;
}

export function walletCap(wallet: string, period: CapPeriod): string {
  return `wallet/${wallet}/${period}`;
}

/** The counters of a member that what a rule grants counts in: its own, and those of its wallet that any rule is limited by. */
export function capNamesOf(
  rule: Pick<EarningRule, 'id' | 'wallet' | 'caps'>,
  periodsOf: ReadonlyMap<string, readonly CapPeriod[]>,
): readonly string[] {
  const own = rule.caps.flatMap(({ per, period }) => (per === 'member' ? [ruleCap(rule.id, period)] : []));
  return [...own, ...(periodsOf.get(rule.wallet) ?? []).map((period) => walletCap(rule.wallet, period))];
}

export function periodOfCap(name: string): CapPeriod {
  const period = name.slice(name.lastIndexOf('/') + 1);
  return period === 'day' || period === 'week' || period === 'month' || period === 'year' ? period : 'ever';
}
