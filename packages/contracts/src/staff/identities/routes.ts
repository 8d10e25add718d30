import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { identifier, instant, memberId, page, paging, queryInteger } from '../../schemas/common.ts';
import { identityId, identityReference } from '../../schemas/member-reference.ts';

const reason = z.string().trim().min(3).max(500);

/** Always masked: the value in clear is shown by a reveal of its holder. */
const identity = { id: identityId, type: identifier, value: z.string() };

const sharedIdentity = z.object({
  ...identity,
  /** Who holds it; null where nobody does any more. */
  holderId: memberId.nullable(),
  /** Members whom it would have joined to its holder beyond a limit. */
  refusedCount: z.number().int(),
  lastAt: instant,
});

const blockedIdentity = z.object({
  ...identity,
  reason: z.string(),
  at: instant,
  by: z.string(),
});

export const identitiesRoutes = {
  shared: defineRoute({
    method: 'GET',
    path: '/v1/identities/shared',
    access: 'members.merge',
    summary: 'Identities that many members carry, as an e-mail address on a dozen cards: suggested for blocking',
    query: z.object({ limit: queryInteger(1, 200).default(50) }),
    response: z.object({ items: z.array(sharedIdentity) }),
  }),
  blocked: defineRoute({
    method: 'GET',
    path: '/v1/identities/blocked',
    access: 'members.merge',
    summary:
      'Identities that were blocked, newest first; placeholders and the values that a program blocks are not among them',
    query: z.object(paging),
    response: page(blockedIdentity),
  }),
  block: defineRoute({
    method: 'POST',
    path: '/v1/identities/block',
    access: 'members.merge',
    audit: 'identity.blocked',
    command: 'optional',
    summary:
      'Let an identity identify nobody from now on; its holder loses it, facts that were taken stay where they are',
    body: z.object({ identity: identityReference, reason }),
    response: z.object({ id: identityId, holderId: memberId.nullable() }),
  }),
  unblock: defineRoute({
    method: 'POST',
    path: '/v1/identities/unblock',
    access: 'members.merge',
    audit: 'identity.unblocked',
    command: 'optional',
    summary: 'Let a blocked identity belong to whoever carries it next',
    body: z.object({ identity: identityReference, reason }),
    response: z.object({ id: identityId }),
  }),
} as const;
