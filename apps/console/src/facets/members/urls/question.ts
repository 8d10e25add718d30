import type { MembersQuestion } from '@perennial/contracts/staff';
import { membersPaths } from './paths.ts';
import type { MembersSearch } from './search.ts';

/** The address of the list behind a figure, from the question that the figure's answer asks of it. */
export function drillHref(question: MembersQuestion): string {
  return membersPaths.members(toMembersSearch(question));
}

function toMembersSearch(question: MembersQuestion): MembersSearch {
  const { lifecycle, asOf, known, condition, sort, direction } = question;
  const moved = movedOf(question);
  return {
    ...given({ lifecycle, asOf, known, condition, sort, direction }),
    ...(Object.keys(moved).length === 0 ? {} : { moved }),
  };
}

function movedOf(question: MembersQuestion): Readonly<Record<string, string>> {
  return given({
    from: question.movedFrom,
    to: question.movedTo,
    after: question.movedAfter,
    before: question.movedBefore,
    between: question.movedBetween,
    as: question.movedAs,
    isReactivation: question.isReactivation,
  });
}

function given(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** When the figure behind the address was counted, epoch milliseconds. */
export function momentAt({ known = '' }: MembersSearch): number | undefined {
  return isMoment(known) ? Number(known.slice(known.indexOf('-') + 1)) : undefined;
}

/** Whether an address names a moment as the API does: another text would be refused. */
export function isMoment(text: string): boolean {
  return /^\d{1,15}-\d{1,15}$/u.test(text);
}
