import type { Programs } from '../../fold/programs.ts';
import type { MemberPlace } from '../../log/log-rows.ts';
import { bringToDate, findMembers, placesOfOther, type Brought } from '../deciding/bring-to-date.ts';
import type { CommandTransaction } from '../deciding/command-store.ts';
import { refused, rejected, type Verdict } from '../deciding/outcome.ts';

/**
 * Locks two members in the order of everybody and brings them to date. Whom they take in by steps that wait is locked after them: that
 * is too rare for it to matter.
 */
export async function bringPairToDate(
  transaction: CommandTransaction,
  places: readonly MemberPlace[],
  programs: Programs,
): Promise<Brought> {
  const also: MemberPlace[] = [];
  for (;;) {
    const found = await findMembers(transaction, { places, also });
    const brought = await bringToDate(transaction, { found, places }, programs);
    if ('lists' in brought) return brought;
    also.push(...brought.flatMap(placesOfOther));
  }
}

/** Why nothing can be decided about one of them; null when it can be. */
export function obstacleOf(
  places: readonly MemberPlace[],
  { lists, parked }: Pick<Brought, 'lists' | 'parked'>,
): Verdict | 'overtaken' | null {
  for (const { id } of places) {
    const list = lists.get(id);
    if (list === undefined) return refused('member.not_found');
    if (parked.has(id) || list.stop !== 'none') return refused('member.parked');
    if (list.member.status === 'erased') return rejected('member.erased');
    if (list.member.status === 'absorbed') return 'overtaken';
  }
  return null;
}
