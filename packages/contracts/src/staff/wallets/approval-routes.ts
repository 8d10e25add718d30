import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { instant, memberId, page, paging, uuid } from '../../schemas/common.ts';
import { adjust, walletAnswer } from './action.ts';
import { walletParams } from './reading-routes.ts';
import { units } from './wallet.ts';

const approvalState = z.enum(['pending', 'approved', 'declined', 'failed']);

export const approval = z.object({
  id: uuid,
  state: approvalState.describe('`failed`: it was approved and could not be carried out; `code` says why'),
  memberId,
  wallet: z.string(),
  units,
  reason: z.string(),
  expiresAt: instant.nullable().optional().describe('Null: never; absent: as the program says'),
  proposedBy: z.string(),
  proposedAt: instant,
  decidedBy: z.string().describe('Empty while it waits'),
  decidedAt: instant.nullable(),
  code: z.string().describe('Why it could not be carried out; else empty'),
  canDecide: z.boolean().describe('Whether you may: it waits, and you did not propose it'),
  answer: walletAnswer.nullable(),
});
export type Approval = z.output<typeof approval>;

/** Adjustments above what the program allows to one person: one proposes, another decides. */
export const walletApprovalRoutes = {
  propose: defineRoute({
    method: 'POST',
    path: '/v1/members/{memberId}/wallets/{wallet}/adjustments/proposals',
    access: 'wallet.adjust',
    audit: 'wallet.adjustment_proposed',
    command: 'required',
    isOpenToKeys: false,
    summary: 'Propose an adjustment that another person must approve',
    params: walletParams,
    body: adjust,
    response: approval,
  }),
  approvals: defineRoute({
    method: 'GET',
    path: '/v1/wallets/approvals',
    access: 'wallet.adjust',
    summary: 'Proposed adjustments, newest first',
    query: z.object({ ...paging, state: approvalState.optional(), memberId: memberId.optional() }),
    response: page(approval),
  }),
  decide: defineRoute({
    method: 'POST',
    path: '/v1/wallets/approvals/{approvalId}/decision',
    access: 'wallet.approve',
    audit: 'wallet.adjustment_decided',
    isOpenToKeys: false,
    summary: 'Approve or decline what somebody else proposed; approved, it is carried out at once and once',
    params: z.object({ approvalId: uuid }),
    body: z.object({ decision: z.enum(['approve', 'decline']) }),
    response: approval,
  }),
} as const;
