import type { Use } from '../../../kernel/facet.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import { walletChanged } from '../rules/events.ts';
import { walletsRulesOf } from '../rules/rules.ts';
import type { WalletsView } from '../rules/rules.ts';
import { availableOf, emptyAccount } from './accounts.ts';
import { digestOf } from './chain.ts';
import { endOfTerm } from './expiry.ts';
import { accountRows, entryRows, lotsText } from './rows.ts';
import type { AccountName, AccountRow, EntryKind, EntryRow, LotShare } from './rows.ts';

/** One transfer between the member and another account. */
export type Movement = Pick<
  EntryRow,
  'wallet' | 'units' | 'kind' | 'reverses' | 'source' | 'sourceId' | 'rule' | 'reason'
> & {
  readonly from: AccountName;
  readonly to: AccountName;
  readonly lots: readonly LotShare[];
};

/** What happened beside entries. */
type Note = 'available' | 'held' | 'released';

type Mutable<Row> = { -readonly [Field in keyof Row]: Row[Field] };

/** Units that count, or count no longer, for what a member has earned, and when they were earned. */
type EarnedMove = readonly [units: number, at: number];

interface Opened {
  /** A copy of its own, which is changed in place: a movement changes it a few times over. */
  readonly account: Mutable<AccountRow>;
  readonly before: AccountRow;
  isChanged: boolean;
  readonly kinds: Set<EntryKind | Note>;
  readonly moves: EarnedMove[];
}

const spending: ReadonlySet<EntryKind> = new Set(['spend', 'capture']);
/** What a sliding expiry is put off by. */
const activity: ReadonlySet<EntryKind | Note> = new Set([
  'earn',
  'available',
  'spend',
  'capture',
  'transfer_in',
  'transfer_out',
]);

/**
 * The accounts of a member while one step moves her units: each is read once, every movement adds an entry to its chain, and `close` writes
 * them and tells what changed, once a wallet.
 */
export class AccountBook {
  readonly #view: WalletsView;
  readonly #use: Use;
  readonly #opened = new Map<string, Opened>();

  constructor(view: WalletsView, use: Use) {
    this.#view = view;
    this.#use = use;
  }

  /** As it stands now: to be asked again after the next movement. */
  account(wallet: string): AccountRow {
    return this.#open(wallet).account;
  }

  change(wallet: string, change: Partial<AccountRow>): void {
    Object.assign(this.#changing(wallet).account, change);
  }

  /** A lot came in: of so many units some wait, and some are held. */
  bringIn(wallet: string, { pending, held }: { readonly pending: number; readonly held: number }): void {
    const { account } = this.#changing(wallet);
    account.lots += 1;
    account.pending += pending;
    account.held += held;
  }

  note(wallet: string, kind: Note): void {
    this.#open(wallet).kinds.add(kind);
  }

  earn(wallet: string, units: number, at: number): void {
    const { account, moves } = this.#changing(wallet);
    account.earned += units;
    moves.push([units, at]);
  }

  post({ from: debit, to: credit, lots, ...moved }: Movement): void {
    const { wallet, units, kind, reverses, source, sourceId, rule, reason } = moved;
    invariant(Number.isSafeInteger(units) && units > 0, `a movement of ${units} units`);
    const { account, kinds } = this.#changing(wallet);
    const { recordedAt: at, causeKind, position: causePosition, program } = this.#use;
    account.sequence += 1;
    account.posted += credit === 'member' ? units : -units;
    const row: Mutable<EntryRow> = {
      wallet,
      sequence: account.sequence,
      kind,
      debit,
      credit,
      units,
      balanceAfter: account.posted,
      at,
      lots: lotsText(lots),
      reverses,
      source,
      sourceId,
      rule,
      programVersion: program.version,
      reason,
      causeKind,
      causePosition,
      causeAt: at,
      digest: '',
    };
    if (!this.#view.member.isTrial) row.digest = digestOf(account.chain, row, program.sha256);
    account.chain = row.digest;
    this.#view.rows(entryRows).put(row);
    kinds.add(kind);
    account.spent += spending.has(kind) ? units : kind === 'restore' ? -units : 0;
    account.expired += kind === 'expire' ? units : kind === 'reinstate' ? -units : 0;
  }

  /** Writes the accounts and tells what changed. */
  close(): void {
    for (const { account, before, kinds, moves, isChanged } of this.#opened.values()) {
      if (!isChanged) continue;
      const slid = this.#slide(account, kinds);
      this.#view.rows(accountRows).put(slid);
      this.#noteDue(slid);
      const payload = {
        wallet: account.wallet,
        units: account.posted - before.posted,
        posted: account.posted,
        available: availableOf(account),
        kinds: [...kinds],
        moves,
      };
      this.#view.tell({ type: walletChanged, occurredAt: this.#use.recordedAt, payload }, this.#use);
    }
    this.#opened.clear();
  }

  #changing(wallet: string): Opened {
    const opened = this.#open(wallet);
    opened.isChanged = true;
    return opened;
  }

  #open(wallet: string): Opened {
    const known = this.#opened.get(wallet);
    if (known !== undefined) return known;
    const before = this.#view.rows(accountRows).get(wallet) ?? emptyAccount(wallet);
    const opened: Opened = { account: { ...before }, before, isChanged: false, kinds: new Set(), moves: [] };
    this.#opened.set(wallet, opened);
    return opened;
  }

  /** Where units expire together, what a member does puts it off; and what is there has an end, however it came. */
  #slide(account: AccountRow, kinds: Opened['kinds']): AccountRow {
    const { wallets, world } = walletsRulesOf(this.#use.program);
    const policy = wallets.get(account.wallet)?.document.expiry;
    if (policy?.kind !== 'sliding') return account;
    const isEndless = account.expiresAt === null && availableOf(account) > 0;
    if (!isEndless && [...activity].every((kind) => !kinds.has(kind))) return account;
    return { ...account, expiresAt: endOfTerm(policy, this.#use.recordedAt, world.days.zone) };
  }

  #noteDue({ expiresAt }: AccountRow): void {
    if (expiresAt === null || expiresAt >= this.#view.state.accountsDueAt) return;
    this.#view.state.accountsDueAt = expiresAt;
    this.#view.noteChange();
  }
}
