import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { instant, memberId, nothing } from '../../schemas/common.ts';
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
    body: nothing,
    response: statementKey,
  }),
} as const;

const proofProblem = z.object({
  shard: z.number().int(),
  memberId,
  wallet: z.string(),
  check: z.enum(['sums', 'chain']).describe('`sums`: figures do not agree; `chain`: an entry is not what it was'),
  detail: z.string(),
});

export const walletProofRoutes = {
  proof: defineRoute({
    method: 'GET',
    path: '/v1/wallets/proof',
    access: 'wallet.adjust',
    summary:
      'What the look at all wallets in the background found last; `npx perennial prove` looks at all of them at once',
    response: z.object({
      shards: z.number().int(),
      shardsProven: z.number().int(),
      oldestAt: instant.nullable().describe('When the shard was looked at that waits longest; null: none was'),
      entries: z.number().int(),
      accounts: z.number().int(),
      problems: z.number().int(),
      examples: z.array(proofProblem).max(50),
    }),
  }),
} as const;
