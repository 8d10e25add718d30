import { z } from 'zod';
import { callerKinds } from '../../callers/caller.ts';
import { defineRoute } from '../../route/route.ts';
import { calendarDay, fileForm, identifier, instant, page, paging } from '../../schemas/common.ts';

const actorKind = z.enum([...callerKinds, 'system', 'nobody']);
const outcome = z.enum(['begun', 'done', 'refused', 'failed']);

const auditFilter = {
  /** Under which name it is written down: `member.erased`. */
  action: identifier.optional(),
  actorKind: actorKind.optional(),
  /** Id of the user or the key. */
  actor: identifier.optional(),
  /** What it was done to: the whole of it, or one of the two that it names. */
  subject: identifier.optional(),
  outcome: outcome.optional(),
  /** Calendar days in the program's zone, both included. */
  from: calendarDay.optional(),
  to: calendarDay.optional(),
};

export const auditRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/audit',
    access: 'audit.read',
    isOpenToKeys: false,
    summary: 'Who did what, newest first; it cannot be changed',
    query: z.object({ ...paging, ...auditFilter }),
    response: page(
      z.object({
        id: identifier,
        at: instant,
        actorKind,
        actor: z.string(),
        /** Name of the user or the key; empty for who has none. */
        actorName: z.string(),
        action: z.string(),
        subject: z.string(),
        /** The people that the subject names: a member by a masked identity, never a full one. */
        subjects: z.array(z.object({ kind: z.enum(['member', 'user', 'key']), id: z.string(), name: z.string() })),
        reason: z.string(),
        outcome,
        requestId: z.string(),
      }),
    ),
  }),
  export: defineRoute({
    method: 'GET',
    path: '/v1/audit.csv',
    access: 'audit.read',
    isOpenToKeys: false,
    format: 'csv',
    audit: 'audit.exported',
    summary: 'The filtered audit log as CSV, newest first, streamed',
    query: z.object({ ...auditFilter, ...fileForm }),
    response: undefined,
  }),
} as const;
