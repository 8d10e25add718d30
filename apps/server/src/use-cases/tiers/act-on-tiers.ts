import type { TierAnswer } from '@perennial/contracts/staff';
import type { FactPayload } from '@perennial/domain';
import type { AuditAction } from '../audit/audit-action.ts';
import type { Audit } from '../audit/audit.ts';
import { createActOnOne } from '../commands/act-on-one.ts';
import type { ActOnOneDependencies } from '../commands/act-on-one.ts';
import { carryOut } from '../commands/carry-out.ts';
import type { Done } from '../commands/command-call.ts';
import type { CallContext } from '../kernel/call-context.ts';

export interface TierCommandDependencies extends ActOnOneDependencies {
  readonly audit: Audit;
}

interface TierAct {
  readonly command: string;
  readonly action: AuditAction;
}

/** What callers may have done to a member's levels, by the names of the routes. */
const tierActs = {
  assign: { command: 'assignTier', action: 'tier.assigned' },
  endAssignment: { command: 'endAssignment', action: 'tier.assignment_ended' },
  freeze: { command: 'freezeTier', action: 'tier.frozen' },
  unfreeze: { command: 'unfreezeTier', action: 'tier.unfrozen' },
  invite: { command: 'inviteToTier', action: 'tier.invited' },
  answer: { command: 'answerInvitation', action: 'tier.invitation_answered' },
  claim: { command: 'claimBenefit', action: 'tier.benefit_claimed' },
} as const satisfies Readonly<Record<string, TierAct>>;
export type TierActName = keyof typeof tierActs;

/** Nothing in their input is personal: ids, codes and names of things. */
export const tierCommands: readonly string[] = Object.values(tierActs).map(({ command }) => command);

interface Said {
  readonly memberId: string;
  readonly tierSet: string;
  readonly level?: string | undefined;
  readonly reason?: string | undefined;
  readonly until?: number | null | undefined;
  readonly expiresAt?: number | undefined;
  readonly accept?: boolean | undefined;
  readonly benefit?: string | undefined;
  readonly reference?: string | undefined;
}

/**
 * Decides something of a member's levels, once: a retry under the key hears the same. Throws `member.not_found`, `member.erased`, the code of
 * what was rejected, and what is said of commands by their runner.
 */
export type ActOnTiers = (context: CallContext, name: TierActName, said: Said) => Promise<TierAnswer>;

export function createActOnTiers({ audit, ...dependencies }: TierCommandDependencies): ActOnTiers {
  const actOnOne = createActOnOne(dependencies);
  return async (context, name, { memberId, tierSet, ...said }) => {
    const { command, action } = tierActs[name];
    const named = [memberId, tierSet, ...(said.benefit === undefined ? [] : [said.benefit])];
    const done = await carryOut(audit, { context, act: { action, subject: named.join('/') } }, ({ note, entryOf }) => {
      note(said.reason === undefined ? {} : { reason: said.reason });
      return actOnOne(context, { memberId, command, input: inputOf(tierSet, said), entryOf });
    });
    return answerOf(done);
  };
}

/** The input of a command: what was said, without what was not. */
function inputOf(set: string, said: Omit<Said, 'memberId' | 'tierSet'>): FactPayload {
  const entries = Object.entries(said).filter(([, value]) => value !== undefined);
  return { set, ...Object.fromEntries(entries) };
}

function answerOf({ answer, memberId }: Pick<Done, 'answer' | 'memberId'>): TierAnswer {
  const { set, level, until, expiresAt = until, isCap, accept, benefit, claims, left } = answer;
  return {
    memberId,
    tierSet: typeof set === 'string' ? set : '',
    ...(typeof level === 'string' ? { level } : {}),
    ...(typeof expiresAt === 'number' || expiresAt === null ? { until: expiresAt } : {}),
    ...(typeof isCap === 'boolean' ? { isCap } : {}),
    ...(typeof accept === 'boolean' ? { accept } : {}),
    ...(typeof benefit === 'string' ? { benefit } : {}),
    ...(typeof claims === 'number' ? { claims } : {}),
    ...(typeof left === 'number' || left === null ? { left } : {}),
  };
}
