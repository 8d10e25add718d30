import { applyStep, createMember } from '@perennial/domain';
import type { FoldContext, LoggedStep, Member, MemberId, ProgramDocuments } from '@perennial/domain';
import type { FoldSnapshot, FoldStore, MemberKey, ResourceAsk } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { goThrough } from '../fold/supply.ts';
import { budgetsOfProgram, withDraft } from '../program/draft-programs.ts';
import { bringToDate } from './read-member.ts';

/** A step that nobody has logged, and the context to apply it under. */
export interface TriedStep {
  readonly step: LoggedStep;
  readonly context: FoldContext;
}

type StepOf<Tried> = (member: Member, context: FoldContext) => Tried;

/** Documents that are taken to have come into force now, and not what is published alone. */
interface UnderDraft {
  readonly draft?: ProgramDocuments | undefined;
  /** Epoch milliseconds; may lie ahead. */
  readonly asOf: number;
}

/**
 * Applies a step to a copy of a member as she is at `asOf`, and throws the copy away: what it would do is known, and nothing is written.
 * Of what everybody shares it gets what is left now, and takes nothing of it. Null when there is no such member, or she is not living.
 * Throws an invariant error for a draft that is not sound.
 */
export async function tryStep<Tried extends TriedStep>(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  request: UnderDraft & { readonly key: MemberKey; readonly stepOf: StepOf<Tried> },
): Promise<Tried | null> {
  return store.snapshot('try-step', async (snapshot) => {
    const under = await programsUnder(snapshot, programs, request);
    const member = await bringToDate(snapshot, under.programs, request);
    return member === null || member.status !== 'live' ? null : apply(snapshot, member, { ...under, ...request });
  });
}

/** The same for somebody of whom nothing is known yet. */
export async function tryFirstStep<Tried extends TriedStep>(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  { id, ...request }: UnderDraft & { readonly id: MemberId; readonly stepOf: StepOf<Tried> },
): Promise<Tried> {
  return store.snapshot('try-step', async (snapshot) => {
    const under = await programsUnder(snapshot, programs, request);
    return apply(snapshot, createMember(programs.facets, id, 0), { ...under, ...request });
  });
}

interface Under {
  readonly programs: Programs;
  /** What the draft says that there is in all, by resource; null: as it was filled in. */
  readonly budgets: ReadonlyMap<string, number> | null;
}

async function programsUnder(
  snapshot: FoldSnapshot,
  programs: Programs,
  { draft: documents, asOf: effectiveAt }: UnderDraft,
): Promise<Under> {
  await programs.ensure(await snapshot.latestProgramVersion());
  if (documents === undefined) return { programs, budgets: null };
  const under = withDraft(programs, { documents, effectiveAt });
  const newest = under.context.programs.at(-1);
  const budgets = newest === undefined ? [] : budgetsOfProgram(under.facets, newest);
  return { programs: under, budgets: new Map(budgets.map(({ resource, units }) => [resource, units])) };
}

async function apply<Tried extends TriedStep>(
  snapshot: FoldSnapshot,
  member: Member,
  { programs, budgets, stepOf }: Under & { readonly stepOf: StepOf<Tried> },
): Promise<Tried> {
  const tried = stepOf(member, programs.context);
  const { step, context } = tried;
  const take = (asks: readonly ResourceAsk[]) => shareOut(snapshot, asks, budgets);
  await goThrough([member], (one) => applyStep(one, step, { context }), { reads: snapshot, context, take });
  return tried;
}

async function shareOut(
  snapshot: FoldSnapshot,
  asks: readonly ResourceAsk[],
  budgets: Under['budgets'],
): Promise<readonly number[]> {
  const left = new Map(await leftOf(snapshot, [...new Set(asks.map(({ resource }) => resource))], budgets));
  return asks.map(({ resource, asked }) => {
    const there = left.get(resource) ?? 0;
    const granted = Math.min(asked, there);
    left.set(resource, there - granted);
    return granted;
  });
}

/** Under a draft as much as its publication would leave: what it adds comes to what is left, and what was granted stays granted. */
async function leftOf(
  snapshot: FoldSnapshot,
  resources: readonly string[],
  budgets: Under['budgets'],
): Promise<ReadonlyMap<string, number>> {
  const left = await snapshot.readShares(resources);
  if (budgets === null) return left;
  const totals = await snapshot.readTotals(resources);
  return new Map(
    resources.map((resource) => {
      const [there, total] = [left.get(resource) ?? 0, totals.get(resource) ?? 0];
      return [resource, Math.max(0, there + (budgets.get(resource) ?? total) - total)];
    }),
  );
}
