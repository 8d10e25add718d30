import type { Handler, Handlers, MergeCause, RefoldCause, Use } from '../../kernel/facet.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { EraseStep } from '../../kernel/steps/steps.ts';
import { missingOfAll, openHoldsOf, openLotsOf, walletsOf } from './ledger/everything.ts';
import { needsOfEarning, needsToGiveAway, missingOfRefold, refillEarning, uniteEarning } from './earning/ownership.ts';
import type { LotNumbers } from './earning/ownership.ts';
import { missingOfDays, noteNextDay } from './earning/calendar/on-day.ts';
import { Ledger, noReference } from './ledger/ledger.ts';
import type { LotTerms } from './ledger/ledger.ts';
import { noteDues } from './ledger/on-wake.ts';
import { accountRows, sharesOf } from './ledger/rows.ts';
import type { AccountRow, HoldEnding, LotRow, LotShare } from './ledger/rows.ts';
import { defaultSpendOrder } from './documents/wallet-document.ts';
import { anywhere, sharesToSpend } from './ledger/spend-order.ts';
import { walletsRulesOf } from './rules/rules.ts';
import type { WalletsView } from './rules/rules.ts';
import { walletsCodec } from './rules/state.ts';
import type { WalletsState } from './rules/state.ts';

/*
 * Whose the units are, when two members turn out to be one, when that is taken back, and when a member is erased. Entries are never changed:
 * what a merge brings comes in by entries, and what its undoing takes away goes out by entries. A tombstone's rows stay as they were at its end.
 */

/** The survivor gets the other's open lots as lots of her own, what the other owed, and what the other had on hold. */
const onMerge: Handler<WalletsState, MergeCause<WalletsState>, null> = {
  plan(view, use) {
    const { absorbed } = use.cause;
    const own = [...(missingOfAll(view)?.needs ?? []), ...needsOfEarning(view)];
    const other = [...(missingOfAll(absorbed)?.needs ?? []), ...needsToGiveAway(absorbed)];
    return own.length + other.length === 0 ? missingOfDays(view, use) : new Missing(own, [], other);
  },
  apply(view, _plan, use) {
    const { absorbed } = use.cause;
    const ledger = new Ledger(view, use);
    const numbers = takeLots(ledger, absorbed, 'merge_in');
    for (const account of absorbed.rows(accountRows).rows()) {
      const { wallet, debt, earned, spent, expired } = account;
      const own = ledger.account(wallet);
      ledger.changeAccount(wallet, {
        earned: own.earned + earned,
        spent: own.spent + spent,
        expired: own.expired + expired,
        isBlocked: own.isBlocked || account.isBlocked,
        openedAt: latest(own.openedAt, account.openedAt),
        expiresAt: latest(own.expiresAt, account.expiresAt),
      });
      if (debt > 0) oweToo(ledger, { view, wallet, units: debt, use });
    }
    takeHolds(ledger, absorbed, numbers);
    ledger.close();
    uniteEarning(view, absorbed, numbers);
    noteDues(view);
    noteNextDay(view, use);
  },
};

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** The open lots of `from` come in as lots of their own, and stay what they were but for their number. */
function takeLots(ledger: Ledger, from: WalletsView, kind: 'merge_in' | 'unmerge_in'): LotNumbers {
  const numbers = new Map<string, Map<number, number>>();
  for (const lot of openLotsOf(from)) {
    const { wallet, remaining: units, source, sourceId, rule } = lot;
    const taken = ledger.credit({
      wallet,
      units,
      kind,
      from: 'merged',
      source,
      sourceId,
      rule,
      reason: '',
      terms: termsOf(lot),
    });
    const { lot: number, entry, remaining, endedAt, ending } = taken;
    ledger.changeLot({ ...lot, lot: number, entry, remaining, endedAt, ending, held: 0 });
    const ofWallet = numbers.get(wallet) ?? new Map<number, number>();
    numbers.set(wallet, ofWallet.set(lot.lot, number));
  }
  return numbers;
}

function termsOf(lot: LotRow): LotTerms {
  const { priority, startsAt, waitsFor, cancelsAt, expiresAt, lotClass, scope, costMinor } = lot;
  return { priority, startsAt, waitsFor, cancelsAt, expiresAt, lotClass, scope, costMinor };
}

/** What the other owed is taken out of what is there, and owed as far as that is not enough. */
function oweToo(
  ledger: Ledger,
  owed: { readonly view: WalletsView; readonly wallet: string; readonly units: number; readonly use: Use },
): void {
  const { view, wallet, units, use } = owed;
  const order = walletsRulesOf(use.program).wallets.get(wallet)?.document.spendOrder ?? defaultSpendOrder;
  const lots = openLotsOf(view).filter((lot) => lot.wallet === wallet);
  const shares = sharesToSpend(lots, units, { at: use.recordedAt, order, place: anywhere });
  const moved = { wallet, units, kind: 'merge_debt', to: 'merged', shares, reverses: null } as const;
  ledger.debit({ ...moved, ...noReference, ending: 'taken_back' });
}

function takeHolds(ledger: Ledger, from: WalletsView, numbers: LotNumbers): void {
  for (const hold of openHoldsOf(from)) {
    const ofWallet = numbers.get(hold.wallet);
    const shares = sharesOf(hold.lots).flatMap(([lot, units]): readonly LotShare[] => {
      const number = ofWallet?.get(lot);
      if (number === undefined) return [];
      const { remaining, held } = ledger.lot(hold.wallet, number);
      const left = Math.min(units, remaining - held);
      return left > 0 ? [[number, left]] : [];
    });
    if (shares.length > 0) ledger.hold({ wallet: hold.wallet, hold: hold.hold, expiresAt: hold.expiresAt, shares });
  }
}

