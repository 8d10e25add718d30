import { writeCondition } from '../../../conditions/address-condition.ts';
import { writeSearch } from '../../../urls/search-text.ts';
import { membersPaths } from '../../members/urls/paths.ts';
import type { LadderSearch } from './search.ts';

/** Of the tab that shows where a member stands. */
export const tiersTab = 'tiers';

/** Whose level it is: a ladder's figure opens just those whom it counted. */
export function conditionOfLevel(tierSet: string, level: string): string {
  return writeCondition({ field: `tier.${tierSet}.level`, operator: '=', value: level });
}

export const tiersPaths = {
  ladder: (search: LadderSearch = {}) => `/loyalty/tiers${writeSearch(search)}`,
  tiersOf: (memberId: string, asOf?: string) =>
    membersPaths.member(memberId, { tab: tiersTab, ...(asOf === undefined ? {} : { asOf }) }),
  membersOfLevel: (tierSet: string, level: string) =>
    membersPaths.members({ condition: conditionOfLevel(tierSet, level) }),
} as const;
