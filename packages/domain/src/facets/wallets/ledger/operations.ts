import type { FactPayload } from '../../../kernel/base/payload.ts';
import type { AccountName, EntryKind, LotEnding, LotShare } from './rows.ts';
import type { LotTerms } from './ledger.ts';

/**
 * What a command decided about wallets, as its decision keeps it: movements that the fold carries out in their order. Lots are named, so that
 * folding it again takes the same ones.
 */
export type WalletOperation =
  | (Moved & { readonly op: 'credit'; readonly from: AccountName; readonly terms: LotTerms })
  | (Moved & {
      readonly op: 'debit';
      readonly to: AccountName;
      readonly lots: readonly LotShare[];
      readonly ending: Exclude<LotEnding, ''>;
      readonly reverses: number | null;
    })
  /** Gives back, into the same lots, what an entry took out of them. */
  | (Moved & {
      readonly op: 'restore';
      readonly from: AccountName;
      readonly lots: readonly LotShare[];
      readonly entry: number;
    })
  | (Named & {
      readonly op: 'hold';
      readonly hold: string;
      readonly lots: readonly LotShare[];
      readonly expiresAt: number;
    })
  | (Named & { readonly op: 'capture'; readonly hold: string; readonly units: number; readonly reason: string })
  | (Named & { readonly op: 'release'; readonly hold: string })
  | (Named & { readonly op: 'activate'; readonly lot: number })
  | (Named & { readonly op: 'cancel'; readonly lot: number; readonly reason: string })
  | (Named & { readonly op: 'extend'; readonly lot: number; readonly expiresAt: number | null })
  | (Named & {
      readonly op: 'account';
      readonly isBlocked?: boolean;
      readonly openedAt?: number;
      readonly expiresAt?: number;
    });

interface Named {
  readonly wallet: string;
}
interface Moved extends Named {
  readonly units: number;
  readonly kind: EntryKind;
  readonly reason: string;
}

/** A decision's part for this facet. */
export function partOf(operations: readonly WalletOperation[]): FactPayload {
  return { operations: operations.map((operation) => ({ ...operation })) };
}

/** The one place where a part gets its type back: commands of this facet alone make them. */
export function operationsOf(part: FactPayload): readonly WalletOperation[] {
  return (part['operations'] ?? []) as unknown as readonly WalletOperation[];
}
