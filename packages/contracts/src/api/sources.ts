import { z } from 'zod';
import { scopes } from '../capabilities/capabilities.ts';
import { cursor, identifier, instant, jsonValue, memberId, name, page, paging, queryInteger, uuid } from './common.ts';
import { defineRoute } from './route.ts';

const scope = z.enum(scopes as [(typeof scopes)[number]]);
const key = z.object({
  id: identifier,
  kind: z.enum(['write', 'api']),
  name,
  /** Source whose facts a write key carries; empty for API keys. */
  source: z.string(),
  scopes: z.array(scope),
  /** First and last characters, to recognise it by. */
  hint: z.string(),
  createdAt: instant,
  createdBy: z.string(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  expiresAt: instant.nullable(),
});
export type ApiKey = z.output<typeof key>;

const source = z.object({
  source: identifier,
  factsLastDay: z.number().int(),
  lastFactAt: instant.nullable(),
  keysActive: z.number().int(),
});
const tailFact = z.object({
  id: identifier,
  memberId: memberId.nullable(),
  source: z.string(),
  messageId: z.string(),
  type: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  channel: z.string(),
  storeId: z.string(),
  isBackfill: z.boolean(),
  payload: jsonValue,
});
export type TailFact = z.output<typeof tailFact>;

export const keyRoutes = {
  sources: defineRoute({
    method: 'GET',
    path: '/v1/sources',
    access: 'keys.read',
    summary: 'Where facts come from: each source with its keys and last fact',
    query: z.object(paging),
    response: page(source),
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/keys',
    access: 'keys.read',
    summary: 'Write keys and API keys, newest first',
    response: page(key),
    query: z.object({ ...paging, kind: z.enum(['write', 'api']).optional() }),
  }),
  create: defineRoute({
    method: 'POST',
    path: '/v1/keys',
    access: 'keys.manage',
    isOpenToKeys: false,
    audit: 'key.created',
    summary: 'Create a key; this answer alone shows it',
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('write'), name, source: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/) }),
      z.object({ kind: z.literal('api'), name, scopes: z.array(scope).min(1).max(50), expiresAt: instant.optional() }),
    ]),
    response: z.object({ key, secret: z.string() }),
  }),
  revoke: defineRoute({
    method: 'DELETE',
    path: '/v1/keys/{keyId}',
    access: 'keys.manage',
    isOpenToKeys: false,
    audit: 'key.revoked',
    summary: 'Revoke a key; it stops working at once',
    params: z.object({ keyId: uuid }),
    response: key,
  }),
} as const;

export const factRoutes = {
  tail: defineRoute({
    method: 'GET',
    path: '/v1/facts/tail',
    access: 'facts.read',
    callsPerMinuteMax: 240,
    summary: 'The newest facts; with a cursor, those since it. A fact may come twice: tell them apart by id',
    query: z.object({
      cursor: z.string().max(200).optional(),
      limit: paging.limit,
      source: identifier.optional(),
      type: identifier.optional(),
    }),
    /** Newest first; `cursor` is what to ask with next. */
    response: z.object({ items: z.array(tailFact), cursor: z.string(), factsPerSecond: z.number() }),
  }),
} as const;

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
const reason = z.string().min(1).max(10_000);
const quarantineParams = z.object({ quarantineId: uuid });
const replayVerdict = z.object({
  id: identifier,
  verdict: z.enum(['accepted', 'duplicate', 'quarantined', 'rejected']),
  reason: z.string().nullable(),
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
      code: identifier.optional(),
      reason: reason.optional(),
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
        }),
      ),
    }),
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/quarantine/{quarantineId}',
    access: 'quarantine.read',
    summary: 'One quarantined fact with its body',
    params: quarantineParams,
    response: quarantined.extend({
      body: jsonValue,
      issues: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
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
      code: identifier,
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
        actorKind: z.enum(['user', 'key', 'system', 'nobody']),
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
