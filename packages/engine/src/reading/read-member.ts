import { advanceTo, splitInto, type MemberWork } from '@perennial/domain';
import { applyList } from '../fold/apply-lists.ts';
import type { FoldSnapshot, FoldStore, MemberKey } from '../fold/fold-store.ts';
import { gather } from '../fold/gather.ts';
import { createMemberList, rowsNeeded, type MemberList } from '../fold/member-list.ts';
import type { Programs } from '../fold/programs.ts';

/** Brings one member and, for merges still waiting, those she absorbs to date in memory. */
async function listsOf(snapshot: FoldSnapshot, key: MemberKey): Promise<Map<string, MemberList> | null> {
  const [work] = await snapshot.lockMembers([key]);
  if (work === undefined) return null;
  const steps = await snapshot.readMemberSteps(key, work.position, Number.MAX_SAFE_INTEGER);
  if (steps.length === 0) return new Map([[work.id, createMemberList(work, [])]]);
  return gather(snapshot, steps);
}

/** Each round loads what the one before asked for; more than this many would mean that nothing is gained by it. */
const roundsMax = 64;

/**
 * The member as she is at `asOf` (epoch milliseconds, not before the last fact): stored state, plus the facts that wait in
 * her log, plus the wakes and program versions due until then, computed on a copy. So a stage is right however late the
 * worker is, and a caller sees what he has just sent. All evidence and live stage entries are loaded. Null when there is
 * no such member. Throws when one of her steps cannot be applied; `parked_member` holds the same error.
 */
export async function readMember(
  store: FoldStore,
  programs: Programs,
  request: { readonly key: MemberKey; readonly asOf: number },
): Promise<MemberWork | null> {
  return store.snapshot('read-member', async (snapshot) => {
    const lists = await listsOf(snapshot, request.key);
    const list = lists?.get(request.key.id);
    if (lists === null || list === undefined) return null;
    await programs.ensure(await snapshot.latestProgramVersion());
    const { context } = programs;
    const works = [...lists.values()].map((one) => one.work);
    await snapshot.loadRows({ everythingOf: works, orders: [], attributes: [], allAttributesOf: works });
    for (let round = 0; ; round += 1) {
      applyList(lists, list, { context, upTo: Infinity });
      if (list.stop === 'rows' && round < roundsMax) {
        // A step that waits may name what no stored row has, such as a tag that is new to her.
        await snapshot.loadRows(rowsNeeded(lists.values(), context));
        continue;
      }
      const step = list.steps[list.next];
      if (list.stop !== 'split' || step?.kind !== 'split') break;
      splitInto(list.work, { ownFacts: await snapshot.readOwnFacts(step), step }, context);
      list.next += 1;
    }
    if (typeof list.stop === 'object')
      throw new Error('a step of this member cannot be applied', { cause: list.stop.error });
    if (list.work.status === 'live' && request.asOf > list.work.clockAt) advanceTo(list.work, request.asOf, context);
    return list.work;
  });
}
