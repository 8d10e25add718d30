import {
  applyStep,
  dueByTimeAt,
  type Decision,
  type DecisionParts,
  type DecisionStep,
  type FoldContext,
  type Member,
  Missing,
  invariant,
  type Take,
} from '@perennial/domain';
import { goThrough } from '../../fold/supply.ts';
import { writeDecision } from '../../log/decision-payload.ts';
import { logKinds, type HeadRow, type LogRow } from '../../log/log-rows.ts';
import { stepRow } from '../../log/step-row.ts';
import type { CommandTransaction } from './command-store.ts';
import type { Subject } from './decide.ts';
import { OvertakenError, type MemberCommand, type Overtaking } from './queued-command.ts';
import { resourcesReturnedBy, type Share, type Shares } from './shares.ts';

/** A command that was concluded and is about to be logged. */
export interface Decided extends Subject {
  readonly decision: Decision;
  readonly shares: Shares;
}

/** What was decided about one member, before it has a place in her log. */
export interface DecisionToLog {
  readonly member: Member;
  readonly shares: Shares;
  /** Its name. */
  readonly command: string;
  readonly parts: DecisionParts;
  readonly by: string;
}

export interface LogUse {
  readonly at: number;
  readonly context: FoldContext;
}

interface AboutMember {
  readonly member: Member;
}

/** Heads that are locked, and of whom something came between that a decision was made without. */
export interface LockedHeads<One> {
  readonly heads: ReadonlyMap<number, HeadRow>;
  readonly overtaken: readonly One[];
}

/** Locks the heads of the members' shards, and looks what came between. */
export async function lockHeadsOf<One extends AboutMember>(
  transaction: CommandTransaction,
  decided: readonly One[],
  { at, context }: LogUse,
): Promise<LockedHeads<One>> {
  const shards = [...new Set(decided.map(({ member }) => member.shard))].toSorted((a, b) => a - b);
  const [locked, { grown, programVersion }] = await Promise.all([
    transaction.lockHeads(shards),
    transaction.look(decided.map(({ member }) => member)),
  ]);
  // A wake that was fired lies before the step, whatever the clock says meanwhile.
  const heads = new Map(locked.map((head) => [head.shard, { ...head, recordedAt: Math.max(head.recordedAt, at) }]));
  const isNewer = programVersion > (context.programs.at(-1)?.version ?? 0);
  const overtaken = decided.filter(
    ({ member }) => isNewer || grown.has(member.id) || dueByTimeAt(member, context) <= headOf(heads, member).recordedAt,
  );
  return { heads, overtaken };
}

function headOf(heads: ReadonlyMap<number, HeadRow>, { shard }: Pick<Member, 'shard'>): HeadRow {
  const head = heads.get(shard);
  if (head === undefined) throw new Error(`the head of shard ${shard} was not locked`);
  return head;
}

/** The place of a member's next step. */
export function grow(heads: Map<number, HeadRow>, member: Pick<Member, 'shard'>): HeadRow {
  const before = headOf(heads, member);
  const head = { ...before, position: before.position + 1 };
  heads.set(head.shard, head);
  return head;
}

/** Gives each decision its place behind the heads and applies it in memory. */
export async function layOutDecisions(
  transaction: CommandTransaction,
  decided: readonly Decided[],
  use: LogUse & { readonly heads: ReadonlyMap<number, HeadRow> },
): Promise<{ readonly rows: readonly LogRow[]; readonly heads: readonly HeadRow[] }> {
  const heads = new Map(use.heads);
  const placed = decided.map(({ queued, member, decision, shares }): PlacedDecision => {
    const { command, by } = queued.act;
    const head = grow(heads, member);
    const place = { head, decisionId: decisionIdOf(head) };
    return { toLog: { member, shares, command: command.name, parts: decision.parts, by }, place };
  });
  const unforeseen = await applyDecisions(transaction, placed, use.context);
  const overtaken = new Map<MemberCommand, Overtaking>();
  for (const [n, { queued }] of decided.entries()) {
    const overtaking = unforeseen[n] ?? null;
    if (overtaking !== null) overtaken.set(queued, overtaking);
  }
  if (overtaken.size > 0) throw new OvertakenError(overtaken);
  return { rows: placed.map(rowOf), heads: [...heads.values()] };
}

/**
 * Made of the place in the log, so that decisions of one millisecond are in the order of the log too: a UUID of version 7 with the
 * shard in its first random bits and the position in the last ones.
 */
