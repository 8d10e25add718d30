import type { Use } from '../../../kernel/facet.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { walletsRulesOf } from '../rules/rules.ts';
import type { WalletsView } from '../rules/rules.ts';
import { availableOf, emptyAccount, lotDueAt } from './accounts.ts';
import { digestOf } from './chain.ts';
import { endOfTerm } from './expiry.ts';
import { accountRows, entryRows, holdRows, lotRows, lotsText, sharesOf } from './rows.ts';
import type {
  AccountName,
  AccountRow,
  EntryKind,
  EntryRow,
  HoldEnding,
  HoldRow,
  LotEnding,
  LotRow,
  LotShare,
} from './rows.ts';
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
  /** When the units had been earned; unless given each lot says it. */
  readonly earnedAt?: number;
}

/** Units that count, or count no longer, for what a member has earned, and when they were earned. */
export type EarnedMove = readonly [units: number, at: number];

interface Opened {
  account: AccountRow;
  readonly before: AccountRow;
  readonly kinds: Set<EntryKind | 'available' | 'held' | 'released'>;
  readonly moves: EarnedMove[];
}

const earning: ReadonlySet<EntryKind> = new Set(['earn', 'adjust_up', 'opening', 'reinstate']);
const unearning: ReadonlySet<EntryKind> = new Set(['take_back', 'adjust_down', 'void']);
/** Endings by which units go without being spent or taken back. */
const losing: ReadonlySet<LotEnding> = new Set(['expired', 'cancelled', 'voided', 'forfeited']);
const spending: ReadonlySet<EntryKind> = new Set(['spend', 'capture']);
/** What a sliding expiry is put off by. */
const activity: ReadonlySet<EntryKind> = new Set(['earn', 'spend', 'capture', 'transfer_in', 'transfer_out']);

/**
 * A member's wallets while one step moves them: the only place where units move. Every movement is an entry, balances and lots follow it at
 * once (W1, W2), and `close` writes the accounts and tells what changed, once a wallet. Accounts and lots that are named have been loaded.
 */
export class Ledger {
  readonly #view: WalletsView;
  readonly #use: Use;
  readonly #opened = new Map<string, Opened>();

  constructor(view: WalletsView, use: Use) {
    this.#view = view;
    this.#use = use;
  }

  account(wallet: string): AccountRow {
    return this.#open(wallet).account;
  }

  lot(wallet: string, lot: number): LotRow {
    const found = this.#view.rows(lotRows).get(keyText([wallet, lot]));
    invariant(found !== null, `there is no lot ${lot} of ${wallet}`);
    return found;
  }

  /** Units come in as a lot of their own; a debt takes what is available of them. */
  credit(credit: Credit): LotRow {
    const { wallet, units, kind, terms } = credit;
    const { account } = this.#open(wallet);
    const lot: LotRow = {
      wallet,
      lot: account.lots + 1,
      units,
      remaining: units,
      held: 0,
      lost: 0,
      issuedAt: this.#use.recordedAt,
      ...terms,
      dueAt: null,
      endedAt: null,
      ending: '',
      source: credit.source,
      sourceId: credit.sourceId,
      rule: credit.rule,
      programVersion: this.#use.program.version,
      entry: account.sequence + 1,
    };
    this.#post({ ...credit, to: 'member', lots: [[lot.lot, units]], reverses: null });
    const isWaiting = terms.waitsFor !== '';
    this.#change(wallet, { lots: lot.lot, ...(isWaiting ? { pending: account.pending + units } : {}) });
    if (!isWaiting && earning.has(kind)) this.#earn(wallet, units, terms.startsAt);
    return this.#putLot(isWaiting ? lot : this.#settle(lot));
  }

  /** Units go out of lots; what they do not give is owed. */
  debit(debit: Debit): void {
    const { wallet, units, kind, shares } = debit;
    const owed = units - unitsOf(shares);
    invariant(owed >= 0, 'more units are taken out of lots than are moved');
    this.#post({ ...debit, from: 'member', lots: shares });
    let pending = 0;
    for (const [number, share] of shares) {
      const lot = this.lot(wallet, number);
      invariant(share <= lot.remaining - lot.held, `lot ${number} of ${wallet} has not so many units`);
      if (lot.waitsFor !== '') pending += share;
      else if (unearning.has(kind)) this.#earn(wallet, -share, debit.earnedAt ?? lot.startsAt);
      this.#take(lot, share, debit.ending);
    }
    const { account } = this.#open(wallet);
    this.#change(wallet, { pending: account.pending - pending, debt: account.debt + owed });
    if (owed > 0 && unearning.has(kind)) this.#earn(wallet, -owed, debit.earnedAt ?? this.#use.recordedAt);
  }

