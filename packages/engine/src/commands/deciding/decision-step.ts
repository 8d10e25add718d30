import {
  applyStep,
  dueByTimeAt,
  type Decision,
  type DecisionParts,
  type DecisionStep,
  type FoldContext,
  type Member,
  Missing,
  type Take,
} from '@perennial/domain';
import { supply } from '../../fold/supply.ts';
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
  const rows: LogRow[] = [];
  const overtaken = new Map<MemberCommand, Overtaking>();
  for (const { queued, member, decision, shares } of decided) {
    const { command, by } = queued.act;
    const toLog = { member, shares, command: command.name, parts: decision.parts, by };
    const head = grow(heads, member);
    const place = { head, decisionId: decisionIdOf(head) };
    const unforeseen = await applyDecision(transaction, toLog, { ...place, context: use.context });
    if (unforeseen !== null) overtaken.set(queued, unforeseen);
    rows.push(rowOf(toLog, place));
  }
  if (overtaken.size > 0) throw new OvertakenError(overtaken);
  return { rows, heads: [...heads.values()] };
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

function stepOf({ member, command, parts }: DecisionToLog, { head, decisionId }: DecisionPlace): DecisionStep {
  const { shard, position, recordedAt } = head;
  const place = { shard, position, memberId: member.id, recordedAt };
  return { kind: 'decision', ...place, command, decisionId, parts: () => parts };
}

export function rowOf({ member, command, parts, by }: DecisionToLog, { head, decisionId }: DecisionPlace): LogRow {
  const step = {
    kind: logKinds.decision,
    place: member,
    id: decisionId,
    type: command,
    payload: writeDecision({ parts, by }),
  };
  return stepRow(step, head);
}

/**
 * Applies a decision as the fold would. Rows that are missing are read even under the head; shares are not taken: those that were
 * foreseen are used; any other is answered, and the command begins again and foresees it. What it gives back into a slice that is not
 * locked is answered as well: under the head nobody may wait for one.
 */
export async function applyDecision(
  transaction: CommandTransaction,
  toLog: DecisionToLog,
  { context, ...place }: DecisionPlace & { readonly context: FoldContext },
): Promise<Overtaking | null> {
  const { member, shares } = toLog;
  const step = stepOf(toLog, place);
  noteOwn(member, step, shares.own);
  const left = [...shares.foreseen];
  const used: Take[] = [];
  for (;;) {
    const missing = applyStep(member, step, { context });
    if (missing === null) break;
    if (!grant(member, missing, { left, used })) return { foreseen: [...used, ...missing.takes] };
    const rows = new Missing(missing.needs);
    await supply([{ member, missing: rows }], { reads: transaction, context, take: async () => [] });
  }
  const returned = resourcesReturnedBy(member);
  if (returned.some((resource) => !shares.locked.has(resource))) return { foreseen: used, returning: returned };
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
