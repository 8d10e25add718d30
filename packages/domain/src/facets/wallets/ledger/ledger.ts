import type { Use } from '../../../kernel/facet.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import type { WalletsView } from '../rules/rules.ts';
import { AccountBook } from './account-book.ts';
import { lotDueAt } from './accounts.ts';
import { openHoldsOf } from './everything.ts';
import { holdRows, lotRows, openingRows, lotsText, sharesOf } from './rows.ts';
import type { AccountName, AccountRow, EntryKind, HoldEnding, HoldRow, LotEnding, LotRow, LotShare } from './rows.ts';
import { unitsOf } from './spend-order.ts';

/** Why a movement is made, as its entry keeps it. */
export interface Reference {
  readonly source: string;
  readonly sourceId: string;
  readonly rule: string;
  readonly reason: string;
}

export const noReference: Reference = { source: '', sourceId: '', rule: '', reason: '' };

/** The terms of a lot that comes in; the number, the entry and the rest follow. */
export type LotTerms = Pick<
  LotRow,
  'priority' | 'startsAt' | 'waitsFor' | 'cancelsAt' | 'expiresAt' | 'lotClass' | 'scope' | 'costMinor'
>;

export interface Credit extends Reference {
  readonly wallet: string;
  readonly units: number;
  readonly kind: EntryKind;
  readonly from: AccountName;
  readonly terms: LotTerms;
  /** The entry that it takes back in whole or part. */
  readonly reverses?: number | null;
}

export interface Debit extends Reference {
  readonly wallet: string;
  /** All that is moved; what the shares do not give is owed. */
  readonly units: number;
  readonly kind: EntryKind;
  readonly to: AccountName;
  readonly shares: readonly LotShare[];
  readonly reverses: number | null;
  /** How lots end that are empty then. */
  readonly ending: Exclude<LotEnding, ''>;
  /** When the units had been earned; unless given each lot says it. Null: they count as earned no longer, which was said before. */
  readonly earnedAt?: number | null;
}

/** New numbers of lots by their old ones, wallet by wallet. */
export type LotNumbers = ReadonlyMap<string, ReadonlyMap<number, number>>;

const earning: ReadonlySet<EntryKind> = new Set(['earn', 'adjust_up', 'opening']);
const unearning: ReadonlySet<EntryKind> = new Set(['take_back', 'adjust_down', 'void']);
/** Endings by which units go without being spent or taken back. */
const losing: ReadonlySet<LotEnding> = new Set(['expired', 'cancelled', 'voided', 'forfeited']);

/**
 * A member's wallets while one step moves them: the only place where units move. Every movement is an entry, balances and lots follow it at
 * once (W1, W2), and `close` writes the accounts and tells what changed, once a wallet. Accounts and lots that are named have been loaded.
 */
export class Ledger {
  readonly #view: WalletsView;
  readonly #use: Use;
  readonly #book: AccountBook;

  constructor(view: WalletsView, use: Use) {
    this.#view = view;
    this.#use = use;
    this.#book = new AccountBook(view, use);
  }

  account(wallet: string): AccountRow {
    return this.#book.account(wallet);
  }

  /** What was brought in under a reference is not brought in again. */
  noteOpening(wallet: string, reference: string): void {
    this.#view.rows(openingRows).put({ wallet, reference, at: this.#use.recordedAt });
  }

  lot(wallet: string, lot: number): LotRow {
    const found = this.#view.rows(lotRows).get(keyText([wallet, lot]));
    invariant(found !== null, `there is no lot ${lot} of ${wallet}`);
    return found;
  }

  /** Units come in as a lot of their own; a debt takes what is available of them, and what is over by now expires. */
  credit(credit: Credit): LotRow {
    const { wallet, units, terms, source, sourceId, rule } = credit;
    const { recordedAt: issuedAt, program } = this.#use;
    const isOfTime = terms.waitsFor === '' || terms.waitsFor === 'time';
    const { lots, sequence } = this.account(wallet);
    const lot: LotRow = {
      wallet,
      lot: lots + 1,
      units,
      remaining: units,
      held: 0,
      lost: 0,
      priority: terms.priority,
      issuedAt,
      startsAt: terms.startsAt,
      // Whether it waits for an instant says the instant alone: nothing is spendable before, and nothing waits for what has been.
      waitsFor: !isOfTime ? terms.waitsFor : terms.startsAt > issuedAt ? 'time' : '',
      cancelsAt: terms.cancelsAt,
      expiresAt: terms.expiresAt,
      // As long as it is open: `putLot` says it anew.
      dueAt: terms.expiresAt !== null && terms.expiresAt > issuedAt ? terms.expiresAt : null,
      endedAt: null,
      ending: '',
      lotClass: terms.lotClass,
      scope: terms.scope,
      costMinor: terms.costMinor,
      source,
      sourceId,
      rule,
      programVersion: program.version,
      entry: sequence + 1,
    };
    return this.#bringIn(lot, credit);
  }

