import {
  activityAsOf,
  lifecycleFacet,
  openView,
  programAt,
  programOf,
  registersAsOf,
  registersFacet,
  wantBoth,
  type ActivityState,
  type AttributeRow,
  type FoldContext,
  type Member,
  type MemberId,
  type OwnStep,
  type StepsWanted,
} from '@perennial/domain';
import type { FoldStore, MemberKey } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { loadEverything } from './everything.ts';

/** What a member's facts amounted to at an instant in the past. */
export interface MemberFigures {
  readonly activity: ActivityState;
  /** Attributes, tags and consents, keyed by `attributeKey`. */
  readonly registers: ReadonlyMap<string, AttributeRow>;
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

export interface FiguresQuery {
  /** Epoch milliseconds. */
  readonly asOfAt: number;
  readonly readSteps: ReadStepsWanted;
}

/** What all facets want of a member's log at an instant; null: her rows say it all. */
export function stepsWantedOf(member: Member, asOfAt: number): StepsWanted | null {
  let wanted: StepsWanted | null = null;
  for (const facet of member.facets.list) {
    wanted = wantBoth(wanted, facet.stepsWanted?.(openView(member, facet), asOfAt) ?? null);
  }
  return wanted;
}

/**
 * The figures of members at an instant, by the facts that had occurred by then; everything of them is loaded.
 * Most members need no step: only those of whom something became another later do.
 */
export async function figuresAsOf(
  members: readonly Member[],
  { asOfAt, readSteps }: FiguresQuery,
  context: FoldContext,
): Promise<ReadonlyMap<MemberId, MemberFigures>> {
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
      const evidence = { asOfAt, program, steps: read.get(member.id) ?? [] };
      const activity = activityAsOf(openView(member, lifecycleFacet), evidence);
      return [member.id, { activity, registers: registersAsOf(openView(member, registersFacet), evidence) }];
    }),
  );
}

/** Greatest number of members whose figures are read at once. */
export const figuresMembersMax = 1_000;

/**
 * The same for stored members, as far as they have been folded; unknown ones are absent. The cost grows with their evidence
 * rows, which the fold bounds, and not with the membership. Throws RangeError for more than `figuresMembersMax` members.
 */
export async function readFiguresAsOf(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  query: FiguresQuery & { readonly keys: readonly MemberKey[] },
): Promise<ReadonlyMap<MemberId, MemberFigures>> {
  if (query.keys.length > figuresMembersMax)
    throw new RangeError(`figures of at most ${figuresMembersMax} members are read at once`);
  if (query.keys.length === 0) return new Map();
  const members = await store.snapshot('read-figures', async (snapshot) => {
    const found = await snapshot.openMembers(query.keys);
    await programs.ensure(await snapshot.latestProgramVersion());
    await loadEverything(snapshot, found);
    return found;
  });
  return figuresAsOf(members, query, programs.context);
}
