import type { FactPayload } from '../../../kernel/base/payload.ts';
import type { LotTerms } from './ledger.ts';
import type { LotName, NamedShare } from './lot-names.ts';
import type { AccountName, EntryKind, LotEnding } from './rows.ts';

/**
 * What a command decided about wallets, as its decision keeps it: movements that the fold carries out in their order. Lots are named, so that
 * folding it again takes the same ones.
 */
export type WalletOperation =
  | (Moved & {
      readonly op: 'credit';
      readonly from: AccountName;
      readonly terms: LotTerms;
      /** What the lot came of, where it is not just the decision. */
      readonly source?: 'opening' | 'transfer';
      readonly reverses?: number;
      /** The lot of which they were lost. */
      readonly reinstates?: LotName;
    })
  | (Moved & {
      readonly op: 'debit';
      readonly to: AccountName;
      readonly lots: readonly NamedShare[];
      readonly ending: Exclude<LotEnding, ''>;
      readonly reverses: number | null;
    })
  /** Gives back, into the same lots, what an entry took out of them. */
  | (Moved & {
      readonly op: 'restore';
      readonly from: AccountName;
      readonly lots: readonly NamedShare[];
      readonly entry: number;
    })
  | (Named & {
      readonly op: 'hold';
      readonly hold: string;
      readonly lots: readonly NamedShare[];
      readonly expiresAt: number;
    })
  | (Named & { readonly op: 'capture'; readonly hold: string; readonly units: number; readonly reason: string })
  | (Named & { readonly op: 'release'; readonly hold: string })
  | LotOperation
  | (Named & {
      readonly op: 'account';
      readonly isBlocked?: boolean;
      readonly openedAt?: number;
      readonly reason: string;
    });

/** Of one lot, and of no other in its place. */
export type LotOperation = Named &
  LotName & { readonly reason: string } & (
    | { readonly op: 'activate' | 'cancel' | 'void' }
    | { readonly op: 'extend'; readonly expiresAt: number | null }
  );

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
