import type { Handler, Use, VersionCause, WakeCause } from '../../../../kernel/facet.ts';
import { notByTime } from '../../../../kernel/base/instants.ts';
import { missingOf, subjectOf } from '../../../../kernel/member-subject.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import type { Need } from '../../../../kernel/rows/needs.ts';
import { keyText } from '../../../../kernel/rows/row-kind.ts';
import type { DerivedFact } from '../../../../kernel/steps/cause.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import { attributeChanged } from '../../../registers/events.ts';
import { openLotsOf } from '../../ledger/everything.ts';
import { lotRows } from '../../ledger/rows.ts';
import type { LotShare } from '../../ledger/rows.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsView } from '../../rules/rules.ts';
import type { WalletsState } from '../../rules/state.ts';
import { applyAwards } from '../awards/award-plan.ts';
import type { AwardChange, AwardPlan, Lapse } from '../awards/award-plan.ts';
import { awardRows } from '../awards/award-rows.ts';
import { awardsOfEvent } from '../awards/event-awards.ts';
import type { GrantedRule } from '../awards/event-awards.ts';
import { noTrail } from '../awards/trail.ts';
import type { CompiledRule } from '../documents/compiled-rules.ts';
import { lastingPlan } from '../events/on-fact.ts';
import { grantsOn, nextGrantAt, periodLabel } from './grant-days.ts';

/** What is granted on one day, and which day comes next. */
export interface DaysPlan {
  readonly awards: AwardPlan;
  readonly nextAt: number;
}

/** Stands for the number space of an order: no source is called so. */
export function spaceOfDays({ rule }: CompiledRule): string {
  return rule.on.kind === 'monthly' ? 'rule/monthly' : 'rule/yearly';
}

type Kinds = readonly ('yearly' | 'monthly')[];

/**
 * What days grant at the step's day: once a calendar year or month, whatever a rule, a date or a merge makes of it. What rules need is in
 * memory, or said to be missing.
 */
export function planDays(view: WalletsView, use: Use, kinds: Kinds): DaysPlan | Missing {
  const { earning, world } = walletsRulesOf(use.program);
  const { rules, needs } = earning.ofDays;
  const missing = missingOf(view.member, needs);
  if (missing !== null) return missing;
  const subject = subjectOf(view.member);
  const today = { day: world.days.dayOf(use.recordedAt), days: world.days };
  const due = rules.filter((compiled) => isOfKind(compiled, kinds) && grantsOn(compiled, subject, today));
  const missingRows = missingOfRules(view, due, today.day);
  if (missingRows !== null) return missingRows;
  const open = due.filter((compiled) => !view.rows(awardRows).get(keyText(keyOf(compiled, today.day))));
  const awards = awardsOf(view, open, { use, day: today.day });
  return awards instanceof Missing ? awards : { awards, nextAt: nextGrantAt(rules, subject, today) };
}

function isOfKind({ rule: { on } }: CompiledRule, kinds: Kinds): boolean {
  return kinds.some((kind) => kind === on.kind);
}

function keyOf(compiled: CompiledRule, day: number): readonly [string, string, string] {
  return [spaceOfDays(compiled), periodLabel(compiled, day), compiled.rule.id];
}

function missingOfRules(view: WalletsView, rules: readonly CompiledRule[], day: number): Missing | null {
  const keys = rules.map((rule) => keyOf(rule, day)).filter((key) => !view.rows(awardRows).isKnown(keyText(key)));
  const needs: Need[] = keys.length === 0 ? [] : [{ by: 'key', kind: awardRows, keys }];
  const isLapsing = rules.some(({ rule: { on } }) => on.kind === 'monthly' && on.rollOverMax !== null);
  if (isLapsing && !view.rows(lotRows).isWhole) needs.push({ by: 'all', kind: lotRows });
  return needs.length === 0 ? null : new Missing(needs);
}

function awardsOf(
  view: WalletsView,
  rules: readonly CompiledRule[],
  { use, day }: { readonly use: Use; readonly day: number },
): AwardPlan | Missing {
  const at = use.recordedAt;
  const asked = { subject: null, at, beganAt: at, isBackfill: false, use, counted: null };
  const awards = awardsOfEvent(view, rules, asked);
  const plan = lastingPlan(awards, { source: 'yearly', sourceId: '' });
  if (plan instanceof Missing) return plan;
  return {
    ...plan,
    changes: awards.granted.map((one) => dayAward(one, { use, day })),
    lapses: rules.flatMap((compiled) => lapseOf(view, compiled, day) ?? []),
    from: at,
  };
}