export function decisionIdOf({
  recordedAt,
  shard,
  position,
}: Pick<HeadRow, 'recordedAt' | 'shard' | 'position'>): string {
  const time = recordedAt.toString(16).padStart(12, '0');
  const first = (0x7000 + shard).toString(16);
  const last = position.toString(16).padStart(15, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${first}-8${last.slice(0, 3)}-${last.slice(3)}`;
}

/** Where a decision stands: the head with it, and its id, which is the same in both logs of one about two members. */
export interface DecisionPlace {
  readonly head: HeadRow;
  readonly decisionId: string;
}

export interface PlacedDecision {
  readonly toLog: DecisionToLog;
  readonly place: DecisionPlace;
}

function stepOf({ member, command, parts }: DecisionToLog, { head, decisionId }: DecisionPlace): DecisionStep {
  const { shard, position, recordedAt } = head;
  const place = { shard, position, memberId: member.id, recordedAt };
  return { kind: 'decision', ...place, command, decisionId, parts: () => parts };
}

export function rowOf({ toLog, place }: PlacedDecision): LogRow {
  const { member, command, parts, by } = toLog;
  const { head, decisionId } = place;
  const step = {
    kind: logKinds.decision,
    place: member,
    id: decisionId,
    type: command,
    payload: writeDecision({ parts, by }),
  };
  return stepRow(step, head);
}

/** A decision on its way through the facets, with what was foreseen for it and is not used yet. */
interface Applying {
  readonly toLog: DecisionToLog;
  readonly step: DecisionStep;
  readonly left: Share[];
  readonly used: Take[];
  overtaking: Overtaking | null;
}

/**
 * Applies decisions as the fold would, no member twice. Rows that are missing are read even under the heads, of all members together: one
 * after the other each would hold the heads of everybody for one more way to the store. Shares are not taken: those that were foreseen
 * are used; any other is answered in the decision's place, and the command begins again and foresees it. What it gives back into a slice
 * that is not locked is answered as well: under the head nobody may wait for one.
 */
export async function applyDecisions(
  transaction: CommandTransaction,
  placed: readonly PlacedDecision[],
  context: FoldContext,
): Promise<readonly (Overtaking | null)[]> {
  const applying = new Map<Member, Applying>();
  for (const { toLog, place } of placed) {
    const step = stepOf(toLog, place);
    noteOwn(toLog.member, step, toLog.shares.own);
    applying.set(toLog.member, { toLog, step, left: [...toLog.shares.foreseen], used: [], overtaking: null });
  }
  invariant(applying.size === placed.length, 'one decision a member in a group');
  const go = (member: Member): Missing | null => {
    const one = applying.get(member);
    return one === undefined ? null : goOn(one, context);
  };
  await goThrough([...applying.keys()], go, { reads: transaction, context, take: async () => [] });
  const unforeseen: (Overtaking | null)[] = [];
  for (const one of applying.values()) unforeseen.push(await finish(transaction, one));
  return unforeseen;
}

/** What rows it lacks, or null: it is through, or asks for a share that nobody foresaw. */
function goOn(one: Applying, context: FoldContext): Missing | null {
  const { toLog, step, left, used } = one;
  const missing = applyStep(toLog.member, step, { context });
  if (missing === null) return null;
  if (grant(toLog.member, missing, { left, used })) return new Missing(missing.needs);
  one.overtaking = { foreseen: [...used, ...missing.takes] };
  return null;
}

async function finish(transaction: CommandTransaction, one: Applying): Promise<Overtaking | null> {
  const { toLog, left, used, overtaking } = one;
  if (overtaking !== null) return overtaking;
  const returned = resourcesReturnedBy(toLog.member);
  if (returned.some((resource) => !toLog.shares.locked.has(resource))) return { foreseen: used, returning: returned };
  if (left.length > 0) await transaction.giveBack(left);
  return null;
}

/** What the decision itself was granted, for the record: its parts say it as well, and no replay asks for it again. */
function noteOwn(member: Member, { position, recordedAt }: DecisionStep, own: readonly Share[]): void {
  for (const [index, { resource, asked, granted }] of own.entries()) {
    // Asked for nothing, it was only locked.
    if (asked === 0) continue;
    const cause = { kind: 'decision', position, at: recordedAt, facet: '', n: index + 1, parent: 0 } as const;
    member.inputs.push({ cause, resource, asked, granted });
  }
}

/** Hands over what was foreseen; false when something else is asked for. */
function grant(
  member: Member,
  { takes }: Missing,
  { left, used }: { readonly left: Share[]; readonly used: Take[] },
): boolean {
  for (const { resource, asked } of takes) {
    const [next] = left;
    if (next === undefined || next.resource !== resource || next.asked !== asked) return false;
    left.shift();
    used.push({ resource, asked });
    (member.granted ??= new Map()).set(resource, next.granted);
  }
  return true;
}
