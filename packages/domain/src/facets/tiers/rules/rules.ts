import type { CompiledProgram, View } from '../../../kernel/facet.ts';
import type { ConditionWorld } from '../../../kernel/fields/world.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import type { Who } from '../../wallets/rules/rules.ts';
import type { TierLevel, TierMeasure, TierSetDocument } from '../documents/tier-set.ts';
import type { TiersState } from './state.ts';

export interface CompiledLevel {
  readonly document: TierLevel;
  readonly isByInvitation: boolean;
  /** Of the measures: by their places in the set. Null: nothing is asked of them. */
  readonly asks: {
    readonly isAll: boolean;
    readonly rules: readonly { readonly measure: number; readonly atLeast: number }[];
  } | null;
  readonly who: Who | null;
}

/** A measure with the name under which its days are kept: the same for all sets that count the same. */
export interface CompiledMeasure {
  readonly document: TierMeasure;
  readonly metric: string;
}

export interface CompiledTierSet {
  readonly document: TierSetDocument;
  readonly measures: readonly CompiledMeasure[];
  readonly levels: readonly CompiledLevel[];
  /** Place of the level that is everybody's, or -1: a member may have none. */
  readonly base: number;
}

/** What the facet made of its documents. */
export interface TiersRules {
  /** By id, in the order of their paths. */
  readonly sets: ReadonlyMap<string, CompiledTierSet>;
  /** What the conditions of all levels need of a member. */
  readonly needs: readonly Need[];
  /** Whether any level asks a condition. */
  readonly asksWho: boolean;
  /** Metrics that some set counts. */
  readonly metrics: ReadonlySet<string>;
  /** Equal for programs under which orders count alike. */
  readonly orderKey: string;
  readonly world: ConditionWorld;
}

/** The number of the facet, for good. */
export const tiersIndex = 3;

/** The one place where the rules get their type back: the program holds what this facet compiled under its number. */
export function tiersRulesOf(program: CompiledProgram): TiersRules {
  return program.rules[tiersIndex] as TiersRules;
}

export type TiersView = View<TiersState>;

export const spendMetric = 'net_spend';
export const ordersMetric = 'orders';

/** The name under which the days of a wallet's units are kept. */
export function walletMetric(wallet: string): string {
  return `wallet:${wallet}`;
}

/** Place of a level among those of its set; -1 where it is not among them. */
export function placeOfLevel({ levels }: CompiledTierSet, level: string): number {
  return levels.findIndex(({ document }) => document.id === level);
}

/** Id of the level at a place; '' for none. */
export function levelAt({ levels }: CompiledTierSet, place: number): string {
  return levels[place]?.document.id ?? '';
}
