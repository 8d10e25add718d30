import { z } from 'zod';
import { callerKinds } from '../../callers/caller.ts';
import { defineRoute } from '../../route/route.ts';
import { identifier, instant, page, paging } from '../../schemas/common.ts';

export const auditRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/audit',
    access: 'audit.read',
    isOpenToKeys: false,
    summary: 'Who did what, newest first; it cannot be changed',
    query: z.object({
      ...paging,
      action: identifier.optional(),
      actor: identifier.optional(),
      subject: identifier.optional(),
    }),
    response: page(
      z.object({
        id: identifier,
        at: instant,
        actorKind: z.enum([...callerKinds, 'system', 'nobody']),
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        reason: z.string(),
        outcome: z.enum(['begun', 'done', 'refused', 'failed']),
        requestId: z.string(),
      }),
    ),
  }),
} as const;
