import {
  applyStep,
  createMember,
  grantsOf,
  invariant,
  supplyHistory,
  type Facets,
  type FoldContext,
  type HistoryAsOf,
  type LoggedStep,
  type Member,
  type Missing,
  type OwnStep,
  type StepInput,
} from '@perennial/domain';
import type { FoldSnapshot, MemberKey } from '../fold/fold-store.ts';
import { readGranted } from '../fold/supply.ts';

export interface LogFold {
  readonly facets: Facets;
  readonly snapshot: FoldSnapshot;
  readonly context: FoldContext;
}

/** The absorbed member, folded from her own log up to her tombstone. */
async function foldAbsorbed(fold: LogFold, key: MemberKey, upTo: number): Promise<Member> {
  return foldFromLog(fold, key, await fold.snapshot.readMemberSteps(key, 0, upTo));
}

/**
 * Folds a member from nothing by her log: hers, then whomever she took in (fold a, fold b, merge, continue), then what
 * undone merges left her. It reads no stored state. Her row sets then hold all that was ever recorded of her.
 */
export async function foldFromLog(fold: LogFold, key: MemberKey, steps: readonly LoggedStep[]): Promise<Member> {
  const { context } = fold;
  const member = createMember(fold.facets, key.id, key.shard);
  for (const step of steps) {
    const absorbed =
      step.kind === 'merge'
        ? await foldAbsorbed(fold, { shard: step.absorbedShard, id: step.absorbedId }, step.absorbedPosition)
        : undefined;
    const use = absorbed === undefined ? { context } : { context, absorbed };
    await replay(fold, { member, steps }, () => applyStep(member, step, use));
  }
  return member;
}

/** A member on her way through her own log. */
export interface Replayed {
  readonly member: Member;
  readonly steps: readonly LoggedStep[];
}

/** Goes on until nothing is missing: of a member folded from nothing, her history and what was granted to her. */
export async function replay(fold: LogFold, replayed: Replayed, go: () => Missing | null): Promise<void> {
  const { member } = replayed;
  for (let missing = go(); missing !== null; missing = go()) {
    for (const need of missing.needs) {
      invariant(need.by === 'history', 'a member folded from nothing lacks nothing but her history');
      const history = await historyOf(fold, replayed, need);
      const histories = new Map([[member.id, history]]);
      const inputs = await readGranted(fold.snapshot, { members: [member], histories, unwritten: [] });
      supplyHistory(member, history, { ...need, context: fold.context, inputs });
    }
    if (missing.takes.length > 0) await grantAgain(fold, member, missing);
  }
}

/** Who never merged has her own log alone, which is here. */
async function historyOf(
  { snapshot }: LogFold,
  { member, steps }: Replayed,
  asOf: HistoryAsOf,
): Promise<readonly OwnStep[]> {
  const own = steps.filter(({ kind }) => kind === 'fact' || kind === 'decision');
  if (own.length === steps.length) {
    return steps.filter(
      (step): step is OwnStep => step.position <= asOf.position && (step.kind === 'fact' || step.kind === 'decision'),
    );
  }
  const asked = { shard: member.shard, id: member.id, asOf };
  return (await snapshot.readOwnSteps([asked])).get(member.id) ?? [];
}

/** What was granted then is granted again. */
async function grantAgain({ snapshot }: LogFold, member: Member, { takes }: Missing): Promise<void> {
  const recorded = (await snapshot.readInputs([member])).get(member.id) ?? [];
  const of = (inputs: readonly StepInput[], resource: string) =>
    grantsOf(inputs).filter((input) => input.resource === resource);
  for (const { resource } of takes) {
    const input = of(recorded, resource)[of(member.inputs, resource).length];
    (member.granted ??= new Map()).set(resource, input?.granted ?? 0);
  }
}
