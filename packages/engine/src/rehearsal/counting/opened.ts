import type { MemberId } from '@perennial/domain';
import type { OpenedList, OpenedMember } from '../answer/rehearsal.ts';

/** The members of a line, of whom those with the greatest difference are kept. */
export interface Opened {
  readonly members: number;
  /** Together, by how much. */
  readonly amount: number;
  add(id: MemberId, base: number, draft: number): void;
  /** Greatest difference first. */
  list(): OpenedList;
  part(): OpenedPart;
  /** Takes in what others counted of other members. */
  join(part: OpenedPart): void;
}

/** What one of several who count has of a line. */
export interface OpenedPart extends OpenedList {
  readonly amount: number;
}

const difference = ({ base, draft }: OpenedMember): number => Math.abs(draft - base);

function byDifference(a: OpenedMember, b: OpenedMember): number {
  return difference(b) - difference(a) || (a.id < b.id ? -1 : 1);
}

/** `keptMax` bounds the memory of a rehearsal of any number of members. */
export function createOpened(keptMax: number): Opened {
  let kept: OpenedMember[] = [];
  let members = 0;
  let amount = 0;
  /** Who differs by less is not among the first any more. */
  let least = 0;
  const cut = () => {
    kept.sort(byDifference);
    if (kept.length > keptMax) kept = kept.slice(0, keptMax);
    const last = kept.at(-1);
    if (kept.length === keptMax && last !== undefined) least = difference(last);
  };
  return {
    get members() {
      return members;
    },
    get amount() {
      return amount;
    },
    add(id, base, draft) {
      members += 1;
      amount += Math.abs(draft - base);
      if (Math.abs(draft - base) < least) return;
      kept.push({ id, base, draft });
      if (kept.length >= 2 * keptMax) cut();
    },
    list() {
      cut();
      return { members, items: kept };
    },
    part() {
      cut();
      return { members, amount, items: kept };
    },
    join(part) {
      members += part.members;
      amount += part.amount;
      kept = [...kept, ...part.items];
      cut();
    },
  };
}