/** She has what her own steps say: where that is not what she has, it goes and comes by entries of its own. */
const onRefold: Handler<WalletsState, RefoldCause<WalletsState>, null> = {
  plan: (view, use) => missingOfAll(view) ?? missingOfRefold(view, use.cause.own) ?? missingOfDays(view, use),
  apply(view, _plan, use) {
    const { own } = use.cause;
    refillEarning(view, own, isSame(view, own) ? sameNumbers(own) : becomeOwn(view, use));
    noteNextDay(view, use);
  },
};

function sameNumbers(view: WalletsView): LotNumbers {
  const byWallet = Map.groupBy(openLotsOf(view), ({ wallet }) => wallet);
  return new Map([...byWallet].map(([wallet, lots]) => [wallet, new Map(lots.map(({ lot }) => [lot, lot]))]));
}

function becomeOwn(view: WalletsView, use: Use<RefoldCause<WalletsState>>): LotNumbers {
  const { own } = use.cause;
  const ledger = new Ledger(view, use);
  const wallets = new Set([...walletsOf(view), ...walletsOf(own)]);
  for (const wallet of wallets) emptyWallet(ledger, view, { wallet, kind: 'unmerge_out', ending: 'unmerged' });
  const numbers = takeLots(ledger, own, 'unmerge_in');
  for (const wallet of wallets) {
    const { debt, earned, spent, expired, isBlocked, openedAt, expiresAt } =
      own.rows(accountRows).get(wallet) ?? nothing;
    if (debt > 0) {
      const moved = { wallet, units: debt, kind: 'unmerge_out', to: 'merged', shares: [], reverses: null } as const;
      ledger.debit({ ...moved, ...noReference, ending: 'unmerged' });
    }
    ledger.changeAccount(wallet, { earned, spent, expired, isBlocked, openedAt, expiresAt });
  }
  takeHolds(ledger, own, numbers);
  ledger.close();
  noteDues(view);
  return numbers;
}

const nothing = {
  debt: 0,
  earned: 0,
  spent: 0,
  expired: 0,
  isBlocked: false,
  openedAt: null,
  expiresAt: null,
} as const;

/** Whether two have the same open lots and holds, and owe the same. */
function isSame(a: WalletsView, b: WalletsView): boolean {
  return contentOf(a) === contentOf(b);
}

function contentOf(view: WalletsView): string {
  const sums = walletsOf(view).flatMap((wallet) => {
    const account = view.rows(accountRows).get(wallet);
    return account === null || !isUsed(account) ? [] : [sumsOf(account)];
  });
  // Under which version and by which entry they came says nothing of what they are.
  const lots = openLotsOf(view).map((lot): LotRow => ({ ...lot, programVersion: 0, entry: 0 }));
  return JSON.stringify([sums, lots, openHoldsOf(view)]);
}

function sumsOf({ wallet, posted, pending, held, debt }: AccountRow): readonly unknown[] {
  return [wallet, posted, pending, held, debt];
}

function isUsed({
  posted,
  pending,
  held,
  debt,
}: {
  posted: number;
  pending: number;
  held: number;
  debt: number;
}): boolean {
  return posted !== 0 || pending !== 0 || held !== 0 || debt !== 0;
}

interface Emptied {
  readonly wallet: string;
  readonly kind: 'unmerge_out' | 'forfeit';
  readonly ending: Extract<HoldEnding, 'unmerged' | 'forfeited'>;
}

/** Everything goes: holds end, lots are emptied, and what was owed is owed no more. */
function emptyWallet(ledger: Ledger, view: WalletsView, { wallet, kind, ending }: Emptied): void {
  for (const hold of openHoldsOf(view))
    if (hold.wallet === wallet) ledger.endHold(hold, { ...noReference, captured: 0, ending });
  const lots = openLotsOf(view).filter((lot) => lot.wallet === wallet);
  const units = lots.reduce((sum, { remaining }) => sum + remaining, 0);
  const other = kind === 'forfeit' ? 'breakage' : 'merged';
  const shares = lots.map(({ lot, remaining }): LotShare => [lot, remaining]);
  if (units > 0) ledger.debit({ wallet, units, kind, to: other, shares, reverses: null, ending, ...noReference });
  const { debt } = ledger.account(wallet);
  if (debt > 0) ledger.forgive({ wallet, units: debt, kind, from: other, ...noReference });
}

/** What she had is forfeited; entries say so, and name nothing by which a person could be told. */
const onErase: Handler<WalletsState, EraseStep, null> = {
  plan: (view) => missingOfAll(view),
  apply(view, _plan, use) {
    const ledger = new Ledger(view, use);
    for (const wallet of walletsOf(view)) emptyWallet(ledger, view, { wallet, kind: 'forfeit', ending: 'forfeited' });
    ledger.close();
    view.state = walletsCodec.create();
    view.noteChange();
  },
};

export const ownershipHandlers: Pick<Handlers<WalletsState>, 'merge' | 'refold' | 'erase'> = {
  merge: onMerge,
  refold: onRefold,
  erase: onErase,
};
