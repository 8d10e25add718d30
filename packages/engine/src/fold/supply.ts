import {
  supplyHistory,
  type FoldContext,
  type Member,
  type Missing,
  type OwnStep,
  type RecordedInputs,
  type StepInput,
} from '@perennial/domain';
import type { FoldReads, MemberKey, MemberNeeds, ResourceAsk } from './fold-store.ts';

/** A member whose step stopped, and for what. */
export interface Waiting {
  readonly member: Member;
  readonly missing: Missing;
  /** The other member of a merge. */
  readonly absorbed?: Member;
}

/** How shares of resources are taken: out of the store, or as they were recorded. */
export type TakeShares = (asks: readonly ResourceAsk[]) => Promise<readonly number[]>;

export interface SupplyUse {
  readonly reads: FoldReads;
  readonly context: FoldContext;
  readonly take: TakeShares;
}

/** Loads what stopped members lack, set-based, so that they can go on. */
export async function supply(waiting: readonly Waiting[], { reads, context, take }: SupplyUse): Promise<void> {
  const needed = waiting.flatMap(({ member, missing, absorbed }): MemberNeeds[] => [
    { member, needs: missing.needs },
    ...(absorbed === undefined ? [] : [{ member: absorbed, needs: missing.ofAbsorbed }]),
  ]);
  await reads.loadRows(needed);
  await supplyHistories(waiting, { reads, context });
  await supplyShares(waiting, take);
}

/** Histories are long: so many are read at once. */
const historiesMax = 200;

async function supplyHistories(
  waiting: readonly Waiting[],
  { reads, context }: Pick<SupplyUse, 'reads' | 'context'>,
): Promise<void> {
  const asked = waiting.flatMap(({ member, missing }) =>
    missing.needs.flatMap((need) => (need.by === 'history' ? [{ member, need }] : [])),
  );
  for (let start = 0; start < asked.length; start += historiesMax) {
    const part = asked.slice(start, start + historiesMax);
    const histories = await reads.readOwnSteps(
      part.map(({ member, need }) => ({ shard: member.shard, id: member.id, asOf: need })),
    );
    const members = part.map(({ member }) => member);
    const inputs = await readInputsOf(reads, members, [...histories.values()].flat());
    for (const { member, need } of part) {
      supplyHistory(member, histories.get(member.id) ?? [], { ...need, context, inputs });
    }
  }
}

/** What these members, and those in whose logs the steps stand, were granted when they were folded first. */
export async function readInputsOf(
  reads: Pick<FoldReads, 'readInputs'>,
  members: readonly MemberKey[],
  steps: readonly OwnStep[],
): Promise<RecordedInputs> {
  const owners = new Map<string, MemberKey>(members.map(({ shard, id }) => [id, { shard, id }]));
  for (const { shard, memberId } of steps) owners.set(memberId, { shard, id: memberId });
  const inputs = await reads.readInputs([...owners.values()]);
  return (memberId) => (inputs.get(memberId) ?? []).filter(isOfFacet);
}

/** What a decision itself was granted is recorded of no facet: it stands in the decision's parts, and nobody asks for it again. */
export function isOfFacet({ cause }: StepInput): boolean {
  return cause.facet !== '';
}

async function supplyShares(waiting: readonly Waiting[], take: TakeShares): Promise<void> {
  const asks = waiting.flatMap(({ member, missing }) => missing.takes.map((one) => ({ member, ...one })));
  if (asks.length === 0) return;
  const granted = await take(asks.map(({ member, resource, asked }) => ({ shard: member.shard, resource, asked })));
  for (const [n, { member, resource }] of asks.entries()) {
    (member.granted ??= new Map()).set(resource, granted[n] ?? 0);
  }
}

/** Each round loads what the one before asked for; more than this many would mean that nothing is gained by it. */
const roundsMax = 64;

/** Moves members on until nothing is missing of any of them. */
export async function goThrough(
  members: readonly Member[],
  go: (member: Member) => Missing | null,
  use: SupplyUse,
): Promise<void> {
  let left = members;
  for (let round = 0; left.length > 0; round += 1) {
    if (round > roundsMax) throw new Error('members needed more rounds than any may');
    const waiting: Waiting[] = [];
    for (const member of left) {
      const missing = go(member);
      if (missing !== null) waiting.push({ member, missing });
    }
    if (waiting.length > 0) await supply(waiting, use);
    left = waiting.map(({ member }) => member);
  }
}
