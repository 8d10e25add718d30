import type { Handler, Handlers, MergeCause, RefoldCause, Use } from '../../kernel/facet.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { Need } from '../../kernel/rows/needs.ts';
import type { AnyRowKind, RowShape } from '../../kernel/rows/row-kind.ts';
import type { EraseStep } from '../../kernel/steps/steps.ts';
import { defaultSpendOrder } from './documents/wallet-document.ts';
import { missingOfAll, openHoldsOf, openLotsOf, walletsOf } from './ledger/everything.ts';
import { needsOfEarning, needsToGiveAway, missingOfRefold, refillEarning, uniteEarning } from './earning/ownership.ts';
import type { LotNumbers } from './earning/ownership.ts';
import { missingOfDays, noteNextDay } from './earning/calendar/on-day.ts';
import { Ledger, noReference } from './ledger/ledger.ts';
import { letTimePass, noteDues } from './ledger/let-time-pass.ts';
import { accountRows, holdRows, lotRows, openingRows, sharesOf } from './ledger/rows.ts';
import type { HoldEnding, LotShare } from './ledger/rows.ts';
import { sharesToSpend } from './ledger/spend-order.ts';
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
    const own = [...(missingOfAll(view)?.needs ?? []), ...needsOfEarning(view), ...needsOfOpenings(view)];
    const other = [
      ...(missingOfAll(absorbed)?.needs ?? []),
      ...needsToGiveAway(absorbed),
      ...needsOfOpenings(absorbed),
    ];
    return own.length + other.length === 0 ? missingOfDays(view, use) : new Missing(own, [], other);
  },
  apply(view, _plan, use) {
    const { absorbed } = use.cause;
    const ledger = new Ledger(view, use);
    const numbers = takeOver(ledger, absorbed, { wallets: walletsOf(absorbed), kind: 'merge_in' });
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
    for (const row of absorbed.rows(openingRows).rows())
      if (view.rows(openingRows).get(openingRows.keyOf(row)) === null) view.rows(openingRows).put(row);
    uniteEarning(view, absorbed, numbers);
    finish(ledger, view, use);
  },
};

