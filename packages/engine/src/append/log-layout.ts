import { shardOf, type IdentityChange, type MemberId } from '@perennial/domain';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import type { IdentityMove } from '../identity/identity-rows.ts';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import {
  logKinds,
  type HeadRow,
  type LogPlace,
  type LogRow,
  type MemberPlace,
  type MergeLogRow,
} from '../log/log-rows.ts';
import { stepTypes, type AbsorbPayload, type MergePayload } from '../log/step-payload.ts';
import { attachRow, attachedRow, stepRow, type StepToAdd } from '../log/step-row.ts';
import type { ResolvedBatch, ResolvedFact } from '../resolution/resolve-batch.ts';
import { anonymousShardOf } from './anonymous-shard.ts';

/** Where everything of a batch goes: computed in memory while the heads are locked. */
export interface LogLayout {
  readonly rows: readonly LogRow[];
  /** Heads as they will be. */
  readonly heads: readonly HeadRow[];
  readonly moves: readonly IdentityMove[];
  readonly merges: readonly MergeLogRow[];
  readonly places: ReadonlyMap<PreparedFact, FactPlace>;
}

interface FactPlace extends LogPlace {
  readonly memberId: MemberId | null;
}

interface Draft {
  readonly shardCount: number;
  readonly heads: Map<number, MutableHead>;
  readonly rows: LogRow[];
  readonly merges: MergeLogRow[];
}

type MutableHead = { -readonly [Key in keyof HeadRow]: HeadRow[Key] };

/** Lays a batch out in its own order: what a fact's identities joined, and what waited for its order, stands before the fact. */
export function layOutLog(batch: ResolvedBatch, heads: readonly HeadRow[], shardCount: number): LogLayout {
  const draft: Draft = {
    shardCount,
    heads: new Map(heads.map((head) => [head.shard, { ...head }])),
    rows: [],
    merges: [],
  };
  const places = new Map<PreparedFact, FactPlace>();
  const created = new Set<MemberId>();
  for (const resolved of batch.facts) {
    for (const change of resolved.changes) noteChange(draft, { change, cause: resolved.fact, created });
    attachFacts(draft, resolved);
    places.set(resolved.fact, placeFact(draft, resolved));
  }
  // Shard by shard: neighbours in the index and on the page are then neighbours in the insert, and the fold reads them so.
  draft.rows.sort((one, other) => one.shard - other.shard || one.position - other.position);
  return {
    rows: draft.rows,
    heads: [...draft.heads.values()],
    moves: movesOf(batch, draft),
    merges: draft.merges,
    places,
  };
}

/** The same for changes that no fact of a batch brings: joins that were refused before. */
export function layOutChanges(
  changes: readonly IdentityChange[],
  cause: ChangeCause,
  { heads, shardCount }: { readonly heads: readonly HeadRow[]; readonly shardCount: number },
): Pick<LogLayout, 'rows' | 'heads' | 'merges'> {
  const draft: Draft = {
    shardCount,
    heads: new Map(heads.map((head) => [head.shard, { ...head }])),
    rows: [],
    merges: [],
  };
  for (const change of changes) noteChange(draft, { change, cause, created: new Set() });
  return { rows: draft.rows, heads: [...draft.heads.values()], merges: draft.merges };
}

function placeFact(draft: Draft, { fact, memberId, ofOrder }: ResolvedFact): FactPlace {
  const shard = memberId === null ? anonymousShardOf(fact, draft.shardCount) : shardOf(memberId, draft.shardCount);
  const head = nextPosition(draft, shard);
  draft.rows.push({
    shard,
    position: head.position,
    kind: logKinds.fact,
    memberId,
    source: fact.source,
    messageId: fact.messageId,
    type: fact.type,
    occurredAt: fact.occurredAt,
    recordedAt: head.recordedAt,
    isBackfill: fact.isBackfill,
    channel: fact.channel,
    storeId: fact.storeId,
    identities: ofOrder?.identities ?? fact.identities.map((identity) => identity.hash),
    payload: fact.payload,
  });
  return { memberId, shard, position: head.position };
}

/** Appends what waited for the order's owner to her log, each with a step where it stood. */
function attachFacts(draft: Draft, { memberId, ofOrder }: ResolvedFact): void {
  if (memberId === null || ofOrder?.attached === undefined) return;
  const identities = ofOrder.identities.slice(0, 1);
  for (const fact of ofOrder.attached) {
    const owned = attachedRow(fact, { memberId, identities }, nextPosition(draft, shardOf(memberId, draft.shardCount)));
    draft.rows.push(owned, attachRow(fact, owned, nextPosition(draft, fact.shard)));
  }
}

/** The message that joined identities, for the merge log. */
export interface ChangeCause {
  readonly source: string;
  readonly messageId: string;
  /** It is a fact of history. */
  readonly isBackfill?: boolean;
}

