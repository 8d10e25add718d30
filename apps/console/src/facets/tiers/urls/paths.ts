import { writeCondition } from '../../../conditions/address-condition.ts';
import { membersPaths } from '../../members/urls/paths.ts';

/** Of the tab that shows where a member stands. */
export const tiersTab = 'tiers';

/** Whose level it is: a ladder's figure opens just those whom it counted. */
export function conditionOfLevel(tierSet: string, level: string): string {
  return writeCondition({ field: `tier.${tierSet}.level`, operator: '=', value: level });
}

export const tiersPaths = {
  ladder: () => '/loyalty/tiers',
  tiersOf: (memberId: string) => membersPaths.member(memberId, { tab: tiersTab }),
  membersOfLevel: (tierSet: string, level: string) =>
    membersPaths.members({ condition: conditionOfLevel(tierSet, level) }),
} as const;
