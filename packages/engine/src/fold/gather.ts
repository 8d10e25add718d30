import type { LoggedStep } from '@perennial/domain';
import type { FoldReads, MemberKey } from './fold-store.ts';
import { createMemberList, type MemberList } from './member-list.ts';
import { otherOf, type Other } from './others.ts';

export function compareKeys(a: MemberKey, b: MemberKey): number {
  if (a.shard !== b.shard) return a.shard - b.shard;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

function groupByMember(steps: readonly LoggedStep[]): Map<string, LoggedStep[]> {
  const groups = new Map<string, LoggedStep[]>();
  for (const step of steps) {
    const group = groups.get(step.memberId);
    if (group === undefined) groups.set(step.memberId, [step]);
    else group.push(step);
  }
  return groups;
}

/**
 * Locks the members of the batch and whoever has a merge or its undoing in common with them, in key order, and gives each her steps.
 * The other side gets all her pending steps up to that one from her own log, wherever that is: both sides are brought to date. Splits
 * do not wait for others who are parked.
 */
export async function gather(
  transaction: FoldReads,
  steps: readonly LoggedStep[],
  parked: ReadonlySet<string> = noOne,
): Promise<Map<string, MemberList>> {
  const groups = groupByMember(steps);
  const others = waitedFor(steps, parked);
  const lists = new Map<string, MemberList>();
  const open = async (wanted: readonly MemberKey[]): Promise<void> => {
    if (wanted.length === 0) return;
    for (const member of await transaction.openMembers(wanted.toSorted(compareKeys)))
      lists.set(member.id, createMemberList(member, groups.get(member.id) ?? noSteps));
  };
  await open(keysOf(groups, others));
  if (others.length > 0) await gatherOthers(transaction, { others, parked, lists, open });
  return lists;
}

const noOne: ReadonlySet<string> = new Set();
const noSteps: readonly LoggedStep[] = [];

/** Hardly any step is one of two members. */
function waitedFor(steps: readonly LoggedStep[], parked: ReadonlySet<string>): readonly Other[] {
  const others: Other[] = [];
  for (const step of steps) {
    const other = otherOf(step);
    if (other !== null && (step.kind !== 'split' || !parked.has(other.key.id))) others.push(other);
  }
  return others;
}

/** The members whose steps these are, and the others. */
function keysOf(groups: ReadonlyMap<string, readonly LoggedStep[]>, others: readonly Other[]): MemberKey[] {
  const keys: MemberKey[] = [];
  for (const [first] of groups.values()) if (first !== undefined) keys.push({ shard: first.shard, id: first.memberId });
  const further = new Map(others.map(({ key }) => [key.id, key]));
  for (const key of further.values()) if (!groups.has(key.id)) keys.push(key);
  return keys;
}

interface Gathering {
  readonly others: readonly Other[];
  readonly parked: ReadonlySet<string>;
  readonly lists: Map<string, MemberList>;
  readonly open: (wanted: readonly MemberKey[]) => Promise<void>;
}

/** Their own logs may hold merges again, of members who are not here yet. */
async function gatherOthers(transaction: FoldReads, gathering: Gathering): Promise<void> {
  const { parked, lists, open } = gathering;
  const reached = new Map<string, number>();
  for (let { others } = gathering; others.length > 0;) {
    const found: Other[] = [];
    for (const { key, upTo } of others) {
      const list = lists.get(key.id);
      if (list === undefined || (reached.get(key.id) ?? 0) >= upTo) continue;
      reached.set(key.id, upTo);
      const { member } = list;
      const own = await transaction.readMemberSteps(member, member.position, upTo);
      const beyond = list.steps.filter((step) => step.position > upTo);
      lists.set(member.id, createMemberList(member, [...own, ...beyond]));
      found.push(...waitedFor(own, parked));
    }
    const unknown = new Map(found.filter(({ key }) => !lists.has(key.id)).map(({ key }) => [key.id, key]));
    if (unknown.size > 0) await open([...unknown.values()]);
    others = found;
  }
}