interface NotedChange {
  readonly change: IdentityChange;
  readonly cause: ChangeCause;
  /** Members made by this batch: nobody else can have looked at what they hold. */
  readonly created: Set<MemberId>;
}

function noteChange(draft: Draft, noted: NotedChange): void {
  const { change } = noted;
  switch (change.kind) {
    case 'create':
      noted.created.add(change.memberId);
      return;
    case 'link':
      if (!noted.created.has(change.memberId)) headOf(draft, shardOf(change.memberId, draft.shardCount)).linkCount += 1;
      return;
    case 'move':
      // Both members hold something else now: whoever looked at either of them has to look again.
      for (const member of [change.from, change.to]) {
        const head = headOf(draft, shardOf(member, draft.shardCount));
        head.mergeCount += 1;
        head.linkCount += 1;
      }
      return;
    case 'merge':
      noteMerge(draft, change, noted.cause);
      return;
    case 'refuse_link':
    case 'refuse_merge':
      noteRefusal(draft, change, noted.cause);
      return;
  }
}

function noteMerge(draft: Draft, change: Extract<IdentityChange, { kind: 'merge' }>, cause: ChangeCause): void {
  const survivor = placeOf(draft, change.survivor);
  const absorbed = placeOf(draft, change.absorbed);
  const mergeId = createUuidV7(headOf(draft, survivor.shard).recordedAt);
  const tombstone: AbsorbPayload = { mergeId, survivorShard: survivor.shard, survivorId: survivor.id };
  const absorbedPosition = addStep(draft, {
    kind: logKinds.absorb,
    place: absorbed,
    id: mergeId,
    type: stepTypes.absorb,
    payload: JSON.stringify(tombstone),
  });
  const taken: MergePayload = {
    mergeId,
    absorbedShard: absorbed.shard,
    absorbedId: absorbed.id,
    absorbedPosition,
    ...(cause.isBackfill === true ? { isBackfill: true } : {}),
  };
  const survivorPosition = addStep(draft, {
    kind: logKinds.merge,
    place: survivor,
    id: mergeId,
    type: stepTypes.merge,
    payload: JSON.stringify(taken),
  });
  for (const { shard } of [survivor, absorbed]) {
    const head = headOf(draft, shard);
    head.mergeCount += 1;
    head.linkCount += 1;
  }
  draft.merges.push({
    ...mergeLogBase(draft, { mergeId, survivor, cause }),
    status: 'merged',
    reason: change.reason,
    survivorPosition,
    absorbed,
    absorbedPosition,
    identities: change.identities,
  });
}

function noteRefusal(
  draft: Draft,
  change: Extract<IdentityChange, { kind: 'refuse_link' | 'refuse_merge' }>,
  cause: ChangeCause,
): void {
  const survivor = placeOf(draft, change.memberId);
  const mergeId = createUuidV7(headOf(draft, survivor.shard).recordedAt);
  draft.merges.push({
    ...mergeLogBase(draft, { mergeId, survivor, cause }),
    status: 'refused',
    reason: change.reason,
    survivorPosition: null,
    absorbed: change.kind === 'refuse_merge' ? placeOf(draft, change.other) : null,
    absorbedPosition: null,
    identities: [change.claim.hash],
    identityType: change.claim.type,
  });
}

function mergeLogBase(
  draft: Draft,
  { mergeId, survivor, cause }: { mergeId: string; survivor: MemberPlace; cause: ChangeCause },
) {
  const recordedAt = headOf(draft, survivor.shard).recordedAt;
  return {
    mergeId,
    survivor,
    identityType: '',
    causeSource: cause.source,
    causeMessageId: cause.messageId,
    recordedAt,
  };
}

function addStep(draft: Draft, step: StepToAdd): number {
  const head = nextPosition(draft, step.place.shard);
  draft.rows.push(stepRow(step, head));
  return head.position;
}

function nextPosition(draft: Draft, shard: number): MutableHead {
  const head = headOf(draft, shard);
  head.position += 1;
  return head;
}

/** Identities that were there before and belong to somebody else now. */
function movesOf(batch: ResolvedBatch, draft: Draft): readonly IdentityMove[] {
  const moves: IdentityMove[] = [];
  for (const [hash, before] of batch.ownersBefore) {
    const after = batch.ownersAfter.get(hash);
    if (after !== undefined && after !== before) moves.push({ hash, to: placeOf(draft, after) });
  }
  return moves;
}

function placeOf(draft: Draft, id: MemberId): MemberPlace {
  return { id, shard: shardOf(id, draft.shardCount) };
}

function headOf(draft: Draft, shard: number): MutableHead {
  const head = draft.heads.get(shard);
  if (head === undefined) throw new Error(`the head of shard ${shard} was not locked`);
  return head;
}
