import { compileCondition, needsOfCondition } from '../../../../conditions/compile-condition.ts';
import type { ConditionNode } from '../../../../conditions/condition.ts';
import type { Predicate } from '../../../../conditions/predicate.ts';
import type { FieldDefinition } from '../../../../kernel/fields/field.ts';
import type { ConditionWorld, FieldCatalogue } from '../../../../kernel/fields/world.ts';
import type { Need } from '../../../../kernel/rows/needs.ts';
import type { ParsedWallet } from '../../documents/parse-wallet.ts';
import type { ExpiryPolicy } from '../../documents/wallet-document.ts';
import { accountRows } from '../../ledger/rows.ts';
import type { Calendars } from '../../schedule/documents.ts';
import { compileSchedule } from '../../schedule/is-within.ts';
import { capRows } from '../caps/cap-rows.ts';
import { capNamesOf } from '../caps/cap-names.ts';
import { proportion } from '../../../../money/proportion.ts';
import { termsOfRule, termsText } from '../documents/award-terms.ts';
import type { CapPeriod, EarnOn, EarningRule } from '../documents/earning-rule.ts';
import type { ParsedRule } from '../documents/parse-rule.ts';
import type { AgreedTerms, CompiledRule, EarningRules, RulesOfEvent } from '../documents/compiled-rules.ts';

interface CompileUse {
  readonly world: ConditionWorld;
  readonly calendars: Calendars;
  readonly wallets: readonly ParsedWallet[];
  /** Where days that come round are found: attributes, and when members registered. */
  readonly catalogue: FieldCatalogue;
}

interface Prepared {
  readonly parsed: ParsedRule;
  readonly compiled: CompiledRule;
}

export function compileRules(parsed: readonly ParsedRule[], use: CompileUse): EarningRules {
  const all = parsed.map((one): Prepared => ({ parsed: one, compiled: compileRule(one, use) })).toSorted(byPrecedence);
  const periodsOf = walletPeriods(parsed);
  const eventOf = (of: readonly Prepared[]) => rulesOfEvent(of, { ...use, periodsOf });
  const onKind = (...kinds: readonly EarnOn['kind'][]) =>
    all.filter(({ compiled }) => kinds.includes(compiled.rule.on.kind));
  const byType = (kind: 'fact' | 'derived') =>
    new Map([...Map.groupBy(onKind(kind), typeOf)].map(([type, of]) => [type, eventOf(of)]));
  return {
    byId: new Map(all.map(({ compiled }) => [compiled.rule.id, compiled])),
    ofOrders: eventOf(onKind('order')),
    ofFacts: byType('fact'),
    ofDerived: byType('derived'),
    ofDays: eventOf(onKind('yearly', 'monthly')),
    periodsOf,
    sharedOf: sharedUnits(parsed),
  };
}

function typeOf({ compiled: { rule } }: Prepared): string {
  return rule.on.kind === 'fact' || rule.on.kind === 'derived' ? rule.on.type : '';
}

function byPrecedence({ compiled: { rule: a } }: Prepared, { compiled: { rule: b } }: Prepared): number {
  return b.priority - a.priority || (a.id < b.id ? -1 : 1);
}

function compileRule({ rule, who, what, lines }: ParsedRule, use: CompileUse): CompiledRule {
  const { world, calendars } = use;
  const compile = (node: ConditionNode | null) => (node === null ? null : compileCondition(node, world));
  const isWithin = rule.schedule === null ? null : compileSchedule(rule.schedule, { days: world.days, calendars });
  const agreed = agreedOf(rule, use);
  const asked = { who: compile(who), what: compile(what), lines: compile(lines) };
  return { rule, ...asked, date: dateOf(rule, use), isWithin, agreed };
}

function dateOf({ on }: EarningRule, { catalogue }: CompileUse): FieldDefinition | null {
  if (on.kind !== 'yearly') return null;
  const name = on.date === 'anniversary' ? 'registration.at' : `attribute.${on.attribute}`;
  return catalogue.find(name) ?? null;
}

