import { can, errorTable } from '@perennial/contracts';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { WalletAction } from '@perennial/contracts/staff';
import type { AuditEntry, CommandOutcome, Commands } from '@perennial/engine';
import type { Audit, OwnEntry } from '../../audit/audit.ts';
import { entryOf } from '../../commands/carry-out.ts';
import { codeOf, commandCallOf, scalarsOf } from '../../commands/command-call.ts';
import type { FindPlace } from '../../commands/find-living.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { nameOfCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { referredMember } from '../../members/referred-member.ts';
import type { ResolveReference } from '../../members/resolve-reference.ts';
import { answerOf, inputOf, reasonOf, subjectOf, walletActs } from './wallet-acts.ts';

export interface ActOnWalletsDependencies {
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'act'>;
  readonly findPlace: FindPlace;
  readonly resolveReference: ResolveReference;
}

type Answer = RouteAnswer<Routes['wallets']['act']>;
type OneAnswer = Answer['answers'][number];

export type ActOnWallets = (
  context: CallContext,
  request: { readonly actions: readonly WalletAction[] },
) => Promise<Answer>;

/**
 * Many acts on wallets in one call: as many commands as there are, each with its right, its key and its entry of the audit log. One's refusal
 * costs no other, and the call may be sent again whole. Two to one member go in the order in which they stand.
 */
export function createActOnWallets({ audit, ...dependencies }: ActOnWalletsDependencies): ActOnWallets {
  return async (context, { actions }) => {
    const carriedOut = await Promise.all(
      actions.map((one) => {
        const entry = audit.entry(context, { action: 'wallet.commanded' });
        entry.note({ reason: one.action });
        return carryOutOne(dependencies, { context, entry }, one);
      }),
    );
    const unwritten = carriedOut.flatMap(({ entry }) => (entry === null ? [] : [entry]));
    // What they were answered is what counts, even if the log is away: nothing was done of what is missing in it.
    await audit.write(unwritten).catch(() => undefined);
    return { answers: carriedOut.map(({ answer }) => answer) };
  };
}

interface CarriedOut {
  readonly answer: OneAnswer;
  /** Null: it was written where the command was carried out. */
  readonly entry: AuditEntry | null;
}

async function carryOutOne(
  { commands, findPlace, resolveReference }: Omit<ActOnWalletsDependencies, 'audit'>,
  { context, entry }: { readonly context: CallContext; readonly entry: OwnEntry },
  { member: reference, key, action, ...said }: WalletAction,
): Promise<CarriedOut> {
  const { command, capability } = walletActs[action];
  const { caller } = context;
  try {
    if (!can(caller, capability).isAllowed) throw new ProblemError('auth.forbidden');
    const memberId = await referredMember(reference, resolveReference);
    const { reason = '' } = reasonOf(said);
    entry.note({ subject: subjectOf(memberId, said), reason: `${action} ${reason}`.trim() });
    const member = await findPlace(memberId, caller);
    const input = inputOf(said);
    const asked = { command, member: reference, input };
    const call = { ...commandCallOf(context, asked), key, said: asked, entryOf: entryOf(entry), hidesErased: true };
    const outcome = await commands.act({ ...call, command, member, input, by: nameOfCaller(caller) });
    return { answer: toAnswer(outcome), entry: outcome.kind === 'refused' ? entry.ended('refused') : null };
  } catch (error) {
    // The others are not made to fail with it; whether it was carried out, its retry tells.
    const code = error instanceof ProblemError ? error.code : 'server.failed';
    const { title } = errorTable[code];
    return { answer: { outcome: 'refused', key, isRepeat: false, code, title }, entry: entry.failed(error) };
  }
}

function toAnswer(outcome: CommandOutcome): OneAnswer {
  const { kind, key, isRepeat } = outcome;
  if (outcome.kind === 'done')
    return { outcome: kind, key, isRepeat, memberId: outcome.memberId, answer: answerOf(outcome) };
  const code = codeOf(outcome);
  const facts = outcome.kind === 'rejected' ? { facts: scalarsOf(outcome.facts) } : {};
  return { outcome: kind, key, isRepeat, code, title: errorTable[code].title, ...facts };
}
