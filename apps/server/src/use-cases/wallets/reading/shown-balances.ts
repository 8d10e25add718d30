import type { LocalizedText } from '@perennial/contracts';
import type { WalletBalance } from '@perennial/contracts/staff';
import { availableOf, datedSums, emptyAccount, expiriesOf, walletsRulesOf } from '@perennial/domain';
import type { AccountRow, CompiledProgram, LotRow, WalletDocument } from '@perennial/domain';
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
export function shownBalances(now: WalletsNow, program: CompiledProgram): WalletBalance[] {
  const accounts = new Map(now.accounts.map((account) => [account.wallet, account]));
  const declared = [...walletsRulesOf(program).wallets.keys()];
  const others = [...accounts.keys()].filter((wallet) => !declared.includes(wallet)).toSorted(byCodePoint);
  return [...declared, ...others].map((wallet) => {
    const lots = now.lots.filter((lot) => lot.wallet === wallet && lot.endedAt === null);
    return shownBalance(accounts.get(wallet) ?? emptyAccount(wallet), lots, program);
  });
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function shownBalance(account: AccountRow, lots: readonly LotRow[], program: CompiledProgram): WalletBalance {
  const document = documentOf(program, account.wallet);
  const { wallet, posted, pending, held, debt, earned, spent, expired, isBlocked, openedAt } = account;
  const timed = lots.filter(({ waitsFor }) => waitsFor === 'time');
  const pendingByTime = datedSums(timed.map(({ startsAt, remaining }) => [startsAt, remaining]));
  return {
    ...namedWallet(program, wallet),
    kind: document?.kind ?? null,
    balance: posted,
    available: availableOf(account),
    pending,
    pendingNext: pendingByTime.slice(0, datesMax),
    pendingOtherwise: pending - timed.reduce((sum, { remaining }) => sum + remaining, 0),
    held,
    owed: debt,
    nextExpiry: expiriesOf(account, lots)[0] ?? null,
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