const never: ExpiryPolicy = { kind: 'never' };

/** The rule's own expiry holds for everybody, else the first of the wallet's that does for a member, else the wallet's. */
function agreedOf(rule: EarningRule, { wallets, world }: CompileUse): readonly AgreedTerms[] {
  const on = rule.on.kind === 'derived' ? 'derived' : 'order';
  const agree = (expiry: ExpiryPolicy, who: Predicate | null): AgreedTerms => {
    const terms = termsOfRule(rule, on, expiry);
    return { who, terms, text: termsText(terms) };
  };
  if (rule.expiry !== null) return [agree(rule.expiry, null)];
  const wallet = wallets.find(({ document }) => document.id === rule.wallet);
  const others = (wallet?.document.expiryFor ?? []).flatMap(({ expiry }, index) => {
    const node = wallet?.nodes[index];
    return node === undefined ? [] : [agree(expiry, compileCondition(node, world))];
  });
  return [...others, agree(wallet?.document.expiry ?? never, null)];
}

/** A budget is so many units as it pays for. */
function sharedUnits(parsed: readonly ParsedRule[]): EarningRules['sharedOf'] {
  return new Map(
    parsed.flatMap(({ rule: { id, caps, cost, budgetMinor } }) => {
      const limits = caps.flatMap(({ per, units }) => (per === 'rule' ? [units] : []));
      if (budgetMinor !== null && cost !== null)
        limits.push(proportion(budgetMinor, { times: cost.units, per: cost.minor }, 'down'));
      return limits.length === 0 ? [] : [[id, { resource: `earning/${id}`, units: Math.min(...limits) }] as const];
    }),
  );
}

function walletPeriods(parsed: readonly ParsedRule[]): ReadonlyMap<string, readonly CapPeriod[]> {
  const periods = new Map<string, CapPeriod[]>();
  for (const { rule } of parsed)
    for (const { per, period } of rule.caps) {
      if (per !== 'wallet') continue;
      const known = periods.get(rule.wallet) ?? [];
      if (!known.includes(period)) periods.set(rule.wallet, [...known, period].toSorted());
    }
  return periods;
}

function rulesOfEvent(
  of: readonly Prepared[],
  use: CompileUse & { readonly periodsOf: EarningRules['periodsOf'] },
): RulesOfEvent {
  const wallets = [...new Set(of.map(({ compiled }) => compiled.rule.wallet))].toSorted();
  const expiries = use.wallets
    .filter(({ document }) => wallets.includes(document.id))
    .flatMap(({ nodes }) => nodes.flatMap(needsOfCondition));
  const asked = of.flatMap(({ parsed, compiled }) => [
    ...(parsed.who === null ? [] : needsOfCondition(parsed.who)),
    ...(compiled.date?.needs ?? []),
  ]);
  const caps = [...new Set(of.flatMap(({ compiled }) => capNamesOf(compiled.rule, use.periodsOf)))].toSorted();
  const rows: Need[] = wallets.length === 0 ? [] : [keysOf(accountRows, wallets)];
  if (caps.length > 0) rows.push(keysOf(capRows, caps));
  return { rules: of.map(({ compiled }) => compiled), wallets, needs: withoutTwins([...rows, ...asked, ...expiries]) };
}

function keysOf(kind: typeof accountRows | typeof capRows, names: readonly string[]): Need {
  return { by: 'key', kind, keys: names.map((name) => [name]) };
}

/** Two conditions over one field need the same. */
function withoutTwins(needs: readonly Need[]): readonly Need[] {
  const byText = new Map(needs.map((need) => [textOf(need), need]));
  return [...byText.values()];
}

function textOf(need: Need): string {
  return JSON.stringify('kind' in need ? { ...need, kind: need.kind.table } : need);
}
