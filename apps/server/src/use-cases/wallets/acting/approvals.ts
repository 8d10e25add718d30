import { randomUUID } from 'node:crypto';
import { can } from '@perennial/contracts';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Approval } from '@perennial/contracts/staff';
import type { CompiledProgram, FactPayload, MemberId } from '@perennial/domain';
import { messageKey } from '@perennial/engine';
import type { CommandOutcome, Commands, Keyring } from '@perennial/engine';
import {
  decideApproval,
  insertApproval,
  listApprovals,
  listApprovalsOfMember,
  listPendingApprovals,
  readApproval,
  readApprovalOfKey,
  settleApproval,
} from '@perennial/postgres/wallets';
import type { ApprovalRow } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import type { Audit } from '../../audit/audit.ts';
import { codeOf, doneOf } from '../../commands/command-call.ts';
import type { FindPlace } from '../../commands/find-living.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { nameOfCaller } from '../../kernel/caller.ts';
import type { Caller, UserCaller } from '../../kernel/caller.ts';
import { lastInstant } from '../../kernel/list-ends.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../../kernel/paging.ts';
import type { PageRequest } from '../../kernel/paging.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { FindMember } from '../../members/find-member.ts';
import { documentOf } from '../reading/shown-balances.ts';
import { answerOf, subjectOf } from './wallet-acts.ts';

export interface ApprovalsDependencies {
  readonly sql: Sql;
  readonly audit: Audit;
  readonly keyring: Keyring;
  readonly commands: Pick<Commands, 'act'>;
  readonly findMember: FindMember;
  readonly findPlace: FindPlace;
  readonly program: () => Promise<CompiledProgram>;
  readonly now: () => number;
}

export interface ProposedAdjustment {
  readonly memberId: string;
  readonly wallet: string;
  readonly units: number;
  readonly reason: string;
  readonly expiresAt?: number | null | undefined;
}

export interface ApprovalsRequest extends PageRequest {
  readonly state?: Approval['state'] | undefined;
  readonly memberId?: string | undefined;
}

/** Adjustments that need a second person: one proposes, another decides, and what was approved is carried out once. */
export interface Approvals {
  /** Throws `wallet.unknown`, `adjustment.not_needed`, `approval.user_needed`, `command.key_reused`, `member.…`. */
  propose(context: CallContext, request: ProposedAdjustment): Promise<Approval>;
  list(
    context: Pick<CallContext, 'caller'>,
    request: ApprovalsRequest,
  ): Promise<RouteAnswer<Routes['wallets']['approvals']>>;
  /** Throws `approval.not_found`, `approval.own`, `approval.decided`, and what is said of commands by their runner: then it may be asked again. */
  decide(
    context: CallContext,
    request: { readonly approvalId: string; readonly decision: 'approve' | 'decline' },
  ): Promise<Approval>;
}

export function createApprovals(dependencies: ApprovalsDependencies): Approvals {
  const { audit, sql } = dependencies;
  return {
    async propose(context, request) {
      const act = {
        action: 'wallet.adjustment_proposed',
        subject: subjectOf(request.memberId, { ...request }),
      } as const;
      return audit.act(context, act, async (note) => {
        note({ reason: request.reason });
        return toApproval(await propose(dependencies, context, request), context.caller);
      });
    },
    async list({ caller }, { state, memberId, cursor, limit }) {
      const [at, id] = decodeCursor(cursor, [lastInstant, lastUuid]);
      const query = { before: { at, id: uuidOrLast(id) }, state: state ?? '', limit: limit + 1 } as const;
      const rows = await (memberId !== undefined
        ? listApprovalsOfMember(sql, { ...query, memberId })
        : state === 'pending'
          ? listPendingApprovals(sql, query)
          : listApprovals(sql, query));
      return toPage(rows, limit, {
        item: (row) => toApproval(row, caller),
        cursor: (row) => [row.proposed_at, row.id],
      });
    },
    async decide(context, { approvalId, decision }) {
      const act = { action: 'wallet.adjustment_decided', subject: approvalId } as const;
      return audit.act(context, act, async (note) => {
        note({ reason: decision });
        const row = await decide(dependencies, userOf(context.caller), { approvalId, decision });
        note({ subject: `${approvalId}/${row.member_id}` });
        const isToDo = row.state === 'approved' && row.answer === null;
        return toApproval(isToDo ? await carryOut(dependencies, context, row) : row, context.caller);
      });
    },
  };
}

/** A key or a device is no person. */
function userOf(caller: Caller): UserCaller {
  if (caller.kind !== 'user') throw new ProblemError('approval.user_needed');
  return caller;
}