function dayAward(
  { assessed: { compiled, agreed }, wanted, grant }: GrantedRule,
  { use, day }: { readonly use: Use; readonly day: number },
): AwardChange {
  const label = periodLabel(compiled, day);
  const { id: rule, wallet } = compiled.rule;
  const { terms, text } = agreed;
  const figures = { countedMinor: 0, wanted, granted: 0, takenBack: 0, forgiven: 0, trail: '' };
  const decided = { terms: text, decidedAt: use.recordedAt, programVersion: use.program.version };
  const row = { space: spaceOfDays(compiled), orderId: label, rule, wallet, ...decided, ...figures };
  const reference = { source: compiled.rule.on.kind, sourceId: label };
  return { rule, wallet, terms, taken: 0, grant, isActivated: false, row, trail: noTrail, reference };
}

/** The oldest units go; what is held stays until its hold ends. */
function lapseOf(view: WalletsView, compiled: CompiledRule, day: number): Lapse | null {
  const { id: rule, wallet, on } = compiled.rule;
  if (on.kind !== 'monthly' || on.rollOverMax === null) return null;
  const lots = openLotsOf(view).filter((lot) => lot.wallet === wallet && lot.rule === rule && lot.source === 'monthly');
  let beyond = lots.reduce((sum, { remaining }) => sum + remaining, 0) - on.rollOverMax;
  const shares: LotShare[] = [];
  for (const { lot, remaining, held } of lots) {
    const share = Math.min(beyond, remaining - held);
    if (share > 0) shares.push([lot, share]);
    beyond -= Math.max(0, share);
  }
  if (shares.length === 0) return null;
  const reference = { source: 'monthly', sourceId: periodLabel(compiled, day), rule };
  return { wallet, shares, reference, reason: 'not_rolled_over' };
}

export function applyDays(view: WalletsView, { awards, nextAt }: DaysPlan, use: Use): void {
  applyAwards(view, awards, use);
  view.state.grantsDueAt = nextAt;
  view.noteChange();
}

/** Of whom something is heard days are waited for; who says on her birthday when it is has it that day. */
const heardTypes: readonly string[] = ['member.registered', 'attributes.changed', 'order.placed'];

export const onDates: Handler<WalletsState, FactStep, DaysPlan> = {
  types: heardTypes,
  concerns: ({ grantsDueAt }, { type }) => type !== 'order.placed' || grantsDueAt === notByTime,
  plan: (view, use) => planDays(view, use, use.isSilent ? [] : ['yearly']),
  apply: applyDays,
};

/** The same where a command says it. */
export const onDecidedDates: Handler<WalletsState, DerivedFact, DaysPlan> = {
  types: [attributeChanged],
  plan: (view, use) => planDays(view, use, use.isSilent ? [] : ['yearly']),
  apply: applyDays,
};

/** What days grant when one of them has come. */
export function planWake(view: WalletsView, use: Use<WakeCause>): DaysPlan | Missing {
  return planDays(view, use, ['yearly', 'monthly']);
}

/** Under another version other days are waited for; nothing is granted for the one on which it was published. */
export function planVersion(view: WalletsView, use: Use<VersionCause>): DaysPlan | Missing | null {
  const isConcerned =
    view.state.grantsDueAt !== notByTime || walletsRulesOf(use.cause.to).earning.ofDays.rules.length > 0;
  return isConcerned ? planDays(view, use, []) : null;
}

/** When the next day comes of somebody who is another than she was. */
export function missingOfDays(view: WalletsView, use: Use): Missing | null {
  return missingOf(view.member, walletsRulesOf(use.program).earning.ofDays.needs);
}

export function noteNextDay(view: WalletsView, use: Use): void {
  const { earning, world } = walletsRulesOf(use.program);
  const today = { day: world.days.dayOf(use.recordedAt), days: world.days };
  view.state.grantsDueAt = nextGrantAt(earning.ofDays.rules, subjectOf(view.member), today);
  view.noteChange();
}
