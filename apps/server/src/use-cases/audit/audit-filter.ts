import { routes } from '@perennial/contracts';
import type { ProblemDetail, RouteGroup } from '@perennial/contracts';
import type { AuditQuery } from '@perennial/postgres/access';
import { ProblemError } from '../kernel/problem-error.ts';
import { endOfDay, startOfDay } from '../reading/days.ts';

export interface AuditFilterRequest {
  readonly action?: string | undefined;
  readonly actorKind?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export type AuditFilter = Omit<AuditQuery, 'beforeId' | 'limit'>;

const actions: ReadonlySet<string> = new Set(
  Object.values<RouteGroup>(routes).flatMap((group) => Object.values(group).flatMap(({ audit }) => audit ?? [])),
);
const actionsShownMax = 100;

/** What is asked for, in the terms of the store. Throws `request.invalid` for an action that nobody can have done, and an empty period. */
export function toAuditFilter(request: AuditFilterRequest, zone: string): AuditFilter {
  const { action = '', actorKind = '', actor = '', subject = '', outcome = '', from, to } = request;
  if (action !== '' && !actions.has(action)) throw new ProblemError('request.invalid', { errors: [unknownAction()] });
  const fromAt = from === undefined ? 0 : startOfDay(from, zone);
  const toAt = to === undefined ? Number.MAX_SAFE_INTEGER : endOfDay(to, zone);
  if (fromAt >= toAt) throw new ProblemError('request.invalid', { detail: 'The period ends before it begins.' });
  return { action, actorKind, actor, subject, outcome, fromAt, toAt };
}

function unknownAction(): ProblemDetail {
  const values = [...actions].toSorted().slice(0, actionsShownMax).join(', ');
  const params = { field: 'action', values };
  return { path: '/query/action', message: `action must be one of: ${values}`, code: 'issue.not_one_of', params };
}
