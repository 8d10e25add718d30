import { subjectOf } from '../../../kernel/member-subject.ts';
import type { Missing } from '../../../kernel/rows/needs.ts';
import { expiryOf } from '../ledger/expiry.ts';
import type { LotTerms } from '../ledger/ledger.ts';
import type { LotRow } from '../ledger/rows.ts';
import { walletsRulesOf } from '../rules/rules.ts';
import type { CompiledWallet } from '../rules/rules.ts';
import { lacks } from './wallet-command.ts';
import type { Seen } from './wallet-command.ts';

/** A lot that comes in by hand, but for its instants. */
export const plainTerms = {
  priority: 0,
  waitsFor: '',
  cancelsAt: null,
  lotClass: '',
  scope: '',
  costMinor: null,
} as const satisfies Partial<LotTerms>;

/** What must be known of her to say when units that come in expire. */
export function lacksForExpiry(seen: Seen, { expiryFor }: CompiledWallet): Missing | null {
  return lacks(
    seen,
    expiryFor.flatMap(({ who }) => who.needs),
  );
}

/** When units that start at an instant expire by the wallet's own rules. Null: never, or with all others. */
export function expiryByRule(
  { own, use }: Seen,
  { document, expiryFor }: CompiledWallet,
  startsAt: number,
): number | null {
  const subject = expiryFor.length === 0 ? null : subjectOf(own.member);
  const special = expiryFor.find(({ who }) => subject !== null && who.predicate.test(subject, use.recordedAt));
  return expiryOf(special?.expiry ?? document.expiry, startsAt, walletsRulesOf(use.program).world.days.zone);
}

/**
 * What the next units that leave a lot cost of what all of it did. Together the parts cost what the lot did, in whatever parts it goes; rounded
 * down, what remains costs the rest.
 */
export function costOfPart({ costMinor, units, remaining }: LotRow, share: number): number | null {
  if (costMinor === null) return null;
  // Beyond what numbers hold exactly.
  const costOf = (some: number) => (BigInt(costMinor) * BigInt(some)) / BigInt(units);
  return Number(costOf(remaining) - costOf(remaining - share));
}

/** What so many units of a lot cost, rounded down. */
export function costOfUnits({ costMinor, units }: LotRow, some: number): number | null {
  return costMinor === null ? null : Number((BigInt(costMinor) * BigInt(some)) / BigInt(units));
}
