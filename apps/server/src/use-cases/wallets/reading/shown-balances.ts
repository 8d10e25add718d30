import type { LocalizedText } from '@perennial/contracts';
import type { WalletBalance } from '@perennial/contracts/staff';
import { availableOf, datedSums, emptyAccount, expiriesOf, walletsRulesOf } from '@perennial/domain';
import type { AccountRow, CompiledProgram, DatedUnits, LotRow, WalletDocument } from '@perennial/domain';
import type { LotDue } from '@perennial/postgres/wallets';
import type { WalletsNow } from './wallet-reader.ts';

/** A wallet as the program in force has it; null where it has it no more. */
export function documentOf(program: CompiledProgram, wallet: string): WalletDocument | null {
  return walletsRulesOf(program).wallets.get(wallet)?.document ?? null;
}

export function namedWallet(
  program: CompiledProgram,
  wallet: string,
): { readonly wallet: string; readonly name: LocalizedText; readonly decimals: number } {
  const document = documentOf(program, wallet);
  return { wallet, name: document?.name ?? { en: wallet, zh: wallet }, decimals: document?.decimals ?? 0 };
}

/** Every wallet of the program, and every other one that something was ever in. */
export function shownBalances(
  now: WalletsNow,
  program: CompiledProgram,
  /** Of the lots as they are stored, where none of them was read. */
  stored: readonly LotDue[],
): WalletBalance[] {
  const accounts = new Map(now.accounts.map((account) => [account.wallet, account]));
  const declared = [...walletsRulesOf(program).wallets.keys()];
  const others = [...accounts.keys()].filter((wallet) => !declared.includes(wallet)).toSorted(byCodePoint);
  return [...declared, ...others].map((wallet) => {
    const account = accounts.get(wallet) ?? emptyAccount(wallet);
    const open = now.lots.filter((lot) => lot.wallet === wallet && lot.endedAt === null);
    const dues = now.hasLots ? duesOf(account, open) : storedDues(stored, wallet);
    return shownBalance(account, dues, program);
  });
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What of a wallet is to come when, the earliest first. */
interface Dues {
  /** What becomes available at a time. */
  readonly starts: readonly DatedUnits[];
  readonly expiries: readonly DatedUnits[];
}

function duesOf(account: AccountRow, lots: readonly LotRow[]): Dues {
  const timed = lots.filter(({ waitsFor }) => waitsFor === 'time');
  return {
    starts: datedSums(timed.map(({ startsAt, remaining }) => [startsAt, remaining])),
    expiries: expiriesOf(account, lots),
  };
}

function storedDues(stored: readonly LotDue[], wallet: string): Dues {
  const here = stored.filter((due) => due.wallet === wallet).toSorted((a, b) => a.at - b.at);
  const of = (what: LotDue['what']) => here.filter((due) => due.what === what).map(({ units, at }) => ({ units, at }));
  return { starts: of('start'), expiries: of('expiry') };
}

function shownBalance(account: AccountRow, { starts, expiries }: Dues, program: CompiledProgram): WalletBalance {
  const document = documentOf(program, account.wallet);
  const { wallet, posted, pending, held, debt, earned, spent, expired, isBlocked, openedAt } = account;
  return {
    ...namedWallet(program, wallet),
    kind: document?.kind ?? null,
    balance: posted,
    available: availableOf(account),
    pending,
    pendingNext: starts.slice(0, datesMax),
    pendingOtherwise: pending - starts.reduce((sum, { units }) => sum + units, 0),
    held,
    owed: debt,
    nextExpiry: expiries[0] ?? null,
    isBlocked,
    earned,
    spent,
    expired,
    openedAt,
    value: document?.value ?? null,
  };
}

/** As many dates as a phone shows at once. */
const datesMax = 5;