  /** Units come back into the lots that they were taken out of, with the expiry that those have. */
  restore(restored: Omit<Credit, 'terms'> & { readonly shares: readonly LotShare[]; readonly reverses: number }): void {
    const { wallet, units, shares, reverses } = restored;
    invariant(units === unitsOf(shares), 'what comes back goes into lots');
    this.#post({ ...restored, to: 'member', lots: shares, reverses });
    for (const [number, share] of shares) {
      const lot = this.lot(wallet, number);
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
    const { account, kinds } = this.#open(wallet);
    // Units that were to start by now do so at their instant; an event or a hand starts them when it comes.
    const startsAt = lot.waitsFor === 'time' ? Math.min(lot.startsAt, this.#use.recordedAt) : this.#use.recordedAt;
    this.#change(wallet, { pending: account.pending - lot.remaining });
    this.#earn(wallet, lot.remaining, startsAt);
    kinds.add('available');
    this.#putLot(this.#settle({ ...lot, waitsFor: '', cancelsAt: null, startsAt }));
    this.expireLot(wallet, number);
  }

  /** What is over goes to breakage; what is held of it stays until the hold ends. */
  expireLot(wallet: string, number: number): void {
    const lot = this.lot(wallet, number);
    if (lot.endedAt !== null || lot.expiresAt === null || lot.expiresAt > this.#use.recordedAt) return;
    this.#breakLot(lot);
  }

  /** All lots of a wallet whose units expire together. */
  expireAll(wallet: string, lots: readonly LotRow[]): void {
    for (const lot of lots) if (lot.endedAt === null && lot.waitsFor === '') this.#breakLot(lot);
    this.#change(wallet, { expiresAt: null });
  }

  #breakLot(lot: LotRow): void {
    const units = lot.remaining - lot.held;
    const { wallet } = lot;
    const shares: readonly LotShare[] = [[lot.lot, units]];
    const { source, sourceId, rule } = lot;
    const why = { source, sourceId, rule, reason: '' };
    if (units > 0)
      this.debit({ wallet, units, kind: 'expire', to: 'breakage', shares, reverses: null, ending: 'expired', ...why });
    else this.#putLot(lot);
  }

  hold(held: Pick<HoldRow, 'wallet' | 'hold' | 'expiresAt'> & { readonly shares: readonly LotShare[] }): void {
    const { wallet, hold, expiresAt, shares } = held;
    const units = unitsOf(shares);
    for (const [number, share] of shares) {
      const lot = this.lot(wallet, number);
      this.#putLot({ ...lot, held: lot.held + share });
    }
    const { account, kinds } = this.#open(wallet);
    this.#change(wallet, { held: account.held + units });
    kinds.add('held');
    const { recordedAt } = this.#use;
    const open = { captured: 0, openedAt: recordedAt, endedAt: null, ending: '' } as const;
    this.#view.rows(holdRows).put({ wallet, hold, units, expiresAt, lots: lotsText(shares), ...open });
    this.#view.state.holdsDueAt = Math.min(this.#view.state.holdsDueAt, expiresAt);
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
    const { account, kinds } = this.#open(wallet);
    this.#change(wallet, { held: account.held - row.units });
    kinds.add('released');
    const moved = { units: end.captured, kind: 'capture', to: 'redemption', shares, reverses: null } as const;
    if (end.captured > 0) this.debit({ ...end, wallet, ...moved, ending: 'spent' });
    for (const [number] of sharesOf(row.lots)) {
      const lot = this.lot(wallet, number);
      if (lot.endedAt !== null) continue;
      this.#putLot(this.#settle(lot));
      this.expireLot(wallet, number);
    }
    const { recordedAt: endedAt } = this.#use;
    this.#view.rows(holdRows).put({ ...row, captured: end.captured, endedAt, ending: end.ending });
  }

  /** Another expiry, priority or scope of a lot. */
  changeLot(lot: LotRow): void {
    this.#putLot(lot);
  }

  /** What is not moved by entries. */
  changeAccount(
    wallet: string,
    change: Partial<Pick<AccountRow, 'isBlocked' | 'openedAt' | 'expiresAt' | 'earned' | 'spent' | 'expired'>>,
  ): void {
    this.#change(wallet, change);
  }

  /** What is owed is owed no longer. */
  forgive(forgiven: Omit<Credit, 'terms'>): void {
    const { wallet, units } = forgiven;
    this.#post({ ...forgiven, to: 'member', lots: [], reverses: null });
    this.#change(wallet, { debt: this.#open(wallet).account.debt - units });
  }

  /** What had been earned counts no longer, though nothing of it is there to be taken. */
  unearn(wallet: string, units: number, earnedAt: number): void {
    if (units > 0) this.#earn(wallet, -units, earnedAt);
  }

  /** Writes the accounts and tells what changed. */
  close(): void {
    for (const { account, before, kinds, moves } of this.#opened.values()) {
      if (account === before) continue;
      const slid = this.#slide(account, kinds);
      this.#view.rows(accountRows).put(slid);
      const payload = {
        wallet: account.wallet,
        units: account.posted - before.posted,
        posted: account.posted,
        available: availableOf(account),
        kinds: [...kinds],
        moves: moves.map(([units, at]) => [units, at]),
      };
      this.#view.tell({ type: 'wallet.changed', occurredAt: this.#use.recordedAt, payload }, this.#use);
    }
    this.#opened.clear();
  }

  #open(wallet: string): Opened {
    const known = this.#opened.get(wallet);
    if (known !== undefined) return known;
    const account = this.#view.rows(accountRows).get(wallet) ?? emptyAccount(wallet);
    const opened: Opened = { account, before: account, kinds: new Set(), moves: [] };
    this.#opened.set(wallet, opened);
    return opened;
  }

  #change(wallet: string, change: Partial<AccountRow>): void {
    const opened = this.#open(wallet);
    opened.account = { ...opened.account, ...change };
  }

