import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { empty } from '../../schemas/common.ts';
import { statementKey } from './signed-statement.ts';

export const statementKeyRoutes = {
  statementKeys: defineRoute({
    method: 'GET',
    path: '/v1/statement-keys',
    access: 'public',
    summary: 'Public keys by which statements are signed, the newest first; older ones stay, for what they signed',
    response: z.object({ items: z.array(statementKey) }),
  }),
  renewStatementKey: defineRoute({
    method: 'POST',
    path: '/v1/statement-keys',
    access: 'keys.manage',
    audit: 'statement.key_renewed',
    isOpenToKeys: false,
    summary: 'Sign statements by a new key from now on',
    body: empty,
    response: statementKey,
  }),
} as const;
