import { shardOf, type MemberId } from '@perennial/domain';
import { nobody } from '../../identity/identity-rows.ts';
import { logKinds, type HeadRow, type LogRow, type MemberPlace } from '../../log/log-rows.ts';
import { writeDecision } from '../../log/decision-payload.ts';
import { memberFamily } from '../../log/member-family.ts';
import { stepTypes } from '../../log/step-payload.ts';
import { stepRow } from '../../log/step-row.ts';
import type { CommandTransaction } from '../deciding/command-store.ts';
import type { Block } from '../deciding/identity-block.ts';
import { decisionIdOf } from '../deciding/decision-step.ts';
import { rejected, type Verdict } from '../deciding/outcome.ts';
import type { PairAct } from '../deciding/queued-command.ts';

/** An identity that is taken off the member who holds it. */
export interface Release {
  readonly member: MemberPlace;
  /** By its blind index. */
  readonly identity: string;
  /** Who says so, as people read it. */
  readonly by: string;
}

/**
 * Takes an identity off a member, as a telephone number that was given to somebody else: what carries it from now on goes to whom it
 * newly belongs, and says nothing about her, so joins that it would have brought about are past. Her log has the decision, and the facts
 * that are in it stay hers.
 */
export function createRelease(release: Release): PairAct {
  return {
    kind: 'pair',
    places: [],
    carryOut: (transaction, { shards }) => carryOutRelease(transaction, release, shards),
  };
}

async function carryOutRelease(
  transaction: CommandTransaction,
  { member, identity, by }: Release,
  shards: Set<number>,
): Promise<Verdict | 'overtaken'> {
  const place = await transaction.currentPlace(member);
  const [held] = await transaction.readIdentities([identity]);
  if (held?.memberId !== place.id) return rejected('identity.not_held');
  const family = await memberFamily(transaction, place);
  await transaction.deleteIdentitySecrets(family, identity);
  const head = await lockHead(transaction, place);
  if ((await transaction.isAbsorbed(place)) || !(await isHeldBy(transaction, identity, place.id))) return 'overtaken';
  if (await transaction.isErased([place])) return rejected('member.erased');
  await transaction.deleteIdentity(identity);
  await transaction.insertReleased(family, { hash: identity, at: head.recordedAt });
  await transaction.resolveRefusalsBy(identity);
  const logged = layOut(head, { place, type: stepTypes.release, identityType: held.type, by });
  await transaction.appendLog([logged.row], [logged.head]);
  shards.add(place.shard);
  const answer = { memberId: place.id, identityType: held.type };
  return { kind: 'done', memberId: place.id, decisionId: logged.row.messageId, answer };
}

/**
 * Lets an identity identify nobody: it is given to nobody, whom no member's id is, so that every reader of identities finds it there
 * and none has to look anywhere else. Whoever held it has the decision in her log; joins that were refused for its sake are past.
 */
export function createBlock(block: Block, use: BlockUse): PairAct {
  return {
    kind: 'pair',
    places: [],
    carryOut: (transaction, { shards }) => carryOutBlock(transaction, block, { ...use, shards }),
  };
}

export interface BlockUse {
  readonly shardCount: number;
  /** Of the key that made the blind index of an identity that nobody holds yet. */
  readonly hashKeyId: string;
}

async function carryOutBlock(
  transaction: CommandTransaction,
  block: Block,
  { shardCount, hashKeyId, shards }: BlockUse & { readonly shards: Set<number> },
): Promise<Verdict | 'overtaken'> {
  const { identity } = block;
  const [held] = await transaction.readIdentities([identity]);
  if (held?.memberId === nobody) return rejected('identity.blocked_already');
  const place = held === undefined ? null : { id: held.memberId, shard: shardOf(held.memberId, shardCount) };
  if (place === null) {
    const row = { hash: identity, type: block.type, memberId: nobody, shard: shardOfNobody, tailHash: null, hashKeyId };
    if ((await transaction.insertIdentities([row])) === 0) return 'overtaken';
  } else {
    await transaction.deleteIdentitySecrets(await memberFamily(transaction, place), identity);
  }
  const heads = await transaction.lockHeads([...new Set([shardOfNobody, place?.shard ?? shardOfNobody])]);
  if (place !== null && !(await isHeldBy(transaction, identity, place.id))) return 'overtaken';
  await transaction.resolveRefusalsBy(identity);
  const [first] = heads;
  if (first === undefined) throw new Error(`the head of shard ${shardOfNobody} was not locked`);
  await transaction.insertBlock(block, first.recordedAt);
  if (place === null) return { kind: 'done', memberId: nobody, decisionId: null, answer: { identity, holderId: null } };
  await transaction.moveIdentities([{ hash: identity, to: { shard: shardOfNobody, id: nobody } }]);
  const logged = layOut(headOf(heads, place.shard), {
    place,
    type: stepTypes.block,
    identityType: block.type,
    by: block.by,
  });
  const others = heads.filter(({ shard }) => shard !== place.shard).map(countUp);
  await transaction.appendLog([logged.row], [logged.head, ...others]);
  shards.add(place.shard);
  return {
    kind: 'done',
    memberId: place.id,
    decisionId: logged.row.messageId,
    answer: { identity, holderId: place.id },
  };
}

/** Lets a blocked identity belong to whoever carries it next. */
export function createUnblock(identity: string): PairAct {
  return { kind: 'pair', places: [], carryOut: (transaction) => carryOutUnblock(transaction, identity) };
}

async function carryOutUnblock(transaction: CommandTransaction, identity: string): Promise<Verdict> {
  const [head] = await transaction.lockHeads([shardOfNobody]);
  if (head === undefined || !(await isHeldBy(transaction, identity, nobody))) return rejected('identity.not_blocked');
  await transaction.deleteIdentity(identity);
  await transaction.deleteBlock(identity);
  await transaction.appendLog([], [countUp(head)]);
  return { kind: 'done', memberId: nobody, decisionId: null, answer: { identity } };
}

const shardOfNobody = 0;

async function isHeldBy(transaction: CommandTransaction, identity: string, holder: MemberId): Promise<boolean> {
  const [row] = await transaction.readIdentities([identity]);
  return row?.memberId === holder;
}

async function lockHead(transaction: CommandTransaction, { shard }: MemberPlace): Promise<HeadRow> {
  return headOf(await transaction.lockHeads([shard]), shard);
}

function headOf(heads: readonly HeadRow[], shard: number): HeadRow {
  const head = heads.find((one) => one.shard === shard);
  if (head === undefined) throw new Error(`the head of shard ${shard} was not locked`);
  return head;
}

/** Whoever resolved identities of this shard before has to resolve them anew. */
function countUp(head: HeadRow): HeadRow {
  return { ...head, mergeCount: head.mergeCount + 1, linkCount: head.linkCount + 1 };
}

interface Decided {
  readonly place: MemberPlace;
  readonly type: string;
  readonly identityType: string;
  readonly by: string;
}

/** The decision in the member's log. It has no part for any facet: what it changes is whose facts are from now on. */
function layOut(
  head: HeadRow,
  { place, type, identityType, by }: Decided,
): { readonly row: LogRow; readonly head: HeadRow } {
  const grown = { ...countUp(head), position: head.position + 1 };
  const payload = writeDecision({ parts: { identity: { type: identityType } }, by });
  return {
    row: stepRow({ kind: logKinds.decision, place, id: decisionIdOf(grown), type, payload }, grown),
    head: grown,
  };
}
