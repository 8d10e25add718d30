import type { Use } from '../../../../kernel/facet.ts';
import type { WalletsView } from '../../rules/rules.ts';
import { assess } from './candidates.ts';
import type { AskedEvent, Assessed, LeftOut } from './candidates.ts';
import type { CompiledRule } from '../documents/compiled-rules.ts';
import { Limits } from './limits.ts';
import type { Clip, Grant } from './limits.ts';
import { wantedUnits } from './wanted-units.ts';
import type { WantedWhy } from './wanted-units.ts';

/** What a rule came to for an event, and why not to more. */
export interface RuleOutcome {
  readonly rule: string;
  readonly wallet: string;
  /** Minor units of money that count; 0 where there is no order. */
  readonly countedMinor: number;
  /** Before limits. */
  readonly wanted: number;
  readonly granted: number;
  readonly why: { readonly kind: LeftOut } | WantedWhy | null;
  /** What limits held back. */
  readonly clips: readonly Clip[];
}

/** A rule that takes part, with what it is granted. */
export interface GrantedRule {
  readonly assessed: Assessed & { readonly agreed: NonNullable<Assessed['agreed']> };
  readonly countedMinor: number;
  readonly wanted: number;
  readonly grant: Grant;
}

export interface EventAwards {
  /** Of all rules, for who asks why: the fold itself does not. */
  readonly outcomes: () => readonly RuleOutcome[];
  /** In the order of precedence. */
  readonly granted: readonly GrantedRule[];
  readonly limits: Limits;
}

/**
 * What rules grant for an event that is heard for the first time. What they need is in memory, but for shares of what is everybody's: the
 * limits say which are missing. `counted` says what counts for a rule of each line of an order; null where there is none.
 */
export function awardsOfEvent(
  view: WalletsView,
  rules: readonly CompiledRule[],
  event: AskedEvent & { readonly use: Use; readonly counted: ((rule: CompiledRule) => readonly number[]) | null },
): EventAwards {
  const assessed = assess(view, rules, event);
  const taking = assessed.filter(isTaking);
  const wanted = wantedUnits(
    taking.map(({ compiled, agreed }) => ({
      rule: compiled.rule.id,
      wallet: compiled.rule.wallet,
      terms: agreed.terms,
      counted: event.counted?.(compiled) ?? null,
    })),
  );
  const limits = new Limits(view, event.use);
  const granted = taking.map((one): GrantedRule => {
    const { id: rule, wallet } = one.compiled.rule;
    const { units = 0, countedMinor = 0 } = wanted.get(rule) ?? {};
    const grant = limits.grant({ rule, wallet, terms: one.agreed.terms, units });
    return { assessed: one, countedMinor, wanted: units, grant };
  });
  const outcomeOf = (one: Assessed): RuleOutcome => {
    const { id: rule, wallet } = one.compiled.rule;
    if (one.leftOut !== null)
      return { rule, wallet, countedMinor: 0, wanted: 0, granted: 0, why: { kind: one.leftOut }, clips: [] };
    const found = granted.find(({ assessed: { compiled } }) => compiled === one.compiled);
    const { units = 0, clips = [] } = found?.grant ?? {};
    const { countedMinor = 0, units: before = 0, why = null } = wanted.get(rule) ?? {};
    return { rule, wallet, countedMinor, wanted: before, granted: units, why, clips };
  };
  return { outcomes: () => assessed.map(outcomeOf), granted, limits };
}

function isTaking(one: Assessed): one is GrantedRule['assessed'] {
  return one.agreed !== null;
}
