import type { Predicate } from '../../../../conditions/predicate.ts';
import type { FieldDefinition } from '../../../../kernel/fields/field.ts';
import type { Need } from '../../../../kernel/rows/needs.ts';
import type { Within } from '../../schedule/is-within.ts';
import type { AwardTerms } from './award-terms.ts';
import type { CapPeriod, EarningRule } from './earning-rule.ts';

/** A rule, ready to be asked. */
export interface CompiledRule {
  readonly rule: EarningRule;
  readonly who: Predicate | null;
  readonly what: Predicate | null;
  readonly lines: Predicate | null;
  /** Of days that come round each year: what says which; null elsewhere. */
  readonly date: FieldDefinition | null;
  /** Null: always. */
  readonly isWithin: ((at: number) => Within) | null;
  /** What it agrees to, by the expiry that holds for a member: the first of whom it holds. The last one holds for everybody. */
  readonly agreed: readonly AgreedTerms[];
}

export interface AgreedTerms {
  /** Null: everybody. */
  readonly who: Predicate | null;
  readonly terms: AwardTerms;
  /** The terms as an award keeps them. */
  readonly text: string;
}

/** Rules that one event asks, in the order in which they are asked: the greater priority first, then the smaller id. */
export interface RulesOfEvent {
  readonly rules: readonly CompiledRule[];
  /** Ids of the wallets that they go into. */
  readonly wallets: readonly string[];
  /** What has to be loaded of a member before any of them can be asked, and before units come in. */
  readonly needs: readonly Need[];
}

/** The earning rules of a program by what asks them. */
export interface EarningRules {
  readonly byId: ReadonlyMap<string, CompiledRule>;
  readonly ofOrders: RulesOfEvent;
  readonly ofFacts: ReadonlyMap<string, RulesOfEvent>;
  readonly ofDerived: ReadonlyMap<string, RulesOfEvent>;
  readonly ofDays: RulesOfEvent;
  /** Periods in which all units that rules bring into a wallet are counted, by wallet. */
  readonly periodsOf: ReadonlyMap<string, readonly CapPeriod[]>;
  /** What everybody has of a rule together, by the rule: its cap, or what its budget pays for. */
  readonly sharedOf: ReadonlyMap<string, SharedUnits>;
}

export interface SharedUnits {
  readonly resource: string;
  readonly units: number;
}
