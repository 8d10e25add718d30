import type { MembersQuestion } from '@perennial/contracts/staff';
import { membersPaths } from '../../members/urls/paths.ts';
import { toMembersSearch } from '../../members/urls/question.ts';

/** The address of the list behind a figure of the overview, from the question that the figure's answer asks of it. */
export function drillHref(question: MembersQuestion): string {
  return membersPaths.members(toMembersSearch(question));
}
