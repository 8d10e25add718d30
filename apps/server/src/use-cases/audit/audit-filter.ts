import { routes } from '@perennial/contracts';
import type { RouteGroup } from '@perennial/contracts';
import { commandLineActs } from '@perennial/contracts/staff';
import type { AuditQuery } from '@perennial/postgres/access';
import { refuseUnknown } from '../kernel/known-values.ts';
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

const actsOfRoutes = Object.values<RouteGroup>(routes).flatMap((group) =>
  Object.values(group).flatMap(({ audit }) => audit ?? []),
);
const acts = [...new Set([...actsOfRoutes, ...commandLineActs])].toSorted();

/** What is asked for, in the terms of the store. Throws `request.invalid` for an action that nobody can have done, and an empty period. */
export function toAuditFilter(request: AuditFilterRequest, zone: string): AuditFilter {
  const { action = '', actorKind = '', actor = '', subject = '', outcome = '', from, to } = request;
  if (action !== '') refuseUnknown('/query/action', action, acts);
  const fromAt = from === undefined ? 0 : startOfDay(from, zone);
  const toAt = to === undefined ? Number.MAX_SAFE_INTEGER : endOfDay(to, zone);
  if (fromAt >= toAt) throw new ProblemError('request.invalid', { detail: 'The period ends before it begins.' });
  return { action, actorKind, actor, subject, outcome, fromAt, toAt };
}
