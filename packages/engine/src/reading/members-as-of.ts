import {
  openView,
  programAt,
  programOf,
  wantBoth,
  type CompiledProgram,
  type FoldContext,
  type Member,
  type MemberId,
  type OwnStep,
  type StepsWanted,
} from '@perennial/domain';
import type { FoldStore, MemberKey } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { loadEverything } from './everything.ts';

/** A member with all that a facet's figures of an instant in the past are made of. */
export interface MemberThen {
  readonly member: Member;
  /** Epoch milliseconds. */
  readonly asOfAt: number;
  /** The program that she stands under now. */
  readonly program: CompiledProgram;
  /** Steps that her rows cannot stand for, her own ones whatever was merged or split since. */
  readonly steps: readonly OwnStep[];
}

/** Steps wanted of one member: of her own log up to `position`, and of those of the members she took in. */
export interface MemberStepsWanted extends MemberKey {
  readonly position: number;
  readonly wanted: StepsWanted;
}

/**
 * Reads the steps wanted of these members that had occurred by `until`, each member's own ones whatever was merged or split
 * since, by member id; members without any may be absent.
 */
export type ReadStepsWanted = (
  members: readonly MemberStepsWanted[],
  until: number,
) => Promise<ReadonlyMap<MemberId, readonly OwnStep[]>>;

export interface AsOfQuery {
  /** Epoch milliseconds. */
  readonly asOfAt: number;
  readonly readSteps: ReadStepsWanted;
}

/** What all facets want of a member's log at an instant; null: her rows say it all. */
function stepsWantedOf(member: Member, asOfAt: number): StepsWanted | null {
  let wanted: StepsWanted | null = null;
  for (const facet of member.facets.list) {
    wanted = wantBoth(wanted, facet.stepsWanted?.(openView(member, facet), asOfAt) ?? null);
  }
  return wanted;
}

/**
 * Members at an instant in the past, by the facts that had occurred by then; everything of them is loaded, also what has ended since. Most members need no
 * step: only those do of whom something became another later.
 */
export async function membersAsOf(
  members: readonly Member[],
  { asOfAt, readSteps }: AsOfQuery,
  context: FoldContext,
): Promise<ReadonlyMap<MemberId, MemberThen>> {
  const asked = members.flatMap((member): MemberStepsWanted[] => {
    const { shard, id, position } = member;
    const wanted = stepsWantedOf(member, asOfAt);
    return wanted === null ? [] : [{ shard, id, position, wanted }];
  });
  const read = asked.length === 0 ? new Map<MemberId, readonly OwnStep[]>() : await readSteps(asked, asOfAt);
  return new Map(
    members.map((member) => {
      const { programVersion } = member;
      const program = programVersion === 0 ? programAt(context, asOfAt) : programOf(context, programVersion);
      return [member.id, { member, asOfAt, program, steps: read.get(member.id) ?? [] }];
    }),
  );
}

/** Greatest number of members who are read at once as of an instant. */
export const membersAsOfMax = 1_000;

/**
 * The same for stored members, as far as they have been folded; unknown ones are absent. The cost grows with their evidence
 * rows, which the fold bounds, and not with the membership. Throws RangeError for more than `membersAsOfMax` members.
 */
export async function readMembersAsOf(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  query: AsOfQuery & { readonly keys: readonly MemberKey[] },
): Promise<ReadonlyMap<MemberId, MemberThen>> {
  if (query.keys.length > membersAsOfMax)
    throw new RangeError(`at most ${membersAsOfMax} members are read at once as of an instant`);
  if (query.keys.length === 0) return new Map();
  const members = await store.snapshot('read-members-as-of', async (snapshot) => {
    const found = await snapshot.openMembers(query.keys);
    await programs.ensure(await snapshot.latestProgramVersion());
    await loadEverything(snapshot, found, 'then');
    return found;
  });
  return membersAsOf(members, query, programs.context);
}
