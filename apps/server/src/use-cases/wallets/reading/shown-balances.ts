import type { LocalizedText } from '@perennial/contracts';
import type { WalletBalance } from '@perennial/contracts/staff';
import { availableOf, emptyAccount, walletsRulesOf } from '@perennial/domain';
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
    nextExpiry: nextExpiryOf(account, lots),
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

interface DatedUnits {
  readonly units: number;
  readonly at: number;
}

/** Units by instant, the earliest first; what becomes of several lots at one instant is one. */
function datedSums(parts: readonly (readonly [at: number, units: number])[]): DatedUnits[] {
  const sums = new Map<number, number>();
  for (const [at, units] of parts) sums.set(at, (sums.get(at) ?? 0) + units);
  return [...sums].map(([at, units]) => ({ at, units })).toSorted((a, b) => a.at - b.at);
}

/** What is held is not counted: it is spent, or expires only when it is free again. */
function nextExpiryOf({ expiresAt }: AccountRow, lots: readonly LotRow[]): DatedUnits | null {
  const parts = lots.flatMap((lot): readonly (readonly [number, number])[] => {
    const units = lot.remaining - lot.held;
    const ownAt = lot.waitsFor === '' ? expiresAt : null;
    const at = ownAt === null ? lot.expiresAt : Math.min(ownAt, lot.expiresAt ?? ownAt);
    return at === null || units === 0 ? [] : [[at, units]];
  });
  return datedSums(parts)[0] ?? null;
}
