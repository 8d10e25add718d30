import { defineRowKind } from '../../../kernel/rows/row-kind.ts';

/*
 * What is kept of a member's wallets. Units are whole numbers, instants epoch milliseconds. An entry is one transfer between two accounts
 * and is never changed; balances, lots and holds are what the entries amount to, kept so that none has to be read to know them (W2).
 */

/** A balance: what all entries of a member in a wallet amount to. */
export type AccountRow = {
  readonly wallet: string;
  /** Sum of all entries: the units of open lots, less the debt. */
  readonly posted: number;
  /** Of it, in lots that are not available yet. */
  readonly pending: number;
  /** Of it, held for something that is under way. */
  readonly held: number;
  /** Taken back beyond what was there: absorbed by what becomes available next. */
  readonly debt: number;
  /** Entries so far: the number of the last one. */
  readonly sequence: number;
  /** Lots so far: the number of the last one. */
  readonly lots: number;
  /** Digest of the last entry, which holds that of the one before. */
  readonly chain: string;
  /** Units that ever became available by being earned, less what was taken back of them. */
  readonly earned: number;
  readonly spent: number;
  readonly expired: number;
  /** When all units expire together, where they do so after a time without activity. */
  readonly expiresAt: number | null;
  /** Nothing is spent until a person says so. */
  readonly isBlocked: boolean;
  /** Orders placed before are in the opening balance and earn nothing. */
  readonly openedAt: number | null;
};

export const accountRows = defineRowKind<AccountRow>({
  table: 'wallet_account',
  index: 0,
  key: ['wallet'],
  columns: {
    wallet: { type: 'text' },
    posted: { type: 'bigint' },
    pending: { type: 'bigint' },
    held: { type: 'bigint' },
    debt: { type: 'bigint' },
    sequence: { type: 'int' },
    lots: { type: 'int' },
    chain: { type: 'text' },
    earned: { type: 'bigint' },
    spent: { type: 'bigint' },
    expired: { type: 'bigint' },
    expiresAt: { type: 'bigint', isNullable: true },
    isBlocked: { type: 'boolean' },
    openedAt: { type: 'bigint', isNullable: true },
  },
  write: 'replace',
});

/** How a lot ended; '' while it is open. */
export type LotEnding =
  | ''
  | 'spent'
  | 'expired'
  | 'taken_back'
  | 'cancelled'
  | 'voided'
  | 'transferred'
  | 'unmerged'
  | 'forfeited';
/** Of stored value: what was paid for, or what was given on top. '' elsewhere. */
export type LotClass = '' | 'principal' | 'bonus';
/** What becomes of a lot that is pending: '' it is available; `time` at `startsAt`; `hand` when a person says so; else an event of its order. */
export type LotWait = '' | 'time' | 'hand' | 'order.paid' | 'order.fulfilled';

/** Units that came in together, with the terms under which they did. */
export type LotRow = {
  readonly wallet: string;
  /** Counts the member's lots of the wallet. */
  readonly lot: number;
  readonly units: number;
  readonly remaining: number;
  /** Of `remaining`, held. */
  readonly held: number;
  /** Of what is not there any more, what went without being spent: expired, cancelled, voided. */
  readonly lost: number;
  /** Smaller is spent first. */
  readonly priority: number;
  readonly issuedAt: number;
  /** Available from then on; of lots that wait for an event, when it is given up and cancelled, or null. */
  readonly startsAt: number;
  readonly waitsFor: LotWait;
  /** When a lot that still waits is cancelled; null: it waits for ever. */
  readonly cancelsAt: number | null;
  /** Spent no more from then on; null: never, or with all others of the wallet. */
  readonly expiresAt: number | null;
  /** When time alone changes it next; null: never. */
  readonly dueAt: number | null;
  readonly endedAt: number | null;
  readonly ending: LotEnding;
  readonly lotClass: LotClass;
  /** JSON of `LotScope`; '' where the units may be spent on anything. */
  readonly scope: string;
  /** What the units cost or are worth, minor units of money; null where nobody said. */
  readonly costMinor: number | null;
  /** What it came of: `order`, `fact`, `decision`, `yearly`, `opening`, `transfer`, `merge`. */
  readonly source: string;
  /** Its name: of an order space and number, of a fact its message, of a decision its id. */
  readonly sourceId: string;
  /** Id of the earning rule; '' where there is none. */
  readonly rule: string;
  readonly programVersion: number;
  /** The entry by which it came. */
  readonly entry: number;
};

export const lotRows = defineRowKind<LotRow>({
  table: 'wallet_lot',
  index: 1,
  key: ['wallet', 'lot'],
  columns: {
    wallet: { type: 'text' },
    lot: { type: 'int' },
    units: { type: 'bigint' },
    remaining: { type: 'bigint' },
    held: { type: 'bigint' },
    lost: { type: 'bigint' },
    priority: { type: 'int' },
    issuedAt: { type: 'bigint' },
    startsAt: { type: 'bigint' },
    waitsFor: { type: 'text' },
    cancelsAt: { type: 'bigint', isNullable: true },
    expiresAt: { type: 'bigint', isNullable: true },
    dueAt: { type: 'bigint', isNullable: true },
    endedAt: { type: 'bigint', isNullable: true },
    ending: { type: 'text' },
    lotClass: { type: 'text' },
    scope: { type: 'text' },
    costMinor: { type: 'bigint', isNullable: true },
    source: { type: 'text' },
    sourceId: { type: 'text', namesMessage: true },
    rule: { type: 'text' },
    programVersion: { type: 'int' },
    entry: { type: 'int' },
  },
  write: 'replace',
  live: 'endedAt',
  dueAt: 'dueAt',
});