async function propose(
  { sql, keyring, findMember, program, now }: ApprovalsDependencies,
  { caller, command }: CallContext,
  request: ProposedAdjustment,
): Promise<ApprovalRow> {
  const user = userOf(caller);
  const { memberId, wallet, units, reason } = request;
  const { status } = await findMember(memberId, caller);
  if (status === 'erased') throw new ProblemError('member.erased');
  const document = documentOf(await program(), wallet);
  if (document === null) throw new ProblemError('wallet.unknown');
  const { secondPersonAbove: above } = document;
  if (above === null || Math.abs(units) <= above) throw new ProblemError('adjustment.not_needed');
  const key = messageKey(keyring, `proposal ${user.id}`, command?.key ?? randomUUID());
  const row = {
    id: randomUUID(),
    member_id: memberId,
    wallet,
    units,
    reason,
    ...expiryOf(request),
    proposed_at: now(),
    proposed_by_id: user.id,
    proposed_by: nameOfCaller(user),
    proposed_key: key,
  };
  await insertApproval(sql, row);
  const kept = await readApprovalOfKey(sql, user.id, key);
  if (kept === undefined) throw new Error('A proposal that was written is not there.');
  if (!saysTheSame(kept, row)) throw new ProblemError('command.key_reused');
  return kept;
}

function expiryOf({ expiresAt }: ProposedAdjustment): Pick<ApprovalRow, 'expiry' | 'expires_at'> {
  if (expiresAt === undefined) return { expiry: 'by_rule', expires_at: null };
  return { expiry: expiresAt === null ? 'never' : 'at', expires_at: expiresAt };
}

type Said = Pick<ApprovalRow, 'member_id' | 'wallet' | 'units' | 'reason' | 'expiry' | 'expires_at'>;

function saysTheSame(one: Said, other: Said): boolean {
  const said = (row: Said) =>
    JSON.stringify([row.member_id, row.wallet, row.units, row.reason, row.expiry, row.expires_at]);
  return said(one) === said(other);
}

async function decide(
  { sql, now }: ApprovalsDependencies,
  user: UserCaller,
  { approvalId: id, decision }: { readonly approvalId: string; readonly decision: 'approve' | 'decline' },
): Promise<ApprovalRow> {
  const row = await readApproval(sql, id);
  if (row === undefined) throw new ProblemError('approval.not_found');
  // Whoever proposed it may take it back.
  if (decision === 'approve' && row.proposed_by_id === user.id) throw new ProblemError('approval.own');
  const state = decision === 'approve' ? 'approved' : 'declined';
  const decided = await decideApproval(sql, { id, state, at: now(), byId: user.id, by: nameOfCaller(user) });
  if (decided !== undefined) return decided;
  // It was decided so, and whoever asks again hears of it, or has it carried out where that was cut off.
  const known = await readApproval(sql, id);
  const isSame = known?.decided_by_id === user.id && (known.state === state || known.state === 'failed');
  const isCutOff = known?.state === 'approved' && known.answer === null && decision === 'approve';
  if (known === undefined || !(isSame || isCutOff)) throw new ProblemError('approval.decided');
  return known;
}

/** Under a key of the proposal's own, so that it is done once however often it is asked for. */
async function carryOut(
  { sql, commands, findPlace }: ApprovalsDependencies,
  { caller }: CallContext,
  row: ApprovalRow,
): Promise<ApprovalRow> {
  const outcome = await commands.act({
    caller: `user:${row.proposed_by_id}`,
    key: `approval:${row.id}`,
    said: { approval: row.id },
    hidesErased: true,
    command: 'adjustUnits',
    member: await findPlace(row.member_id, caller),
    input: inputOf(row),
    by: `${row.proposed_by}, ${row.decided_by}`,
  });
  const settled = await settleApproval(sql, { id: row.id, ...settledBy(outcome) });
  if (settled === undefined) throw new Error('A proposal that was approved is not there.');
  return settled;
}

function inputOf({
  wallet,
  units,
  reason,
  expiry,
  expires_at: at,
  decided_by_id: secondPerson,
}: ApprovalRow): FactPayload {
  return { wallet, units, reason, secondPerson, ...(expiry === 'by_rule' ? {} : { expiresAt: at }) };
}

/** Throws where it may be asked again, and keeps what is final. */
function settledBy(outcome: CommandOutcome): { readonly code: string; readonly answer: string | null } {
  const isFinal = outcome.kind === 'rejected' || (outcome.kind === 'refused' && outcome.code === 'member.not_found');
  if (isFinal) return { code: codeOf(outcome), answer: null };
  const { memberId, answer } = doneOf(outcome);
  return { code: '', answer: JSON.stringify({ memberId, answer }) };
}

function toApproval(row: ApprovalRow, caller: Caller): Approval {
  const mayApprove = caller.kind === 'user' && can(caller, 'wallet.approve').isAllowed;
  return {
    id: row.id,
    state: row.state,
    memberId: row.member_id,
    wallet: row.wallet,
    units: row.units,
    reason: row.reason,
    ...(row.expiry === 'by_rule' ? {} : { expiresAt: row.expires_at }),
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    code: row.code,
    canDecide: mayApprove && row.state === 'pending' && row.proposed_by_id !== caller.id,
    answer: row.answer === null ? null : answerOf(readAnswer(row.answer)),
  };
}

/** Written by `settledBy`: reading it back is a parse boundary. */
function readAnswer(text: string): { readonly memberId: MemberId; readonly answer: FactPayload } {
  return JSON.parse(text) as { readonly memberId: MemberId; readonly answer: FactPayload };
}
