import { z } from 'zod';
import { errorTable } from '../../errors/error-table.ts';
import { defineRoute } from '../../route/route.ts';
import { cursor, identifier, instant, jsonValue, page, paging, queryInteger, uuid } from '../../schemas/common.ts';

const quarantined = z.object({
  id: identifier,
  status: z.enum(['waiting', 'replayed', 'dismissed']),
  source: z.string(),
  messageId: z.string(),
  type: z.string(),
  code: z.string(),
  reason: z.string(),
  receivedAt: instant,
  resolvedAt: instant.nullable(),
  resolvedBy: z.string().nullable(),
});
/** As `reasons` and `list` give it. */
const reason = z.string().trim().min(1).max(10_000);
/** Why a fact waits; another one is refused, because the list that it would give is empty whatever waits. */
const code = z.enum(Object.keys(errorTable).filter((one) => one.startsWith('fact.')));
const quarantineParams = z.object({ quarantineId: uuid });
const replayVerdict = z.object({
  id: identifier,
  verdict: z.enum(['accepted', 'duplicate', 'quarantined', 'rejected']),
  reason: z.string().nullable(),
});

const inDetail = quarantined.extend({
  body: jsonValue,
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  /** False once the body was revealed. */
  isMasked: z.boolean(),
});

export const quarantineRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/quarantine',
    access: 'quarantine.read',
    summary: 'Facts that failed their schema, newest first',
    query: z.object({
      ...paging,
      status: z.enum(['waiting', 'replayed', 'dismissed']).default('waiting'),
      source: identifier.optional(),
      type: identifier.optional(),
      code: code.optional(),
      reason: reason.optional(),
      receivedUntil: instant.optional().describe('Only those that had come in by then: `newestAt` of a reason'),
    }),
    response: page(quarantined).extend({ count: z.number().int() }),
  }),
  reasons: defineRoute({
    method: 'GET',
    path: '/v1/quarantine/reasons',
    access: 'quarantine.read',
    summary: 'Why facts wait in quarantine, the most frequent reason first',
    query: z.object({ limit: queryInteger(1, 100).default(20) }),
    response: z.object({
      items: z.array(
        z.object({
          code: z.string(),
          reason: z.string(),
          count: z.number().int(),
          /** When the first of them came in. */
          oldestAt: instant,
          /** When the last of them did. */
          newestAt: instant,
        }),
      ),
    }),
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/quarantine/{quarantineId}',
    access: 'quarantine.read',
    summary: 'One quarantined fact, personal values masked',
    params: quarantineParams,
    response: inDetail,
  }),
  reveal: defineRoute({
    method: 'POST',
    path: '/v1/quarantine/{quarantineId}/reveal',
    access: 'members.reveal',
    audit: 'quarantine.revealed',
    summary: 'One quarantined fact with its body in clear; every call is audited with its reason',
    params: quarantineParams,
    body: z.object({ reason: z.string().min(3).max(500) }),
    response: inDetail,
  }),
  mentions: defineRoute({
    method: 'GET',
    path: '/v1/quarantine/mentions',
    access: 'members.erase',
    summary: 'Quarantined facts that speak of erased members and wait for a decision, newest first',
    query: z.object({ limit: queryInteger(1, 500).default(50) }),
    response: z.object({
      items: z.array(
        z.object({
          erasureId: uuid,
          quarantineId: uuid,
          source: z.string(),
          type: z.string(),
          /** `with_others`: it states an identity of hers and one of somebody else. `mentioned`: a value of hers stands in it. */
          why: z.enum(['with_others', 'mentioned']),
          foundAt: instant,
          receivedAt: instant,
        }),
      ),
    }),
  }),
  decideMentions: defineRoute({
    method: 'POST',
    path: '/v1/quarantine/mentions/decide',
    access: 'members.erase',
    audit: 'quarantine.mention_decided',
    summary: 'Delete quarantined facts that speak of an erased member, or keep them',
    body: z.object({
      ids: z.array(uuid).min(1).max(500),
      decision: z.enum(['deleted', 'kept']),
      reason: z.string().min(3).max(500),
    }),
    response: z.object({ decided: z.number().int() }),
  }),
  repair: defineRoute({
    method: 'PUT',
    path: '/v1/quarantine/{quarantineId}',
    access: 'quarantine.repair',
    audit: 'quarantine.repaired',
    summary: 'Replace the body by a repaired one and try it',
    params: quarantineParams,
    body: z.object({ body: jsonValue }),
    response: replayVerdict,
  }),
  replay: defineRoute({
    method: 'POST',
    path: '/v1/quarantine/replay',
    access: 'quarantine.repair',
    audit: 'quarantine.replayed',
    summary: 'Try quarantined facts again as they are',
    body: z.object({ ids: z.array(uuid).min(1).max(500) }),
    response: z.object({ items: z.array(replayVerdict) }),
  }),
  replayAll: defineRoute({
    method: 'POST',
    path: '/v1/quarantine/replay-all',
    access: 'quarantine.repair',
    audit: 'quarantine.replayed',
    summary:
      'Try all waiting facts of one code again, oldest first, 500 a call; call again with its cursor until that is null',
    body: z.object({
      code,
      reason: reason.optional(),
      source: identifier.optional(),
      type: identifier.optional(),
      cursor: cursor.optional(),
    }),
    response: z.object({
      /** Facts that this call has tried. */
      tried: z.number().int(),
      /** Of those, now in the log; the others wait on, with the reason of now. */
      accepted: z.number().int(),
      /** Facts that are still to be tried. */
      left: z.number().int(),
      /** What to go on with; null at the end. */
      cursor: z.string().nullable(),
    }),
  }),
  dismiss: defineRoute({
    method: 'POST',
    path: '/v1/quarantine/dismiss',
    access: 'quarantine.repair',
    audit: 'quarantine.dismissed',
    summary: 'Put quarantined facts aside for good; they stay readable',
    body: z.object({ ids: z.array(uuid).min(1).max(500), reason: z.string().max(500) }),
    response: z.object({ dismissed: z.number().int() }),
  }),
} as const;
