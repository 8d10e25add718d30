import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import { earnBasket, earnPreview } from './earn-preview.ts';
import { ruleBudget } from './rule-budget.ts';

/** Shops ask while a basket is looked at, not people. */
const callsPerMinuteMax = 60_000;
/** Of a draft whole. */
const bodyBytesMax = 2_000_000;
const preview = {
  method: 'POST',
  access: 'wallet.read',
  callsPerMinuteMax,
  bodyBytesMax,
  body: earnBasket,
  response: earnPreview,
} as const;

export const earningRoutes = {
  previewEarning: defineRoute({
    ...preview,
    path: '/v1/members/{memberId}/earn/preview',
    summary: 'What an order of hers would earn now, by rule, and why not more; nothing is written',
    params: z.object({ memberId: memberReference }),
  }),
  previewFirstEarning: defineRoute({
    ...preview,
    path: '/v1/earn/preview',
    summary: 'What an order would earn to somebody of whom nothing is known yet; nothing is written',
  }),
  budgets: defineRoute({
    method: 'GET',
    path: '/v1/earn/budgets',
    access: 'program.rules',
    summary: 'Limits and budgets that all members share, by rule of the program in force: how much is used, and left',
    response: z.object({ programVersion: z.number().int(), items: z.array(ruleBudget) }),
  }),
} as const;
