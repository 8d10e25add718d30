import {
  applyStep,
  dueByTimeAt,
  type Decision,
  type DecisionStep,
  type FoldContext,
  type Member,
  Missing,
  type Take,
} from '@perennial/domain';
import { supply } from '../fold/supply.ts';
import { writeDecision } from '../log/decision-payload.ts';
import { logKinds, type HeadRow, type LogRow } from '../log/log-rows.ts';
import { stepRow } from '../log/step-row.ts';
import type { CommandTransaction } from './command-store.ts';
import type { Subject } from './decide.ts';
import { OvertakenError, type MemberCommand, type Overtaking } from './queued-command.ts';
import type { Share, Shares } from './shares.ts';

/** A command that was concluded and is about to be logged. */
export interface Decided extends Subject {
  readonly decision: Decision;
  readonly shares: Shares;
}

export interface LogUse {
  readonly at: number;
  readonly context: FoldContext;
}

/** Heads that are locked, and of whom something came between that a decision was made without. */
export interface LockedHeads {
  readonly heads: ReadonlyMap<number, HeadRow>;
  readonly overtaken: readonly Decided[];
}

/** Locks the heads of the members' shards, and looks what came between. */
export async function lockHeadsOf(
  transaction: CommandTransaction,
  decided: readonly Decided[],
  { at, context }: LogUse,
): Promise<LockedHeads> {
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

/** Gives each decision its place behind the heads and applies it in memory. */
export async function layOutDecisions(
  transaction: CommandTransaction,
  decided: readonly Decided[],
  use: LogUse & { readonly heads: ReadonlyMap<number, HeadRow> },
): Promise<{ readonly rows: readonly LogRow[]; readonly heads: readonly HeadRow[] }> {
  const heads = new Map(use.heads);
  const rows: LogRow[] = [];
  const overtaken = new Map<MemberCommand, Overtaking>();
  for (const one of decided) {
    const before = headOf(heads, one.member);
    const head = { ...before, position: before.position + 1 };
    heads.set(head.shard, head);
    const unforeseen = await apply(transaction, { ...one, step: stepOf(one, head) }, use.context);
    if (unforeseen !== null) overtaken.set(one.queued, unforeseen);
    rows.push(rowOf(one, head));
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

function stepOf({ queued, member, decision }: Decided, head: HeadRow): DecisionStep {
  return {
    kind: 'decision',
    shard: head.shard,
    position: head.position,
    memberId: member.id,
    recordedAt: head.recordedAt,
    command: queued.act.command.name,
    decisionId: decisionIdOf(head),
    parts: () => decision.parts,
  };
}

function rowOf({ queued, member, decision }: Decided, head: HeadRow): LogRow {
  const step = {
    kind: logKinds.decision,
    place: member,
    id: decisionIdOf(head),
    type: queued.act.command.name,
    payload: writeDecision({ parts: decision.parts, by: queued.act.by }),
  };
  return stepRow(step, head);
}

/**
 * Applies a decision as the fold would. Rows that are missing are read even under the head; shares are not taken: those that were
 * foreseen are used; any other is answered, and the command begins again and foresees it.
 */
async function apply(
  transaction: CommandTransaction,
  { member, shares, step }: Decided & { readonly step: DecisionStep },
  context: FoldContext,
): Promise<Overtaking | null> {
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
  if (left.length > 0) await transaction.giveBack(left);
  return null;
}

/** What the decision itself was granted, for the record: its parts say it as well, and no replay asks for it again. */
function noteOwn(member: Member, { position, recordedAt }: DecisionStep, own: readonly Share[]): void {
  for (const [index, { resource, asked, granted }] of own.entries()) {
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
