import {
  supplyHistory,
  type FoldContext,
  type Member,
  type MemberId,
  type Missing,
  type OwnStep,
  type RecordedInputs,
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
  /** Members of the same batch: what they were granted in it is not stored yet. */
  readonly unwritten?: readonly Member[];
}

/** Loads what stopped members lack, set-based, so that they can go on. */
export async function supply(waiting: readonly Waiting[], use: SupplyUse): Promise<void> {
  const { reads, take } = use;
  const needed = waiting.flatMap(({ member, missing, absorbed }): MemberNeeds[] => [
    { member, needs: missing.needs },
    ...(absorbed === undefined ? [] : [{ member: absorbed, needs: missing.ofOther }]),
  ]);
  await reads.loadRows(needed);
  await supplyHistories(waiting, use);
  await supplyShares(waiting, take);
}

/** Histories are long: so many are read at once. */
const historiesMax = 200;

async function supplyHistories(
  waiting: readonly Waiting[],
  { reads, context, unwritten = waiting.map(({ member }) => member) }: SupplyUse,
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
    const inputs = await readGranted(reads, { members, histories, unwritten });
    for (const { member, need } of part) {
      supplyHistory(member, histories.get(member.id) ?? [], { ...need, context, inputs });
    }
  }
}

interface GrantedQuery {
  readonly members: readonly MemberKey[];
  readonly histories: ReadonlyMap<MemberId, readonly OwnStep[]>;
  readonly unwritten: readonly Member[];
}

/** What was granted to the steps of these histories, in whoever's log they stand, and to the members' wakes: no more is granted again. */
export async function readGranted(
  reads: Pick<FoldReads, 'readInputs'>,
  { members, histories, unwritten }: GrantedQuery,
): Promise<RecordedInputs> {
  const keys = new Map<MemberId, MemberKey>(members.map(({ shard, id }) => [id, { shard, id }]));
  for (const steps of histories.values())
    for (const { shard, memberId } of steps) keys.set(memberId, { shard, id: memberId });
  const stored = await reads.readInputs([...keys.values()]);
  const inMemory = new Map(unwritten.map(({ id, inputs }) => [id, inputs]));
  return (id) => [...(stored.get(id) ?? []), ...(inMemory.get(id) ?? [])];
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
