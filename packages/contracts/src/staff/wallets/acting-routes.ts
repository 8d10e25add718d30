import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { queryInteger } from '../../schemas/common.ts';
import {
  adjust,
  capture,
  extend,
  hold,
  holdName,
  opening,
  reasoned,
  redeem,
  reinstate,
  reverse,
  unitsAsked,
  walletAnswer,
} from './action.ts';
import { memberReference } from '../../schemas/member-reference.ts';
import { actionAnswer, manyActions } from './many-actions.ts';
import { walletParams } from './reading-routes.ts';

const sequenceMax = 2_147_483_647;
const lotParams = walletParams.extend({ lot: queryInteger(1, sequenceMax) });
const holdParams = walletParams.extend({ hold: holdName });
const entryParams = walletParams.extend({ entry: queryInteger(1, sequenceMax) });
/** Tills and shops send them, not people. */
const callsPerMinuteMax = 60_000;
const command = { method: 'POST', command: 'required', callsPerMinuteMax, response: walletAnswer } as const;

/** What the till does: it takes no more than there is, and gives back no more than it took. */
const tillRoutes = {
  redeem: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/redemptions',
    access: 'wallet.redeem',
    audit: 'wallet.redeemed',
    summary: 'Spend units of a member',
    params: walletParams,
    body: redeem,
  }),
  hold: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/holds',
    access: 'wallet.redeem',
    audit: 'wallet.held',
    summary: 'Set units aside for something that is under way',
    params: walletParams,
    body: hold,
  }),
  capture: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/holds/{hold}/capture',
    access: 'wallet.redeem',
    audit: 'wallet.hold_captured',
    summary: 'Spend what was set aside, all or part of it; the rest is free again',
    params: holdParams,
    body: capture,
  }),
  release: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/holds/{hold}/release',
    access: 'wallet.redeem',
    audit: 'wallet.hold_released',
    summary: 'Free what was set aside',
    params: holdParams,
  }),
  reverse: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/entries/{entry}/reversal',
    access: 'wallet.redeem',
    audit: 'wallet.spend_reversed',
    summary: 'Give back what an entry spent, all or part of it, into the lots that it came out of',
    params: entryParams,
    body: reverse,
  }),
  transfer: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/transfers',
    access: 'wallet.redeem',
    audit: 'wallet.transferred',
    summary: 'Give units of a member to another one, within the limits of the program; their expiry stays',
    params: walletParams,
    body: z.object({ to: memberReference, units: unitsAsked }),
  }),
} as const;

const staffRoutes = {
  adjust: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/adjustments',
    access: 'wallet.adjust',
    audit: 'wallet.adjusted',
    summary: 'Give or take units by hand; above what the program allows to one person it must be proposed instead',
    params: walletParams,
    body: adjust,
  }),
  voidLot: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/lots/{lot}/void',
    access: 'wallet.adjust',
    audit: 'wallet.lot_voided',
    summary: 'Take away what is left of one lot',
    params: lotParams,
    body: reasoned,
  }),
  extendLot: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/lots/{lot}/extension',
    access: 'wallet.adjust',
    audit: 'wallet.lot_extended',
    summary: 'Have one lot expire at another instant, or never',
    params: lotParams,
    body: extend,
  }),
  reinstate: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/lots/{lot}/reinstatement',
    access: 'wallet.adjust',
    audit: 'wallet.reinstated',
    summary: 'Give back what expired of a lot, as a new lot',
    params: lotParams,
    body: reinstate,
  }),
  releaseLot: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/lots/{lot}/release',
    access: 'wallet.adjust',
    audit: 'wallet.lot_released',
    summary: 'Make a lot available that is pending',
    params: lotParams,
  }),
  cancelLot: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/lots/{lot}/cancellation',
    access: 'wallet.adjust',
    audit: 'wallet.lot_cancelled',
    summary: 'Take away a lot that is pending',
    params: lotParams,
    body: reasoned,
  }),
  block: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/block',
    access: 'wallet.adjust',
    audit: 'wallet.blocked',
    summary: 'Let nothing be spent of a wallet until it is unblocked',
    params: walletParams,
    body: reasoned,
  }),
  unblock: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/unblock',
    access: 'wallet.adjust',
    audit: 'wallet.unblocked',
    summary: 'Let units of a wallet be spent again',
    params: walletParams,
    body: reasoned,
  }),
  open: defineRoute({
    ...command,
    path: '/v1/members/{memberId}/wallets/{wallet}/opening',
    access: 'wallet.open',
    audit: 'wallet.opened',
    summary: 'Enter what a member had in another system, lot by lot',
    params: walletParams,
    body: opening,
  }),
} as const;

export const walletActingRoutes = {
  ...tillRoutes,
  ...staffRoutes,
  act: defineRoute({
    method: 'POST',
    path: '/v1/wallets/actions',
    access: 'wallet.redeem',
    audit: 'wallet.commanded',
    callsPerMinuteMax,
    summary:
      'Many of these to many members at once; each is answered by itself and needs its own right and its own key',
    body: manyActions,
    response: z.object({ answers: z.array(actionAnswer) }),
  }),
} as const;
