import { applyStep, createMember } from '@perennial/domain';
import type { FoldContext, LoggedStep, Member, MemberId } from '@perennial/domain';
import type { FoldSnapshot, FoldStore, MemberKey, ResourceAsk } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { goThrough } from '../fold/supply.ts';
import { bringToDate } from './read-member.ts';

/** A step that nobody has logged, and the context to apply it under. */
export interface TriedStep {
  readonly step: LoggedStep;
  readonly context: FoldContext;
}

type StepOf<Tried> = (member: Member, context: FoldContext) => Tried;

/**
 * Applies a step to a copy of a member as she is at `asOf`, and throws the copy away: what it would do is known, and nothing is written.
 * Of what everybody shares it gets what is left now, and takes nothing of it. Null when there is no such member, or she is not living.
 */
export async function tryStep<Tried extends TriedStep>(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  request: { readonly key: MemberKey; readonly asOf: number; readonly stepOf: StepOf<Tried> },
): Promise<Tried | null> {
  return store.snapshot('try-step', async (snapshot) => {
    const member = await bringToDate(snapshot, programs, request);
    return member === null || member.status !== 'live' ? null : apply(snapshot, member, { programs, ...request });
  });
}

/** The same for somebody of whom nothing is known yet. */
export async function tryFirstStep<Tried extends TriedStep>(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  { id, stepOf }: { readonly id: MemberId; readonly stepOf: StepOf<Tried> },
): Promise<Tried> {
  return store.snapshot('try-step', async (snapshot) => {
    await programs.ensure(await snapshot.latestProgramVersion());
    return apply(snapshot, createMember(programs.facets, id, 0), { programs, stepOf });
  });
}

async function apply<Tried extends TriedStep>(
  snapshot: FoldSnapshot,
  member: Member,
  { programs, stepOf }: { readonly programs: Programs; readonly stepOf: StepOf<Tried> },
): Promise<Tried> {
  const tried = stepOf(member, programs.context);
  const { step, context } = tried;
  const take = (asks: readonly ResourceAsk[]) => shareOut(snapshot, asks);
  await goThrough([member], (one) => applyStep(one, step, { context }), { reads: snapshot, context, take });
  return tried;
}

async function shareOut(snapshot: FoldSnapshot, asks: readonly ResourceAsk[]): Promise<readonly number[]> {
  const left = new Map(await snapshot.readShares([...new Set(asks.map(({ resource }) => resource))]));
  return asks.map(({ resource, asked }) => {
    const there = left.get(resource) ?? 0;
    const granted = Math.min(asked, there);
    left.set(resource, there - granted);
    return granted;
  });
}
