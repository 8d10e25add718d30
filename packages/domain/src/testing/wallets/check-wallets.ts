import { availableOf } from '../../facets/wallets/ledger/accounts.ts';
import { digestOf } from '../../facets/wallets/ledger/chain.ts';
import { accountRows, entryRows, holdRows, lotRows, sharesOf } from '../../facets/wallets/ledger/rows.ts';
import type { AccountRow, EntryRow, HoldRow, LotRow } from '../../facets/wallets/ledger/rows.ts';
import { rowsOf } from '../stored-member.ts';
import type { StoredMember } from '../stored-member.ts';

interface Wallet {
  readonly account: AccountRow;
  readonly entries: readonly EntryRow[];
  readonly lots: readonly LotRow[];
  readonly open: readonly LotRow[];
  readonly holds: readonly HoldRow[];
}

/** All that is kept of the wallets of one member. */
export interface WalletRows {
  readonly accounts: readonly AccountRow[];
  readonly entries: readonly EntryRow[];
  readonly lots: readonly LotRow[];
  readonly holds: readonly HoldRow[];
}

export function walletRowsOf(stored: StoredMember): WalletRows {
  return {
    accounts: rowsOf(stored, accountRows),
    entries: rowsOf(stored, entryRows),
    lots: rowsOf(stored, lotRows),
    holds: rowsOf(stored, holdRows),
  };
}

export function faultsOf(stored: StoredMember, at: number): readonly string[] {
  return walletFaults(walletRowsOf(stored), at);
}

/** What must hold of the rows of a member who has been brought to an instant and does not, as text; told apart from how they come about. */
export function walletFaults(rows: WalletRows, at: number): readonly string[] {
  return rows.accounts.flatMap((account) => {
    const isOf = (row: { readonly wallet: string }) => row.wallet === account.wallet;
    const lots = rows.lots.filter(isOf);
    const wallet: Wallet = {
      account,
      entries: rows.entries.filter(isOf).toSorted((a, b) => a.sequence - b.sequence),
      lots,
      open: lots.filter(({ endedAt }) => endedAt === null),
      holds: rows.holds.filter((hold) => isOf(hold) && hold.endedAt === null),
    };
    const faults = [...chainFaults(wallet), ...balanceFaults(wallet), ...lotFaults(wallet, at)];
    return faults.map((fault) => `${account.wallet}: ${fault}`);
  });
}

function sumOf<Row>(rows: readonly Row[], read: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + read(row), 0);
}

function differ(what: string, is: unknown, expected: unknown): readonly string[] {
  return is === expected ? [] : [`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(expected)}`];
}

function chainFaults({ account, entries }: Wallet): readonly string[] {
  let [balance, digest, last] = [0, '', 0];
  const faults = entries.flatMap((entry, n) => {
    balance += entry.credit === 'member' ? entry.units : -entry.units;
    const expected = digestOf(digest, entry);
    const found = [
      ...differ('sequence', entry.sequence, n + 1),
      ...differ(`balance after ${n + 1}`, entry.balanceAfter, balance),
      ...differ(`digest of ${n + 1}`, entry.digest, expected),
      ...differ(`one side of ${n + 1} is the member`, (entry.debit === 'member') !== (entry.credit === 'member'), true),
      ...differ(`${n + 1} is not before the one before`, entry.at >= last, true),
    ];
    [digest, last] = [entry.digest, entry.at];
    return found;
  });
  return [
    ...faults,
    ...differ('posted as the sum of entries', account.posted, balance),
    ...differ('the digest of the last entry', account.chain, digest),
    ...differ('the number of entries', account.sequence, entries.length),
  ];
}

function balanceFaults({ account, lots, open, holds }: Wallet): readonly string[] {
  const waiting = open.filter(({ waitsFor }) => waitsFor !== '');
  const free = open.filter(({ waitsFor }) => waitsFor === '');
  return [
    ...differ(
      'posted as open lots less debt',
      account.posted,
      sumOf(open, ({ remaining }) => remaining) - account.debt,
    ),
    ...differ(
      'pending',
      account.pending,
      sumOf(waiting, ({ remaining }) => remaining),
    ),
    ...differ(
      'held of lots',
      account.held,
      sumOf(open, ({ held }) => held),
    ),
    ...differ(
      'held of holds',
      account.held,
      sumOf(holds, ({ units }) => units),
    ),
    ...differ('lots', account.lots, lots.length),
    ...differ('nothing below zero', Math.min(account.pending, account.held, account.debt) >= 0, true),
    // What is free pays what is owed.
    ...differ('available', availableOf(account), sumOf(free, ({ remaining, held }) => remaining - held) - account.debt),
    ...differ('free units beside a debt', account.debt > 0 && availableOf(account) > -account.debt, false),
  ];
}

function lotFaults({ lots, open, holds }: Wallet, at: number): readonly string[] {
  const shares = holds.flatMap((hold) => sharesOf(hold.lots));
  return [
    ...lots.flatMap(({ lot, remaining, units, held, lost, endedAt, ending }) => [
      ...differ(`lot ${lot} within its units`, remaining >= 0 && remaining + lost <= units, true),
      ...differ(`what is held of lot ${lot} is there`, held >= 0 && held <= remaining, true),
      ...differ(`lot ${lot} ends when it is empty`, endedAt !== null, remaining === 0),
      ...differ(`lot ${lot} says how it ended`, ending !== '', endedAt !== null),
    ]),
    ...open.flatMap(({ lot, held, remaining, expiresAt, startsAt, waitsFor }) => [
      ...differ(
        `held of lot ${lot}`,
        held,
        sumOf(shares, ([of, units]) => (of === lot ? units : 0)),
      ),
      ...differ(
        `lot ${lot} is over by ${at}`,
        waitsFor === '' && (expiresAt ?? at + 1) <= at && remaining > held,
        false,
      ),
      ...differ(`lot ${lot} has begun by ${at}`, waitsFor === 'time' && startsAt <= at, false),
      ...differ(`lot ${lot} begins later and does not wait`, waitsFor === '' && startsAt > at, false),
    ]),
  ];
}
