import { activityAsOf, programAt, programOf, registersAsOf, tellingsWanted } from '@perennial/domain';
import type {
  ActivityState,
  AttributeRow,
  FactStep,
  FoldContext,
  MemberId,
  MemberWork,
  TellingsWanted,
} from '@perennial/domain';
import type { FoldStore, MemberKey } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';

/** What a member's facts amounted to at an instant in the past. */
export interface MemberFigures {
  readonly activity: ActivityState;
  /** Attributes, tags and consents, keyed by `attributeKey`. */
  readonly registers: ReadonlyMap<string, AttributeRow>;
}

/** Facts wanted of one member: of her own log up to `position`, and of those of the members she took in. */
export interface PastFactsWanted extends MemberKey {
  readonly position: number;
  readonly wanted: TellingsWanted;
}

/**
 * Reads the facts wanted of these members that had occurred by `until`, each member's own ones whatever was merged or split
 * since, by member id; members without any may be absent.
 */
export type ReadPastFacts = (
  members: readonly PastFactsWanted[],
  until: number,
) => Promise<ReadonlyMap<MemberId, readonly FactStep[]>>;

export interface FiguresQuery {
  /** Epoch milliseconds. */
  readonly asOfAt: number;
  readonly readPastFacts: ReadPastFacts;
}

/**
 * The figures of members at an instant, by the facts that had occurred by then; all their evidence and registers are loaded.
 * Most members need no fact: only those do of whom a later fact said otherwise.
 */
export async function figuresAsOf(
  works: readonly MemberWork[],
  { asOfAt, readPastFacts }: FiguresQuery,
  context: FoldContext,
): Promise<ReadonlyMap<MemberId, MemberFigures>> {
  const members = works.flatMap((work): PastFactsWanted[] => {
    const { shard, id, position } = work;
    const wanted = tellingsWanted(work, asOfAt);
    return wanted === null ? [] : [{ shard, id, position, wanted }];
  });
  const facts = members.length === 0 ? new Map<MemberId, readonly FactStep[]>() : await readPastFacts(members, asOfAt);
  return new Map(
    works.map((work) => {
      const program = work.programVersion === 0 ? programAt(context, asOfAt) : programOf(context, work.programVersion);
      const evidence = { asOfAt, program, tellings: facts.get(work.id) ?? [] };
      return [work.id, { activity: activityAsOf(work, evidence), registers: registersAsOf(work, evidence) }];
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
  const works = await store.snapshot('read-figures', async (snapshot) => {
    const found = await snapshot.lockMembers(query.keys);
    await programs.ensure(await snapshot.latestProgramVersion());
    await snapshot.loadRows({ everythingOf: found, orders: [], attributes: [], allAttributesOf: found });
    return found;
  });
  return figuresAsOf(works, query, programs.context);
}
