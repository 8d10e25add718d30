import { z } from 'zod';
import { scopes } from '../../capabilities/capabilities.ts';
import { isReservedSource } from '../../schemas/reserved-names.ts';
import { defineRoute } from '../../route/route.ts';
import { identifier, instant, name, page, paging, uuid } from '../../schemas/common.ts';

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
export const keysRoutes = {
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
      z.object({
        kind: z.literal('write'),
        name,
        source: z
          .string()
          .regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/)
          .refine((source) => !isReservedSource(source), 'This source is the product’s own'),
      }),
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