  /** A lot that was somebody else's becomes one of hers: it stays what it was but for its number, and what is held of it stays held. */
  adopt(lot: LotRow, kind: Extract<EntryKind, 'merge_in' | 'unmerge_in'>): LotRow {
    const { wallet, remaining: units, source, sourceId, rule } = lot;
    const { lots, sequence } = this.account(wallet);
    const own = { ...lot, lot: lots + 1, entry: sequence + 1 };
    return this.#bringIn(own, { wallet, units, kind, from: 'merged', source, sourceId, rule, reason: '' });
  }

  /** The lot has the next number, and names the next entry. */
  #bringIn(own: LotRow, moved: Omit<Credit, 'terms'>): LotRow {
    const { wallet, units, kind, from, reverses = null, source, sourceId, rule, reason } = moved;
    const why = { source, sourceId, rule, reason };
    this.#book.post({ wallet, units, kind, reverses, ...why, from, to: 'member', lots: [[own.lot, units]] });
    const isWaiting = own.waitsFor !== '';
    this.#book.bringIn(wallet, { pending: isWaiting ? units : 0, held: own.held });
    if (isWaiting) return this.#putLot(own);
    if (earning.has(kind)) this.#book.earn(wallet, units, own.startsAt);
    const lot = this.#putLot(this.#settle(own));
    if (!isOver(lot, this.#use.recordedAt)) return lot;
    this.expireLot(wallet, lot.lot);
    return this.lot(wallet, lot.lot);
  }

  /** Units go out of lots; what they do not give is owed. */
  debit(debit: Debit): void {
    const { wallet, units, kind, shares } = debit;
    const owed = units - unitsOf(shares);
    invariant(owed >= 0, 'more units are taken out of lots than are moved');
    this.#book.post({ ...debit, from: 'member', lots: shares });
    const isUnearning = unearning.has(kind) && debit.earnedAt !== null;
    let pending = 0;
    for (const [number, share] of shares) {
      const lot = this.lot(wallet, number);
      invariant(share <= lot.remaining - lot.held, `lot ${number} of ${wallet} has not so many units`);
      if (lot.waitsFor !== '') pending += share;
      // What was given to her had been earned by somebody else, unless it stands for what she earned herself.
      else if (isUnearning && (debit.earnedAt !== undefined || lot.source !== 'transfer'))
        this.#book.earn(wallet, -share, debit.earnedAt ?? lot.startsAt);
      this.#putLot(this.#without(lot, share, debit.ending));
    }
    const account = this.account(wallet);
    this.#book.change(wallet, { pending: account.pending - pending, debt: account.debt + owed });
    if (owed > 0 && isUnearning) this.#book.earn(wallet, -owed, debit.earnedAt ?? this.#use.recordedAt);
  }

  /** Units come back into the lots that they were taken out of, with the expiry that those have. */
  restore(restored: Omit<Credit, 'terms'> & { readonly shares: readonly LotShare[]; readonly reverses: number }): void {
    const { wallet, units, shares, reverses } = restored;
    invariant(units === unitsOf(shares), 'what comes back goes into lots');
    this.#book.post({ ...restored, to: 'member', lots: shares, reverses });
    for (const [number, share] of shares) {
      const lot = this.lot(wallet, number);
      invariant(share <= lot.units - lot.remaining, `so much was never taken out of lot ${number} of ${wallet}`);
      const lost = restored.kind === 'reinstate' ? Math.max(0, lot.lost - share) : lot.lost;
      const open = { ...lot, remaining: lot.remaining + share, lost, endedAt: null, ending: '' } as const;
      this.#putLot(this.#settle(open));
      this.expireLot(wallet, number);
    }
  }

  /** A lot that waited is available from now on. */
  activate(wallet: string, number: number): void {
    const lot = this.lot(wallet, number);
    if (lot.waitsFor === '' || lot.endedAt !== null) return;
    const { recordedAt } = this.#use;
    // Units that were to start now do so at that instant; an event or a hand starts them when it comes.
    const startsAt = lot.waitsFor === 'time' ? Math.min(lot.startsAt, recordedAt) : recordedAt;
    this.#book.change(wallet, { pending: this.account(wallet).pending - lot.remaining });
    this.#book.earn(wallet, lot.remaining, startsAt);
    this.#book.note(wallet, 'available');
    this.#putLot(this.#settle({ ...lot, waitsFor: '', cancelsAt: null, startsAt }));
    this.expireLot(wallet, number);
  }

  /** What is over goes to breakage; what is held of it stays until the hold ends. */
  expireLot(wallet: string, number: number): void {
    const lot = this.lot(wallet, number);
    if (!isOver(lot, this.#use.recordedAt)) return;
    const units = lot.remaining - lot.held;
    const shares: readonly LotShare[] = [[number, units]];
    const { source, sourceId, rule } = lot;
    const why = { source, sourceId, rule, reason: '' };
    if (units > 0)
      this.debit({ wallet, units, kind: 'expire', to: 'breakage', shares, reverses: null, ending: 'expired', ...why });
    else this.#putLot(lot);
  }

  /** Those lots of a wallet that expire together, having no end of their own; what is held of them has then ended as well. */
  expireAll(wallet: string, lots: readonly LotRow[]): void {
    for (const lot of lots) {
      if (lot.endedAt !== null || lot.waitsFor !== '' || lot.expiresAt !== null) continue;
      this.#putLot({ ...lot, expiresAt: this.#use.recordedAt });
      this.expireLot(wallet, lot.lot);
    }
    this.#book.change(wallet, { expiresAt: null });
  }

  hold(held: Pick<HoldRow, 'wallet' | 'hold' | 'expiresAt'> & { readonly shares: readonly LotShare[] }): void {
    const { wallet, hold, expiresAt, shares } = held;
    const units = unitsOf(shares);
    for (const [number, share] of shares) {
      const lot = this.lot(wallet, number);
      invariant(share <= lot.remaining - lot.held, `lot ${number} of ${wallet} has not so many units to hold`);
      this.#putLot({ ...lot, held: lot.held + share });
    }
    this.#book.change(wallet, { held: this.account(wallet).held + units });
    this.#book.note(wallet, 'held');
    const { recordedAt: openedAt } = this.#use;
    const open = { captured: 0, openedAt, endedAt: null, ending: '' } as const;
    this.#putHold({ wallet, hold, units, expiresAt, lots: lotsText(shares), ...open });
  }

  /** A hold on lots that were adopted with what is held of them. */
  adoptHold(row: HoldRow, numbers: LotNumbers): void {
    const shares = sharesOf(row.lots).map(([lot, units]): LotShare => {
      const number = numbers.get(row.wallet)?.get(lot);
      invariant(number !== undefined, `lot ${lot} of ${row.wallet} is held and did not come along`);
      return [number, units];
    });
    this.#book.note(row.wallet, 'held');
    this.#putHold({ ...row, lots: lotsText(shares) });
  }

  /** Two members may have called a hold alike: none takes the place of one that is open. */
  #putHold(row: HoldRow): void {
    const open = openHoldsOf(this.#view).filter(({ wallet }) => wallet === row.wallet);
    let { hold } = row;
    for (let n = 2; open.some((one) => one.hold === hold); n += 1) hold = `${row.hold}~${n}`;
    this.#view.rows(holdRows).put({ ...row, hold });
    if (row.expiresAt >= this.#view.state.holdsDueAt) return;
    this.#view.state.holdsDueAt = row.expiresAt;
    this.#view.noteChange();
  }

  /** Ends a hold: so many units of it are spent, in the order in which they were held, and the rest is free again. */
  endHold(
    row: HoldRow,
    end: Reference & { readonly captured: number; readonly ending: Exclude<HoldEnding, ''> },
  ): void {
    const { wallet } = row;
    const shares: LotShare[] = [];
    let left = end.captured;
    for (const [number, share] of sharesOf(row.lots)) {
      const lot = this.lot(wallet, number);
      const taken = Math.min(left, share);
      if (taken > 0) shares.push([number, taken]);
      left -= taken;
      this.#view.rows(lotRows).put({ ...lot, held: lot.held - share });
    }
    invariant(left === 0, 'more is captured than was held');
    this.#book.change(wallet, { held: this.account(wallet).held - row.units });
    this.#book.note(wallet, 'released');
    const { recordedAt: endedAt } = this.#use;
    this.#view.rows(holdRows).put({ ...row, captured: end.captured, endedAt, ending: end.ending });
    const moved = { units: end.captured, kind: 'capture', to: 'redemption', shares, reverses: null } as const;
    if (end.captured > 0) this.debit({ ...end, wallet, ...moved, ending: 'spent' });
    for (const [number] of sharesOf(row.lots)) {
      const lot = this.lot(wallet, number);
      if (lot.endedAt !== null) continue;
      this.#putLot(this.#settle(lot));
      this.expireLot(wallet, number);
    }
  }

  /** Another expiry of a lot: two entries say so, which cancel each other out, for what is in no entry could be changed unseen. */
  extend(
    extended: Reference & { readonly wallet: string; readonly lot: number; readonly expiresAt: number | null },
  ): void {
    const { lot: number, expiresAt, ...why } = extended;
    const lot = this.lot(why.wallet, number);
    const moved = { ...why, units: lot.remaining, kind: 'extend', lots: [[number, lot.remaining]] } as const;
    this.#book.post({ ...moved, from: 'member', to: 'in_transit', reverses: null });
    const reverses = this.account(why.wallet).sequence;
    this.#book.post({ ...moved, from: 'in_transit', to: 'member', reverses });
    this.#putLot({ ...lot, expiresAt });
    if (lot.waitsFor === '') this.expireLot(why.wallet, number);
  }

  /** What of a lot no entry moves. */
  changeLot(lot: LotRow): void {
    this.#putLot(lot);
  }

  /** What is not moved by entries. */
  changeAccount(
    wallet: string,
    change: Partial<Pick<AccountRow, 'isBlocked' | 'openedAt' | 'expiresAt' | 'earned' | 'spent' | 'expired'>>,
  ): void {
    this.#book.change(wallet, change);
  }

  /** What is owed is owed no longer. */
  forgive(forgiven: Omit<Credit, 'terms'>): void {
    const { wallet, units } = forgiven;
    this.#book.post({ reverses: null, ...forgiven, to: 'member', lots: [] });
    this.#book.change(wallet, { debt: this.account(wallet).debt - units });
  }

  /** What had been earned counts no longer, though nothing of it is there to be taken. */
  unearn(wallet: string, units: number, earnedAt: number): void {
    if (units > 0) this.#book.earn(wallet, -units, earnedAt);
  }

  /** Writes the accounts and tells what changed. */
  close(): void {
    this.#book.close();
  }

  /** Units that became available pay what is owed first. */
  #settle(lot: LotRow): LotRow {
    const { debt } = this.account(lot.wallet);
    const paid = Math.min(debt, lot.remaining - lot.held);
    if (paid <= 0 || lot.waitsFor !== '') return lot;
    this.#book.change(lot.wallet, { debt: debt - paid });
    return this.#without(lot, paid, 'taken_back');
  }

  #without(lot: LotRow, units: number, ending: Exclude<LotEnding, ''>): LotRow {
    const remaining = lot.remaining - units;
    const lost = losing.has(ending) ? lot.lost + units : lot.lost;
    if (remaining > 0) return { ...lot, remaining, lost };
    return { ...lot, remaining, lost, endedAt: this.#use.recordedAt, ending };
  }

  #putLot(lot: LotRow): LotRow {
    const dueAt = lotDueAt(lot, this.#use.recordedAt);
    const row = lot.dueAt === dueAt ? lot : { ...lot, dueAt };
    this.#view.rows(lotRows).put(row);
    if (dueAt !== null && dueAt < this.#view.state.lotsDueAt) {
      this.#view.state.lotsDueAt = dueAt;
      this.#view.noteChange();
    }
    return row;
  }
}

/** Its end has come, and it is open. */
function isOver({ endedAt, expiresAt }: LotRow, now: number): boolean {
  return endedAt === null && expiresAt !== null && expiresAt <= now;
}
