import type { LoggedStep, Member, MergeStep } from '@perennial/domain';
import type { FoldReads, MemberKey } from './fold-store.ts';
import { createMemberList, type MemberList } from './member-list.ts';

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

const absorbedKey = (step: MergeStep): MemberKey => ({ shard: step.absorbedShard, id: step.absorbedId });

function mergesIn(steps: readonly LoggedStep[]): MergeStep[] {
  return steps.filter((step) => step.kind === 'merge');
}

/**
 * Locks the members of the batch and of every merge in it, in key order, and gives each her steps. An absorbed member gets
 * all her pending steps up to her tombstone from her own log, wherever that is: both sides of a merge are brought to date.
 */
export async function gather(transaction: FoldReads, steps: readonly LoggedStep[]): Promise<Map<string, MemberList>> {
  const groups = groupByMember(steps);
  const keys = new Map<string, MemberKey>();
  for (const [id, group] of groups) {
    const first = group[0];
    if (first !== undefined) keys.set(id, { shard: first.shard, id: first.memberId });
  }
  let merges = mergesIn(steps);
  for (const merge of merges) keys.set(merge.absorbedId, absorbedKey(merge));

  const members = new Map<string, Member>();
  const lock = async (wanted: readonly MemberKey[]): Promise<void> => {
    for (const member of await transaction.openMembers(wanted.toSorted(compareKeys))) members.set(member.id, member);
  };
  await lock([...keys.values()]);
  while (merges.length > 0) {
    const found: MergeStep[] = [];
    for (const merge of merges) {
      const member = members.get(merge.absorbedId);
      if (member === undefined) continue;
      const own = await transaction.readMemberSteps(member, member.position, merge.absorbedPosition);
      const beyond = (groups.get(member.id) ?? []).filter((step) => step.position > merge.absorbedPosition);
      groups.set(member.id, [...own, ...beyond]);
      found.push(...mergesIn(own).filter((step) => !members.has(step.absorbedId)));
    }
    if (found.length > 0) await lock(found.map(absorbedKey));
    merges = found;
  }
  const lists = new Map<string, MemberList>();
  for (const [id, member] of members) lists.set(id, createMemberList(member, groups.get(id) ?? []));
  return lists;
}
