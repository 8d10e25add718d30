import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { asOf, page, paging, queryInteger } from '../../schemas/common.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import { expiringUnits } from './expiring.ts';
import { signedStatement } from './signed-statement.ts';
import { walletEntry, walletHold, walletId, walletLot, walletsOfMember, walletStatement } from './wallet.ts';

const memberParams = z.object({ memberId: memberReference });
export const walletParams = memberParams.extend({ wallet: walletId });
const sequenceMax = 2_147_483_647;

export const walletReadingRoutes = {
  ofMember: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/wallets',
    access: 'wallet.read',
    summary: 'Balances of a member in every wallet, right as of now whatever waits to be computed',
    params: memberParams,
    response: walletsOfMember,
  }),
  lots: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/wallets/{wallet}/lots',
    access: 'wallet.read',
    summary: 'Lots of a wallet, newest first: what came in together, and what is left of it',
    params: walletParams,
    query: z.object({ ...paging, state: z.enum(['open', 'ended']).optional() }),
    response: page(walletLot),
  }),
  entries: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/wallets/{wallet}/entries',
    access: 'wallet.read',
    summary: 'Every movement of a wallet, newest first, with what it came of: fact, order or decision, and the rule',
    params: walletParams,
    query: z.object(paging),
    response: page(walletEntry),
  }),
  holds: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/wallets/{wallet}/holds',
    access: 'wallet.read',
    summary: 'Units set aside, newest first, with what became of them',
    params: walletParams,
    query: z.object({ ...paging, state: z.enum(['open', 'ended']).optional() }),
    response: page(walletHold),
  }),
  statement: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/wallets/{wallet}/statement',
    access: 'wallet.read',
    summary:
      'What a balance was at any past instant, and how it came about: opening, entries, balance, and the lots open then',
    params: walletParams,
    query: z.object({ ...paging, from: asOf.optional(), at: asOf.optional() }),
    response: walletStatement,
  }),
  downloadStatement: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/wallets/{wallet}/statement/download',
    access: 'wallet.read',
    summary:
      'The entries as one signed document whose digests chain, without personal text; examples/verify-statement checks it off-line',
    params: walletParams,
    query: z.object({
      at: asOf.optional(),
      after: queryInteger(0, sequenceMax)
        .default(0)
        .describe('Entries after this one, where one document cannot hold all'),
    }),
    response: signedStatement,
  }),
  expiring: defineRoute({
    method: 'GET',
    path: '/v1/wallets/expiring',
    access: 'overview.read',
    summary:
      'Units that expire soon unless they are spent, by wallet: how many, of how many members, and what they are worth',
    response: expiringUnits,
  }),
} as const;