  #earn(wallet: string, units: number, at: number): void {
    const opened = this.#open(wallet);
    opened.account = { ...opened.account, earned: opened.account.earned + units };
    opened.moves.push([units, at]);
  }

  /** Units that became available pay what is owed first. */
  #settle(lot: LotRow): LotRow {
    const { account } = this.#open(lot.wallet);
    const paid = Math.min(account.debt, lot.remaining - lot.held);
    if (paid <= 0 || lot.waitsFor !== '') return lot;
    this.#change(lot.wallet, { debt: account.debt - paid });
    return this.#without(lot, paid, 'taken_back');
  }

  #take(lot: LotRow, units: number, ending: Exclude<LotEnding, ''>): void {
    this.#putLot(this.#without(lot, units, ending));
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

  #post(
    posted: Reference & {
      readonly wallet: string;
      readonly units: number;
      readonly kind: EntryKind;
      readonly from: AccountName;
      readonly to: AccountName;
      readonly lots: readonly LotShare[];
      readonly reverses: number | null;
    },
  ): void {
    const { wallet, units, kind, from: debit, to: credit, reverses, source, sourceId, rule, reason } = posted;
    invariant(Number.isSafeInteger(units) && units > 0, `a movement of ${units} units`);
    const { account, kinds } = this.#open(wallet);
    const sequence = account.sequence + 1;
    const balanceAfter = account.posted + (credit === 'member' ? units : -units);
    const { recordedAt: at, causeKind, position: causePosition, program } = this.#use;
    const cause = { causeKind, causePosition, causeAt: at, programVersion: program.version };
    const said = { kind, debit, credit, units, balanceAfter, at, lots: lotsText(posted.lots), reverses };
    const entry = { wallet, sequence, ...said, source, sourceId, rule, reason, ...cause };
    const row: EntryRow = { ...entry, digest: digestOf(account.chain, entry) };
    this.#view.rows(entryRows).put(row);
    kinds.add(kind);
    const spent = spending.has(kind) ? units : kind === 'restore' ? -units : 0;
    this.#change(wallet, {
      posted: balanceAfter,
      sequence,
      chain: row.digest,
      spent: account.spent + spent,
      expired: account.expired + (kind === 'expire' ? units : 0),
    });
  }

  /** Where units expire together, what a member does puts it off. */
  #slide(account: AccountRow, kinds: Opened['kinds']): AccountRow {
    const policy = walletsRulesOf(this.#use.program).wallets.get(account.wallet)?.document.expiry;
    if (policy?.kind !== 'sliding' || [...activity].every((kind) => !kinds.has(kind))) return account;
    const expiresAt = endOfTerm(policy, this.#use.recordedAt, walletsRulesOf(this.#use.program).world.days.zone);
    if (expiresAt < this.#view.state.accountsDueAt) this.#view.state.accountsDueAt = expiresAt;
    this.#view.noteChange();
    return { ...account, expiresAt };
  }
}
