import { writeDecision } from '../log/decision-payload.ts';
import { createIdentityPolicies, shardOf } from '@perennial/domain';
import type { IngestStore, IngestTransaction } from '../append/ingest-store.ts';
import { createMemberId } from '../identity/member-id.ts';
import type { NewIdentityRow } from '../identity/identity-rows.ts';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import { logKinds, type HeadRow, type LogRow, type MemberPlace, type MergeLogRow } from '../log/log-rows.ts';
import { stepRow } from '../log/step-row.ts';
import { joinMembers } from '../merges/join-members.ts';

/** A fact that a contract suite has told of somebody; what is not said is made up. */
export interface FactToWrite {
  readonly messageId?: string;
  readonly type?: string;
  readonly occurredAt?: number;
  /** The strongest first. */
  readonly identities?: readonly string[];
  readonly payload?: string;
}

/** Members and what is told of them, written through the port of ingest as ingest writes: under locked heads, at dense positions. */
export interface LogWriter {
  /** Somebody new who holds `identities` of the type `phone`; in that shard when one is named. */
  newMember(options?: { readonly shard?: number; readonly identities?: readonly string[] }): Promise<MemberPlace>;
  /** Facts of hers, or, by a shard, of nobody. */
  addFacts(owner: MemberPlace | number, ...facts: readonly FactToWrite[]): Promise<readonly LogRow[]>;
  /** A tag that changes nothing. */
  addDecision(member: MemberPlace, said: { readonly id: string; readonly by: string }): Promise<void>;
  /** Answers the id of the merge. */
  merge(survivor: MemberPlace, absorbed: MemberPlace): Promise<string>;
}

export const newHash = (): string => createUuidV7(Date.now());

/** Somebody whom no store knows. */
export function newPlace(shardCount: number, shard?: number): MemberPlace {
  for (;;) {
    const id = createMemberId(Date.now());
    const place = { id, shard: shardOf(id, shardCount) };
    if (shard === undefined || place.shard === shard) return place;
  }
}

export function byPlace(one: MemberPlace, other: MemberPlace): number {
  return one.shard - other.shard || (one.id < other.id ? -1 : Number(one.id > other.id));
}

export function identityRow(member: MemberPlace, hash: string): NewIdentityRow {
  return { hash, type: 'phone', memberId: member.id, shard: member.shard, tailHash: null, hashKeyId: anyHashKey };
}

const anyHashKey = '00000000-0000-0000-0000-000000000001';

export function createLogWriter(store: IngestStore, shardCount: number): LogWriter {
  return {
    async newMember({ shard, identities = [] } = {}) {
      const member = newPlace(shardCount, shard);
      await store.transaction('contract: new member', async (transaction) => {
        const hashes = identities.toSorted();
        if (hashes.length > 0) await transaction.insertIdentities(hashes.map((hash) => identityRow(member, hash)));
        await transaction.insertMembers([member]);
      });
      return member;
    },
    addFacts: (owner, ...facts) =>
      store.transaction('contract: add facts', (transaction) => appendFacts(transaction, owner, facts)),
    addDecision: (member, { id, by }) =>
      store.transaction('contract: add decision', async (transaction) => {
        const heads = await transaction.lockHeads([member.shard]);
        const grown = heads.map((head) => ({ ...head, position: head.position + 1 }));
        const payload = writeDecision({ parts: {}, by });
        const step = { kind: logKinds.decision, place: member, id, type: 'tag', payload };
        await transaction.appendLog(
          grown.map((head) => stepRow(step, head)),
          grown,
        );
      }),
    merge: (survivor, absorbed) =>
      store.transaction('contract: merge', async (transaction) => {
        const shards = [...new Set([survivor.shard, absorbed.shard])].toSorted((a, b) => a - b);
        const heads = await transaction.lockHeads(shards);
        const cause = { source: 'contract', messageId: newHash() };
        const use = { heads, policies: createIdentityPolicies(), shardCount };
        const joined = await joinMembers(transaction, { survivor, absorbed, reason: 'strong', cause }, use);
        if (joined.kind !== 'joined') throw new Error(`not merged: ${joined.reason}`);
        return joined.merge.mergeId;
      }),
  };
}

/** Appends to the log of one shard; the head is locked here. */
export async function appendFacts(
  transaction: Pick<IngestTransaction, 'lockHeads' | 'appendLog'>,
  owner: MemberPlace | number,
  facts: readonly FactToWrite[],
): Promise<readonly LogRow[]> {
  const shard = typeof owner === 'number' ? owner : owner.shard;
  const [head] = await transaction.lockHeads([shard]);
  if (head === undefined) throw new Error(`shard ${shard} has no head`);
  const memberId = typeof owner === 'number' ? null : owner.id;
  const rows = facts.map((fact, n) => factRow({ ...head, position: head.position + n + 1 }, memberId, fact));
  await transaction.appendLog(rows, [{ ...head, position: head.position + rows.length }]);
  return rows;
}

function factRow(head: HeadRow, memberId: LogRow['memberId'], fact: FactToWrite): LogRow {
  return {
    shard: head.shard,
    position: head.position,
    kind: logKinds.fact,
    memberId,
    source: 'contract',
    messageId: fact.messageId ?? newHash(),
    type: fact.type ?? 'product.viewed',
    occurredAt: fact.occurredAt ?? head.recordedAt,
    recordedAt: head.recordedAt,
    isBackfill: false,
    channel: 'web',
    storeId: '',
    identities: fact.identities ?? [],
    payload: fact.payload ?? '{}',
  };
}

/** A join that a limit forbade. */
export function refusalOf(survivor: MemberPlace, changes: Partial<MergeLogRow> = {}): MergeLogRow {
  return {
    mergeId: newHash(),
    status: 'refused',
    reason: 'limit',
    survivor,
    survivorPosition: null,
    absorbed: null,
    absorbedPosition: null,
    identities: [],
    identityType: 'phone',
    causeSource: 'contract',
    causeMessageId: 'm',
    recordedAt: Date.now(),
    ...changes,
  };
}
