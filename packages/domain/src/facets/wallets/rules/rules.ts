import type { CompiledProgram, View } from '../../../kernel/facet.ts';
import type { ConditionWorld } from '../../../kernel/fields/world.ts';
import type { Predicate } from '../../../conditions/predicate.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import type { ExpiryPolicy, WalletDocument } from '../documents/wallet-document.ts';
import type { EarningRules } from '../earning/documents/compiled-rules.ts';
import type { WalletsState } from './state.ts';

/** A condition about a member, ready to be asked, with what it needs of her. */
export interface Who {
  readonly predicate: Predicate;
  readonly needs: readonly Need[];
}

export interface CompiledWallet {
  readonly document: WalletDocument;
  /** Another expiry for whom a condition holds; the first that does counts. */
  readonly expiryFor: readonly { readonly who: Who; readonly expiry: ExpiryPolicy }[];
}

/** What the facet made of its documents. */
export interface WalletsRules {
  readonly wallets: ReadonlyMap<string, CompiledWallet>;
  readonly earning: EarningRules;
  readonly world: ConditionWorld;
  /** Equal for rules under which orders are known by the same names. */
  readonly orderNames: string;
}

/** The number of the facet, for good. */
export const walletsIndex = 2;

/** The one place where the rules get their type back: the program holds what this facet compiled under its number. */
export function walletsRulesOf(program: CompiledProgram): WalletsRules {
  return program.rules[walletsIndex] as WalletsRules;
}

export type WalletsView = View<WalletsState>;
