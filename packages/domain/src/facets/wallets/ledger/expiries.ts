import type { AccountRow, LotRow } from './rows.ts';

/** Units that expire at one instant. */
export interface DatedUnits {
  readonly units: number;
  readonly at: number;
}

/**
 * What of the open lots of a wallet expires when, the earliest first. What is held is not counted: it is spent, or expires only when it is
 * free again.
 */
export function expiriesOf({ expiresAt }: Pick<AccountRow, 'expiresAt'>, lots: readonly LotRow[]): DatedUnits[] {
  return datedSums(
    lots.flatMap((lot): readonly (readonly [number, number])[] => {
      const units = lot.remaining - lot.held;
      const ownAt = lot.waitsFor === '' ? expiresAt : null;
      const at = ownAt === null ? lot.expiresAt : Math.min(ownAt, lot.expiresAt ?? ownAt);
      return at === null || units === 0 ? [] : [[at, units]];
    }),
  );
}

/** Units by instant, the earliest first; what becomes of several lots at one instant is one. */
export function datedSums(parts: readonly (readonly [at: number, units: number])[]): DatedUnits[] {
  const sums = new Map<number, number>();
  for (const [at, units] of parts) sums.set(at, (sums.get(at) ?? 0) + units);
  return [...sums].map(([at, units]) => ({ at, units })).toSorted((a, b) => a.at - b.at);
}