export const entryKinds = [
  'earn',
  'take_back',
  'spend',
  'capture',
  'restore',
  'expire',
  'cancel',
  'void',
  'adjust_up',
  'adjust_down',
  'reinstate',
  'extend',
  'opening',
  'transfer_in',
  'transfer_out',
  'merge_in',
  'merge_debt',
  'unmerge_in',
  'unmerge_out',
  'forfeit',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Where units come from and go to, beside the member herself: `partner:<id>` names a partner. */
export type AccountName =
  | 'member'
  | 'issuance'
  | 'redemption'
  | 'breakage'
  | 'adjustment'
  | 'in_transit'
  | 'opening'
  | 'merged'
  | `partner:${string}`;

/** One transfer: `units` out of the debited account into the credited one, of which one is the member. Never changed. */
export type EntryRow = {
  readonly wallet: string;
  /** 1, 2, 3 … within the wallet. */
  readonly sequence: number;
  readonly kind: EntryKind;
  readonly debit: AccountName;
  readonly credit: AccountName;
  readonly units: number;
  readonly balanceAfter: number;
  readonly at: number;
  /** JSON: `[[lot, units], …]`, the lots that the units went into or came out of; what is missing to `units` is debt. */
  readonly lots: string;
  /** The entry that it takes back in whole or part; null: none. */
  readonly reverses: number | null;
  readonly source: string;
  readonly sourceId: string;
  readonly rule: string;
  readonly programVersion: number;
  /** A code of the program or of the caller: `goodwill`. */
  readonly reason: string;
  readonly causeKind: string;
  readonly causePosition: number;
  readonly causeAt: number;
  /** SHA-256 over the digest before and this entry, hexadecimal. */
  readonly digest: string;
};

export const entryRows = defineRowKind<EntryRow>({
  table: 'wallet_entry',
  index: 2,
  key: ['wallet', 'sequence'],
  columns: {
    wallet: { type: 'text' },
    sequence: { type: 'int' },
    kind: { type: 'text' },
    debit: { type: 'text' },
    credit: { type: 'text' },
    units: { type: 'bigint' },
    balanceAfter: { type: 'bigint' },
    at: { type: 'bigint' },
    lots: { type: 'text' },
    reverses: { type: 'int', isNullable: true },
    source: { type: 'text' },
    sourceId: { type: 'text', namesMessage: true },
    rule: { type: 'text' },
    programVersion: { type: 'int' },
    reason: { type: 'text' },
    causeKind: { type: 'text' },
    causePosition: { type: 'bigint' },
    causeAt: { type: 'bigint' },
    digest: { type: 'text' },
  },
  write: 'append',
});

export type HoldEnding = '' | 'captured' | 'released' | 'timed_out' | 'unmerged' | 'forfeited';

/** Units set aside for something that is under way. */
export type HoldRow = {
  readonly wallet: string;
  /** As the caller named it. */
  readonly hold: string;
  readonly units: number;
  readonly captured: number;
  readonly openedAt: number;
  /** Released by itself at this instant. */
  readonly expiresAt: number;
  /** JSON: `[[lot, units], …]`, in the order in which they are captured. */
  readonly lots: string;
  readonly endedAt: number | null;
  readonly ending: HoldEnding;
};

export const holdRows = defineRowKind<HoldRow>({
  table: 'wallet_hold',
  index: 3,
  key: ['wallet', 'hold'],
  columns: {
    wallet: { type: 'text' },
    hold: { type: 'text' },
    units: { type: 'bigint' },
    captured: { type: 'bigint' },
    openedAt: { type: 'bigint' },
    expiresAt: { type: 'bigint' },
    lots: { type: 'text' },
    endedAt: { type: 'bigint', isNullable: true },
    ending: { type: 'text' },
  },
  write: 'replace',
  live: 'endedAt',
  dueAt: 'expiresAt',
});

/** That a balance was brought in under a reference: once, also by whoever she turns out to be. */
export type OpeningRow = {
  readonly wallet: string;
  readonly reference: string;
  /** When it came in. */
  readonly at: number;
};

export const openingRows = defineRowKind<OpeningRow>({
  table: 'wallet_opening',
  index: 7,
  key: ['wallet', 'reference'],
  columns: { wallet: { type: 'text' }, reference: { type: 'text' }, at: { type: 'bigint' } },
  write: 'replace',
});

/** Units of one lot that a movement takes or gives. */
export type LotShare = readonly [lot: number, units: number];

export function lotsText(shares: readonly LotShare[]): string {
  const [first, second] = shares;
  // Nearly all movements are of one lot.
  return first !== undefined && second === undefined ? `[[${first[0]},${first[1]}]]` : JSON.stringify(shares);
}

/** The one place where the text of a row becomes shares again; the fold alone writes it. */
export function sharesOf(text: string): readonly LotShare[] {
  return JSON.parse(text) as readonly LotShare[];
}

/** For facets that ask what a member has. */
export const exportedAccounts = { facet: 'wallets', kind: accountRows } as const;
export const exportedLots = { facet: 'wallets', kind: lotRows } as const;
