import type { Handler } from '../../../../kernel/facet.ts';
import { missingOf } from '../../../../kernel/member-subject.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import { messageNameOf } from '../../../../kernel/steps/message-name.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import type { WalletsRules } from '../../rules/rules.ts';
import type { WalletsState } from '../../rules/state.ts';
import { applyAwards } from '../awards/award-plan.ts';
import type { AwardChange, AwardPlan } from '../awards/award-plan.ts';
import { awardsOfEvent } from '../awards/event-awards.ts';
import type { EventAwards, GrantedRule } from '../awards/event-awards.ts';
import { noTrail } from '../awards/trail.ts';
import { subjectOfEvent } from '../documents/event-fields.ts';

/** What facts that are none of orders earn: once a fact, and nothing of it is taken back. */
export function createFactHandler({ earning }: WalletsRules): Handler<WalletsState, FactStep, AwardPlan> {
  return {
    types: [...earning.ofFacts.keys()],
    hint(step, hints) {
      for (const need of earning.ofFacts.get(step.type)?.needs ?? []) hints.add(need);
    },
    plan(view, use) {
      const { cause: step } = use;
      const event = earning.ofFacts.get(step.type);
      const missing = missingOf(view.member, event?.needs ?? []);
      if (missing !== null) return missing;
      const { channel, storeId, occurredAt: at, isBackfill } = step;
      const subject = subjectOfEvent({ channel, storeId, payload: step.payload() });
      const asked = { subject, at, beganAt: at, isBackfill, use, counted: null };
      const awards = awardsOfEvent(view, event?.rules ?? [], asked);
      const plan = lastingPlan(awards, { source: 'fact', sourceId: messageNameOf(step) });
      return plan instanceof Missing ? plan : { ...plan, from: isBackfill ? at : use.recordedAt };
    },
    apply: applyAwards,
  };
}

/** What is granted for good: kept by its lots alone. */
export function lastingPlan(
  { granted, limits }: EventAwards,
  reference: AwardPlan['reference'],
): Omit<AwardPlan, 'from'> | Missing {
  if (limits.missingTakes.length > 0) return new Missing([], limits.missingTakes);
  return {
    changes: granted.map(lastingChange),
    counters: limits.counters(),
    returns: [],
    lapses: [],
    reference,
    hasHappened: () => false,
  };
}

function lastingChange({ assessed: { compiled, agreed }, grant }: GrantedRule): AwardChange {
  const { id: rule, wallet } = compiled.rule;
  return { rule, wallet, terms: agreed.terms, taken: 0, grant, isActivated: false, row: null, trail: noTrail };
}
