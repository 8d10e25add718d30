import type { DecisionCause, Handler, Use } from '../../../kernel/facet.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { benefitClaimed } from '../rules/events.ts';
import { operationsOf } from '../rules/operations.ts';
import type { TierOperation } from '../rules/operations.ts';
import type { TiersRules, TiersView } from '../rules/rules.ts';
import type { TiersState } from '../rules/state.ts';
import { judge, missingToJudge } from '../standing/judge.ts';
import type { DecidedKind } from '../standing/judge.ts';
import { tierClaimRows, tierStandingRows } from '../rules/rows.ts';
import type { TierStandingRow } from '../rules/rows.ts';
import { emptyStanding } from '../standing/standing.ts';

/*
 * A decision is final, and is carried out on whatever its member is by then; what is about a set that the program has no more is left out.
 */

type Operations = readonly TierOperation[];
type Claim = Extract<TierOperation, { op: 'claim' }>;
type Change = Exclude<TierOperation, Claim>;

const isClaim = (operation: TierOperation): operation is Claim => operation.op === 'claim';

export function onDecision(rules: TiersRules): Handler<TiersState, DecisionCause, Operations> {
  return {
    plan(view, { cause: { part } }) {
      const operations = operationsOf(part).filter(({ set }) => rules.sets.has(set));
      const needs = missingClaims(view, operations.filter(isClaim));
      if (operations.some((operation) => !isClaim(operation)))
        needs.push(...(missingToJudge(view, rules)?.needs ?? []));
      return needs.length === 0 ? operations : new Missing(needs);
    },
    apply(view, operations, use) {
      for (const operation of operations) {
        if (isClaim(operation)) claim(view, operation, use);
        else change(view, operation, use);
      }
    },
  };
}

function missingClaims(view: TiersView, claims: readonly Claim[]): Need[] {
  const keys = claims.map(({ set, benefit, period }) => [set, benefit, period]);
  const unknown = keys.filter((key) => !view.rows(tierClaimRows).isKnown(keyText(key)));
  return unknown.length === 0 ? [] : [{ by: 'key', kind: tierClaimRows, keys: unknown }];
}

function claim(view: TiersView, { set, benefit, period, reference }: Claim, use: Use): void {
  const known = view.rows(tierClaimRows).get(keyText([set, benefit, period]));
  const claims = (known?.claims ?? 0) + 1;
  const { recordedAt: lastAt } = use;
  view.rows(tierClaimRows).put({ tierSet: set, benefit, period, claims, lastAt, lastReference: reference });
  view.tell({ type: benefitClaimed, occurredAt: lastAt, payload: { set, benefit, period, claims } }, use);
}

function change(view: TiersView, operation: Change, use: Use): void {
  const standings = view.rows(tierStandingRows);
  const row = standings.get(operation.set) ?? emptyStanding(operation.set, use.until);
  const { on, to } = changeOf(row, operation, use);
  standings.put(to);
  const reason = 'reason' in operation ? operation.reason : '';
  judge(view, use, { on, reason, tierSet: operation.set });
  if (operation.op === 'assign' && operation.since !== undefined)
    backdate(view, operation.set, { ...operation, since: operation.since });
}

/** The level was hers before she came here. */
function backdate(
  view: TiersView,
  set: string,
  { level, since }: { readonly level: string; readonly since: number },
): void {
  const row = view.rows(tierStandingRows).get(set);
  if (row !== null && row.level === level && row.since > since) view.rows(tierStandingRows).put({ ...row, since });
}

interface Changed {
  readonly on: DecidedKind;
  readonly to: TierStandingRow;
}

function changeOf(row: TierStandingRow, operation: Change, use: Use): Changed {
  const noInvitation = { invitedLevel: '', invitedUntil: null };
  switch (operation.op) {
    case 'assign': {
      const { level: assignedLevel, until: assignedUntil, isCap } = operation;
      return { on: 'assigned', to: { ...row, assignedLevel, assignedUntil, isCap } };
    }
    case 'end_assignment':
      return { on: 'assignment_ended', to: { ...row, assignedLevel: '', assignedUntil: null, isCap: false } };
    case 'freeze':
      return { on: 'frozen', to: { ...row, frozenLevel: operation.level, frozenUntil: operation.until } };
    case 'unfreeze':
      return { on: 'unfrozen', to: { ...row, frozenLevel: '', frozenUntil: null } };
    case 'invite':
      return { on: 'invited', to: { ...row, invitedLevel: operation.level, invitedUntil: operation.expiresAt } };
    case 'accept': {
      const accepted = { acceptedLevel: operation.level, acceptedAt: use.until };
      return { on: 'accepted', to: { ...row, ...noInvitation, ...accepted } };
    }
    case 'decline':
      return { on: 'declined', to: { ...row, ...noInvitation } };
  }
}
