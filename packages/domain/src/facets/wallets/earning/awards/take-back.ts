import type { Use } from '../../../../kernel/facet.ts';
import { keyText } from '../../../../kernel/rows/row-kind.ts';
import { defaultSpendOrder } from '../../documents/wallet-document.ts';
import type { Shortfall } from '../../documents/wallet-document.ts';
import { openLotsOf } from '../../ledger/everything.ts';
import type { Ledger, Reference } from '../../ledger/ledger.ts';
import { lotRows } from '../../ledger/rows.ts';
import type { LotRow, LotShare } from '../../ledger/rows.ts';
import { anywhere, sharesToSpend, unitsOf } from '../../ledger/spend-order.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsView } from '../../rules/rules.ts';
import type { AwardTrail } from './trail.ts';

/** The lots of an award that are in memory. */
export function lotsOfAward(view: WalletsView, wallet: string, { lots }: AwardTrail): readonly LotRow[] {
  return lots.flatMap(([lot]) => view.rows(lotRows).get(keyText([wallet, lot])) ?? []);
}

function unheld({ remaining, held }: LotRow): number {
  return remaining - held;
}

/** Units of an award that went without being spent and stand for nothing yet. */
function goneOf(lots: readonly LotRow[], { goneBefore, goneCounted }: AwardTrail): number {
  return Math.max(0, lots.reduce((sum, { lost }) => sum + lost, goneBefore) - goneCounted);
}

/** Whether the award's own lots, and what of them is gone, cover what is to be taken back: then no other lot is asked. */
export function coversItself(lots: readonly LotRow[], trail: AwardTrail, units: number): boolean {
  return lots.reduce((sum, lot) => sum + unheld(lot), goneOf(lots, trail)) >= units;
}

export interface TakeBack {
  readonly wallet: string;
  readonly units: number;
  readonly trail: AwardTrail;
  readonly reference: Omit<Reference, 'reason'>;
}

export interface TakenBack {
  readonly takenBack: number;
  readonly forgiven: number;
  readonly trail: AwardTrail;
}

/**
 * Takes units of an award back: out of its own lots, then as gone what of them expired or was cancelled, then out of the member's other lots
 * in the order in which they are spent, and what is missing then by the wallet's rule for it. What was earned counts no longer either way.
 */
export function takeBack(
  ledger: Ledger,
  { wallet, units, trail, reference }: TakeBack,
  { view, use }: { readonly view: WalletsView; readonly use: Use },
): TakenBack {
  const own = lotsOfAward(view, wallet, trail);
  const moved = { wallet, kind: 'take_back', to: 'issuance', ending: 'taken_back', reverses: null } as const;
  const why = { ...reference, reason: '' };
  const shares = sharesOfOwn(own, units);
  const owned = unitsOf(shares);
  if (owned > 0) ledger.debit({ ...moved, ...why, units: owned, shares });
  const gone = Math.min(units - owned, goneOf(own, trail));
  const left = units - owned - gone;
  const earnedAt = trail.startsAt ?? use.recordedAt;
  const others = left === 0 ? [] : sharesOfOthers(wallet, left, { view, use, trail });
  const missing = left - unitsOf(others);
  const { shortfall } = walletsRulesOf(use.program).wallets.get(wallet)?.document ?? { shortfall: forgiving };
  const owed = owedOf(shortfall, missing, ledger.account(wallet).debt);
  const posted = unitsOf(others) + owed;
  if (posted > 0) ledger.debit({ ...moved, ...why, units: posted, shares: others, earnedAt });
  if (owed > 0 && shortfall.kind === 'block') ledger.changeAccount(wallet, { isBlocked: true });
  const forgiven = missing - owed;
  ledger.unearn(wallet, forgiven + Math.max(0, gone - earnedNoMore(own)), earnedAt);
  return {
    takenBack: owned + posted,
    forgiven: forgiven + gone,
    trail: { ...trail, goneCounted: trail.goneCounted + gone },
  };
}

const forgiving: Shortfall = { kind: 'clamp' };

function owedOf(shortfall: Shortfall, missing: number, debt: number): number {
  if (shortfall.kind === 'clamp') return 0;
  if (shortfall.kind === 'block' || shortfall.unitsMax === null) return missing;
  return Math.max(0, Math.min(missing, shortfall.unitsMax - debt));
}

/** What was cancelled while it waited had never been earned; what was voided ceased to be then. */
function earnedNoMore(lots: readonly LotRow[]): number {
  return lots.reduce(
    (sum, { waitsFor, ending, lost }) => (waitsFor === '' && ending !== 'voided' ? sum : sum + lost),
    0,
  );
}

/** The youngest first: it is what was granted last. */
function sharesOfOwn(lots: readonly LotRow[], units: number): readonly LotShare[] {
  const shares: LotShare[] = [];
  let left = units;
  for (const lot of lots.toReversed()) {
    const share = Math.min(left, unheld(lot));
    if (share > 0) shares.push([lot.lot, share]);
    left -= share;
  }
  return shares;
}

function sharesOfOthers(
  wallet: string,
  units: number,
  { view, use, trail }: { readonly view: WalletsView; readonly use: Use; readonly trail: AwardTrail },
): readonly LotShare[] {
  const own = new Set(trail.lots.map(([lot]) => lot));
  const lots = openLotsOf(view).filter((lot) => lot.wallet === wallet && !own.has(lot.lot));
  const order = walletsRulesOf(use.program).wallets.get(wallet)?.document.spendOrder ?? defaultSpendOrder;
  return sharesToSpend(lots, units, { at: use.recordedAt, order, place: anywhere });
}
