import { routes } from '@perennial/contracts/staff';
import { oneOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

/** The lists of a wallet, as the address has them. */
export const walletLists = ['lots', 'entries', 'holds', 'statement'] as const;
export type WalletList = (typeof walletLists)[number];

export const approvalStates = routes.wallets.approvals.query.shape.state.unwrap().options;

export interface ApprovalsSearch {
  readonly state?: (typeof approvalStates)[number];
  readonly cursor?: string;
}

export function readApprovalsSearch(raw: RawSearch): ApprovalsSearch {
  return { ...oneOf(raw, 'state', approvalStates), ...textOf(raw, 'cursor') };
}
