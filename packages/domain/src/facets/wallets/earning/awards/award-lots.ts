import { dayMs } from '../../../../kernel/base/instants.ts';
import { unitsMax } from '../../documents/wallet-document.ts';
import { expiryOf, endOfTerm } from '../../ledger/expiry.ts';
import type { Ledger, LotTerms } from '../../ledger/ledger.ts';
import type { LotRow, LotWait } from '../../ledger/rows.ts';
import type { AwardTerms } from '../documents/award-terms.ts';
import { proportion } from '../../../../money/proportion.ts';

/** Why units come in, as their entry keeps it. */
export interface AwardReference {
  readonly source: string;
  readonly sourceId: string;
  readonly rule: string;
}

export interface AwardCredit {
  readonly wallet: string;
  readonly units: number;
  readonly terms: AwardTerms;
  readonly reference: AwardReference;
  /** When the units begin, or begin to wait. */
  readonly from: number;
  readonly now: number;
  readonly zone: string;
  /** Whether what they would wait for has happened. */
  readonly hasHappened: (event: LotWait) => boolean;
}

export type LotAsked = Omit<AwardCredit, 'wallet' | 'reference'>;

/** Units come in as a lot. */
export function creditAward(ledger: Ledger, credit: AwardCredit): LotRow {
  const { wallet, units, reference } = credit;
  const moved = { wallet, units, kind: 'earn', from: 'issuance', ...reference, reason: '' } as const;
  return ledger.credit({ ...moved, terms: lotTerms(credit) });
}

/** The terms of the lot that an award would come in as. */
export function lotTerms({ units, terms, from, now, zone, hasHappened }: LotAsked): LotTerms {
  const { lotPriority, scope, lotClass, cost, expiry } = terms;
  const wait = waitOf(terms, { from, now, zone, hasHappened });
  const costMinor =
    cost === null ? null : Math.min(unitsMax, proportion(cost.minor, { times: units, per: cost.units }, 'nearest'));
  const expiresAt = expiryOf(expiry, wait.startsAt, zone);
  return { priority: lotPriority, ...wait, expiresAt, lotClass, scope, costMinor };
}

function waitOf(
  { pending }: AwardTerms,
  { from, now, zone, hasHappened }: Pick<AwardCredit, 'from' | 'now' | 'zone' | 'hasHappened'>,
): Pick<LotTerms, 'startsAt' | 'waitsFor' | 'cancelsAt'> {
  const atOnce = { startsAt: from, waitsFor: '', cancelsAt: null } as const;
  if (pending === null) return atOnce;
  if (pending.until === 'days') {
    const startsAt = endOfTerm({ length: { unit: 'days', count: pending.days }, roundTo: 'none' }, from, zone);
    return startsAt <= now ? { ...atOnce, startsAt } : { startsAt, waitsFor: 'time', cancelsAt: null };
  }
  const waitsFor = pending.until === 'hand' ? 'hand' : pending.type;
  if (hasHappened(waitsFor)) return atOnce;
  const cancelsAt = pending.cancelAfterDays === null ? null : now + pending.cancelAfterDays * dayMs;
  return { startsAt: from, waitsFor, cancelsAt };
}

/** What a lot waited for has come: it begins now, and so does the time until it expires. */
export function activateAward(
  ledger: Ledger,
  lot: LotRow,
  { terms, now, zone }: { readonly terms: AwardTerms; readonly now: number; readonly zone: string },
): void {
  if (lot.endedAt !== null || lot.waitsFor === '') return;
  ledger.changeLot({ ...lot, expiresAt: expiryOf(terms.expiry, now, zone) });
  ledger.activate(lot.wallet, lot.lot);
}
