import type { Use } from '../../../../kernel/facet.ts';
import type { ConditionSubject } from '../../../../kernel/fields/subject.ts';
import { subjectOf } from '../../../../kernel/member-subject.ts';
import { accountRows } from '../../ledger/rows.ts';
import type { WalletsView } from '../../rules/rules.ts';
import type { AgreedTerms, CompiledRule } from '../documents/compiled-rules.ts';

/** Why a rule takes no part in an event. */
export type LeftOut = 'backfill' | 'schedule' | 'schedule_unknown' | 'before_opening' | 'what' | 'who';

/** A rule with whether it takes part, and under which terms. */
export interface Assessed {
  readonly compiled: CompiledRule;
  readonly leftOut: LeftOut | null;
  readonly agreed: AgreedTerms | null;
}

/** What rules are asked about. */
export interface AskedEvent {
  /** The order or fact, as conditions read it; null: there is nothing to ask of it. */
  readonly subject: ConditionSubject | null;
  /** When it happened: what schedules go by. */
  readonly at: number;
  /** When it began: opening balances hold what began before them. */
  readonly beganAt: number;
  readonly isBackfill: boolean;
}

/**
 * Which rules take part in an event. What they need of the member is in memory. Schedules go by when it happened; of her they ask what she is
 * at this step, the event among what she did.
 */
export function assess(
  view: WalletsView,
  rules: readonly CompiledRule[],
  event: AskedEvent & { readonly use: Use },
): readonly Assessed[] {
  const member = subjectOf(view.member);
  return rules.map((compiled) => {
    const leftOut = leftOutBy(compiled, view, { ...event, member });
    if (leftOut !== null) return { compiled, leftOut, agreed: null };
    const at = event.use.recordedAt;
    const agreed = compiled.agreed.find(({ who }) => who === null || who.test(member, at)) ?? null;
    return { compiled, leftOut, agreed };
  });
}

function leftOutBy(
  { rule, what, who, isWithin }: CompiledRule,
  view: WalletsView,
  {
    subject,
    at,
    beganAt,
    isBackfill,
    use,
    member,
  }: AskedEvent & { readonly use: Use; readonly member: ConditionSubject },
): LeftOut | null {
  if (isBackfill && !rule.countsBackfill) return 'backfill';
  const within = isWithin?.(at) ?? 'yes';
  if (within !== 'yes') return within === 'no' ? 'schedule' : 'schedule_unknown';
  const openedAt = view.rows(accountRows).get(rule.wallet)?.openedAt ?? null;
  if (openedAt !== null && beganAt < openedAt) return 'before_opening';
  if (what !== null && (subject === null || !what.test(subject, at))) return 'what';
  return who === null || who.test(member, use.recordedAt) ? null : 'who';
}
