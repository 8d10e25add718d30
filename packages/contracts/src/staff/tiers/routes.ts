import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { asOf, instant, page, paging, queryInteger } from '../../schemas/common.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import { callersName, reasonCode, reasoned } from '../wallets/action.ts';
import { walletOwner } from '../wallets/wallet.ts';
import { tierFalls, tierForecast } from './forecast.ts';
import { memberTierSet, tierAnswer, tierChange } from './tier.ts';

const id = z.string().regex(/^[a-z][a-z0-9_-]{0,19}$/u, 'an id of the program');
const memberParams = z.object({ memberId: memberReference });
const setParams = memberParams.extend({ tierSet: id });
/** As limits of wallets have it: tills send them. */
const callsPerMinuteMax = 60_000;
const command = { method: 'POST', command: 'required', callsPerMinuteMax, response: tierAnswer } as const;

const readingRoutes = {
  ofMember: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/tiers',
    access: 'wallet.read',
    summary:
      'Where a member stands in every tier set, right as of now: level, progress to the next and to keep it, benefits',
    params: memberParams,
    query: z.object({ asOf: asOf.optional() }),
    response: z.object({
      ...walletOwner,
      asOfAt: instant,
      isHistory: z
        .boolean()
        .describe(
          'True as of a past instant: by what is known now to have happened by then, levels given or kept by hand as they were told, and no benefits',
        ),
      sets: z.array(memberTierSet),
    }),
  }),
  changes: defineRoute({
    method: 'GET',
    path: '/v1/members/{memberId}/tiers/changes',
    access: 'wallet.read',
    summary: 'Everything that happened to her levels, newest first, with what was counted',
    params: memberParams,
    query: z.object({ ...paging, asOf: asOf.optional() }),
    response: page(tierChange),
  }),
  forecast: defineRoute({
    method: 'GET',
    path: '/v1/tiers/{tierSet}/forecast',
    access: 'overview.read',
    summary:
      'What time alone makes of the levels of all members: who falls, who rises, whose grace begins, who is judged, by level and day',
    params: z.object({ tierSet: id }),
    response: tierForecast,
  }),
  falls: defineRoute({
    method: 'GET',
    path: '/v1/tiers/{tierSet}/falls',
    access: 'overview.read',
    summary:
      'Who falls to a lower level first, with what keeps the level and which benefits are lost with it; needs the right to read members as well',
    params: z.object({ tierSet: id }),
    query: z.object({ days: queryInteger(1, 366).default(90), limit: queryInteger(1, 50).default(20) }),
    response: tierFalls,
  }),
} as const;

const actingRoutes = {
  assign: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/tiers/{tierSet}/assignment',
    access: 'wallet.adjust',
    audit: 'tier.assigned',
    summary: 'Give a level by hand, until an instant or for good; one below hers is one that she does not exceed',
    params: setParams,
    body: z.object({ level: id, reason: reasonCode, until: instant.nullable().optional() }),
  }),
  endAssignment: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/tiers/{tierSet}/assignment/end',
    access: 'wallet.adjust',
    audit: 'tier.assignment_ended',
    summary: 'End what was given by hand: she has what she has earned again',
    params: setParams,
    body: reasoned,
  }),
  freeze: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/tiers/{tierSet}/freeze',
    access: 'wallet.adjust',
    audit: 'tier.frozen',
    summary: 'Let her not come below the level that she has, until an instant; she may still rise',
    params: setParams,
    body: z.object({ until: instant, reason: reasonCode }),
  }),
  unfreeze: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/tiers/{tierSet}/unfreeze',
    access: 'wallet.adjust',
    audit: 'tier.unfrozen',
    summary: 'End a freeze: what would have been her level by now is',
    params: setParams,
    body: reasoned,
  }),
  invite: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/tiers/{tierSet}/invitation',
    access: 'wallet.adjust',
    audit: 'tier.invited',
    summary: 'Invite her to a level that nobody earns',
    params: setParams,
    body: z.object({ level: id, expiresAt: instant }),
  }),
  answer: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/tiers/{tierSet}/invitation/answer',
    access: 'wallet.redeem',
    audit: 'tier.invitation_answered',
    summary: 'Accept or decline an invitation as she says',
    params: setParams,
    body: z.object({ accept: z.boolean() }),
  }),
  claim: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/tiers/{tierSet}/benefits/{benefit}/claims',
    access: 'wallet.redeem',
    audit: 'tier.benefit_claimed',
    summary: 'Use a benefit of her level, as often as it may be used',
    params: setParams.extend({ benefit: id }),
    body: z.object({ reference: callersName.describe('What it is for, such as the number of an order') }),
  }),
} as const;

export const tiersRoutes = { ...readingRoutes, ...actingRoutes } as const;
