import { writeSearch } from '../../../urls/search-text.ts';
import { membersPaths } from '../../members/urls/paths.ts';
import type { MemberSearch } from '../../members/urls/search.ts';
import type { ApprovalsSearch } from './search.ts';

/** Of the tab that shows a member's wallets. */
export const walletsTab = 'wallets';

/** Of the program: what a draft would have been in the past. */
export const rehearsalTab = 'rehearsal';

export const walletsPaths = {
  expiring: () => '/loyalty/expiring',
  approvals: (search: ApprovalsSearch = {}) => `/loyalty/approvals${writeSearch(search)}`,
  walletsOf: (memberId: string, search: Omit<MemberSearch, 'tab'> = {}) =>
    membersPaths.member(memberId, { ...search, tab: walletsTab }),
} as const;
