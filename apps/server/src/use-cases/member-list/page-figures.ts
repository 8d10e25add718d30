import type { ListedFigures, ListedMember, PastInstant } from '@perennial/clickhouse';
import type { MemberId } from '@perennial/domain';
import { membersAsOfMax } from '@perennial/engine';
import type { MemberFigures } from '../lifecycle/member-reader.ts';
import { orderFiguresOf } from '../lifecycle/standing.ts';
import { tagsOf } from '../registers/registers.ts';

/** Figures of at most `membersAsOfMax` members at a past instant, by member id. */
export type FiguresOf = (
  members: readonly Pick<ListedMember, 'id' | 'shard'>[],
  asOfAt: number,
) => Promise<ReadonlyMap<string, MemberFigures>>;

/** What to show of each member of a page. */
export type PageFigures = (member: ListedMember) => ListedFigures;

/** Now the lens has the figures of its members; those of a past instant come from the fold, for the members of the page. */
export async function figuresOfPage(
  members: readonly ListedMember[],
  past: PastInstant | undefined,
  figuresOf: FiguresOf,
): Promise<PageFigures> {
  const known = new Map<string, ListedFigures>();
  for (let from = 0; past !== undefined && from < members.length; from += membersAsOfMax) {
    const found = await figuresOf(members.slice(from, from + membersAsOfMax), past.asOfAt);
    for (const [id, figures] of found) known.set(id, toListed(figures));
  }
  return (member) => {
    const figures = member.figures ?? known.get(member.id);
    if (figures === undefined) throw new Error(`the lens lists a member that is not stored: ${member.id}`);
    return figures;
  };
}

/** What a list shows of a member's figures. */
export function toListed({ activity, registers }: MemberFigures): ListedFigures {
  return { ...orderFiguresOf(activity), tags: tagsOf(registers) };
}

/** A member's id as the lens gives it is one that was made here. */
export function keyOf({ id, shard }: Pick<ListedMember, 'id' | 'shard'>): {
  readonly shard: number;
  readonly id: MemberId;
} {
  return { shard, id: id as MemberId };
}