function needsOfOpenings(view: WalletsView): readonly Need[] {
  return view.rows(openingRows).isWhole ? [] : [{ by: 'all', kind: openingRows }];
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** The open lots of `from` in these wallets, and what is held of them. */
function takeOver(
  ledger: Ledger,
  from: WalletsView,
  { wallets, kind }: { readonly wallets: readonly string[]; readonly kind: 'merge_in' | 'unmerge_in' },
): LotNumbers {
  const numbers = new Map<string, Map<number, number>>(wallets.map((wallet) => [wallet, new Map()]));
  for (const lot of openLotsOf(from)) numbers.get(lot.wallet)?.set(lot.lot, ledger.adopt(lot, kind).lot);
  for (const hold of openHoldsOf(from)) if (numbers.has(hold.wallet)) ledger.adoptHold(hold, numbers);
  return numbers;
}

/** What fell due since the one was brought to date from whom they came is done now, not in a past of which entries were written already. */
function finish(ledger: Ledger, view: WalletsView, use: Use): void {
  letTimePass(ledger, view, use.recordedAt);
  ledger.close();
  noteDues(view);
  noteNextDay(view, use);
}

/** What the other owed is taken out of what is there, and owed as far as that is not enough. */
function oweToo(
  ledger: Ledger,
  owed: { readonly view: WalletsView; readonly wallet: string; readonly units: number; readonly use: Use },
): void {
  const { view, wallet, units, use } = owed;
  const order = walletsRulesOf(use.program).wallets.get(wallet)?.document.spendOrder ?? defaultSpendOrder;
  const lots = openLotsOf(view).filter((lot) => lot.wallet === wallet);
  const shares = sharesToSpend(lots, units, { at: use.recordedAt, order, place: null });
  const moved = { wallet, units, kind: 'merge_debt', to: 'merged', shares, reverses: null } as const;
  ledger.debit({ ...moved, ...noReference, ending: 'taken_back' });
}

/** She has what her own steps say: where that is not what she has, it goes and comes by entries of its own. */
const onRefold: Handler<WalletsState, RefoldCause<WalletsState>, null> = {
  plan: (view, use) => missingOfAll(view) ?? missingOfRefold(view, use.cause.own) ?? missingOfDays(view, use),
  apply(view, _plan, use) {
    const { own } = use.cause;
    const ledger = new Ledger(view, use);
    const wallets = new Set([...walletsOf(view), ...walletsOf(own)]);
    const numbers = new Map([...wallets].map((wallet) => [wallet, becomeOwn(ledger, view, { wallet, own })]));
    view.rows(openingRows).refill(own.rows(openingRows).rows());
    refillEarning(view, own, numbers);
    finish(ledger, view, use);
  },
};

/** The numbers that lots of her own steps have now. */
function becomeOwn(
  ledger: Ledger,
  view: WalletsView,
  { wallet, own }: { readonly wallet: string; readonly own: WalletsView },
): ReadonlyMap<number, number> {
  const { debt, earned, spent, expired, isBlocked, openedAt, expiresAt } = own.rows(accountRows).get(wallet) ?? nothing;
  let numbers = sameNumbers(view, own, wallet);
  if (contentOf(view, wallet) !== contentOf(own, wallet)) {
    emptyWallet(ledger, view, { wallet, kind: 'unmerge_out', ending: 'unmerged' });
    numbers = takeOver(ledger, own, { wallets: [wallet], kind: 'unmerge_in' }).get(wallet) ?? new Map();
    if (debt > 0) {
      const moved = { wallet, units: debt, kind: 'unmerge_out', to: 'merged', shares: [], reverses: null } as const;
      ledger.debit({ ...moved, ...noReference, ending: 'unmerged' });
    }
  }
  const now = ledger.account(wallet);
  const isSame =
    earned === now.earned &&
    spent === now.spent &&
    expired === now.expired &&
    isBlocked === now.isBlocked &&
    openedAt === now.openedAt &&
    expiresAt === now.expiresAt;
  if (!isSame) ledger.changeAccount(wallet, { earned, spent, expired, isBlocked, openedAt, expiresAt });
  return numbers;
}

/** Of two with the same open lots in the same order, the number of each by that of the other. */
function sameNumbers(view: WalletsView, own: WalletsView, wallet: string): ReadonlyMap<number, number> {
  const [these, those] = [view, own].map((one) => openLotsOf(one).filter((lot) => lot.wallet === wallet));
  return new Map((those ?? []).map(({ lot }, place) => [lot, these?.[place]?.lot ?? lot]));
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

/** What of lots says nothing of what they are: their number, under which version and by which entry they came. */
const incidental: ReadonlySet<string> = new Set(['lot', 'programVersion', 'entry']);

/** What is owed, and the open lots and holds of a wallet, whatever numbers they have. */
function contentOf(view: WalletsView, wallet: string): string {
  const account = view.rows(accountRows).get(wallet);
  const lots = openLotsOf(view).filter((lot) => lot.wallet === wallet);
  const places = new Map(lots.map(({ lot }, place) => [lot, place]));
  const holds = openHoldsOf(view)
    .filter((hold) => hold.wallet === wallet)
    .map((hold) => {
      const shares = sharesOf(hold.lots).map(([lot, units]) => [places.get(lot), units]);
      return valuesOf(holdRows, { ...hold, lots: JSON.stringify(shares) });
    });
  return JSON.stringify([account?.debt ?? 0, lots.map((lot) => valuesOf(lotRows, lot)), holds]);
}

/** In the order of the columns, for a row that was loaded may have another one than a row that was made. */
function valuesOf({ columns }: AnyRowKind, row: RowShape): readonly unknown[] {
  return Object.keys(columns).map((field) => (incidental.has(field) ? null : row[field]));
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
    view.rows(openingRows).refill([]);
    view.state = walletsCodec.create();
    view.noteChange();
  },
};

export const ownershipHandlers: Pick<Handlers<WalletsState>, 'merge' | 'refold' | 'erase'> = {
  merge: onMerge,
  refold: onRefold,
  erase: onErase,
};
