import type { Member } from '@perennial/domain';
import type { FoldStore, MemberKey } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { loadEverything } from './everything.ts';

/**
 * A member as far as she has been folded, with every row that holds: what waits in her log is not looked at, so that one whose
 * next step cannot be applied can be read as well. Null when there is no such member.
 */
export async function readStoredMember(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  key: MemberKey,
): Promise<Member | null> {
  return store.snapshot('read-stored-member', async (snapshot) => {
    const [member] = await snapshot.openMembers([key]);
    if (member === undefined) return null;
    await programs.ensure(await snapshot.latestProgramVersion());
    await loadEverything(snapshot, [member], 'now');
    return member;
  });
}
