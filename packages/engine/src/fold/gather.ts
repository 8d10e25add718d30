import type { LoggedStep, Member } from '@perennial/domain';
import type { FoldReads, MemberKey } from './fold-store.ts';
import { createMemberList, type MemberList } from './member-list.ts';
import { othersOf, type Other } from './others.ts';

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
  parked: ReadonlySet<string> = new Set(),
): Promise<Map<string, MemberList>> {
  const groups = groupByMember(steps);
  const keys = new Map<string, MemberKey>();
  for (const [id, group] of groups) {
    const first = group[0];
    if (first !== undefined) keys.set(id, { shard: first.shard, id: first.memberId });
  }
  const waitedFor = (own: readonly LoggedStep[]) =>
    othersOf(own.filter((step) => step.kind !== 'split' || !parked.has(step.other?.id ?? '')));
  let others = waitedFor(steps);
  for (const { key } of others) keys.set(key.id, key);

  const members = new Map<string, Member>();
  const lock = async (wanted: readonly MemberKey[]): Promise<void> => {
    for (const member of await transaction.openMembers(wanted.toSorted(compareKeys))) members.set(member.id, member);
  };
  await lock([...keys.values()]);
  const reached = new Map<string, number>();
  const isBehind = ({ key, upTo }: Other) => (reached.get(key.id) ?? 0) < upTo;
  while (others.length > 0) {
    const found: Other[] = [];
    for (const other of others.filter(isBehind)) {
      const { key, upTo } = other;
      reached.set(key.id, upTo);
      const member = members.get(key.id);
      if (member === undefined) continue;
      const own = await transaction.readMemberSteps(member, member.position, upTo);
      const beyond = (groups.get(member.id) ?? []).filter((step) => step.position > upTo);
      groups.set(member.id, [...own, ...beyond]);
      found.push(...waitedFor(own));
    }
    const unknown = new Map(found.filter(({ key }) => !members.has(key.id)).map(({ key }) => [key.id, key]));
    if (unknown.size > 0) await lock([...unknown.values()]);
    others = found;
  }
  const lists = new Map<string, MemberList>();
  for (const [id, member] of members) lists.set(id, createMemberList(member, groups.get(id) ?? []));
  return lists;
}
