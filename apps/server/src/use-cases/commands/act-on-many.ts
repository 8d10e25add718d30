import { errorTable } from '@perennial/contracts';
import type { ErrorCode, LocalizedText } from '@perennial/contracts';
import type { FactPayload } from '@perennial/domain';
import type { CommandOutcome, Commands } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { FindMember } from '../members/find-member.ts';
import { referredMember } from '../members/referred-member.ts';
import type { ResolveReference } from '../members/resolve-reference.ts';
import { checkAttributes } from './change-registers.ts';
import { codeOf, commandCallOf } from './command-call.ts';
import { findLiving } from './find-living.ts';

export interface ActOnManyDependencies {
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'act'>;
  readonly findMember: FindMember;
  readonly resolveReference: ResolveReference;
}

export interface OneCommand {
  /** A reference. */
  readonly member: string;
  readonly command: string;
  readonly input: FactPayload;
  readonly key?: string | undefined;
}

export interface OneAnswer {
  readonly outcome: CommandOutcome['kind'];
  readonly key: string;
  readonly isRepeat: boolean;
  readonly memberId?: string;
  readonly answer?: FactPayload;
  readonly code?: ErrorCode;
  readonly title?: LocalizedText;
}

export type ActOnMany = (
  context: CallContext,
  request: { readonly commands: readonly OneCommand[] },
) => Promise<{ answers: OneAnswer[] }>;

/**
 * Commands to many members in one call. They are as many commands as there are, each with its key: one's refusal costs no other,
 * and the call may be sent again whole. They wait in one queue and so go together in few transactions; two to one member go in the
 * order in which they stand.
 */
export function createActOnMany({ audit, ...dependencies }: ActOnManyDependencies): ActOnMany {
  return (context, { commands }) =>
    audit.act(context, { action: 'member.commanded' }, async (note) => {
      const answers = await Promise.all(commands.map((one) => carryOut(dependencies, context, one)));
      const done = answers.filter(({ outcome }) => outcome === 'done').length;
      note({ subject: subjectOf(commands, answers), reason: `${done} of ${answers.length} done` });
      return { answers };
    });
}

/** What whoever may tag may do. Commands that move value have routes of their own, with capabilities of their own. */
const covered: ReadonlySet<string> = new Set(['tag', 'attribute']);

async function carryOut(
  { commands, findMember, resolveReference }: Omit<ActOnManyDependencies, 'audit'>,
  context: CallContext,
  one: OneCommand,
): Promise<OneAnswer> {
  const { command, input } = one;
  try {
    if (!covered.has(command)) throw new ProblemError('request.invalid');
    if (command === 'attribute') checkAttributes(input['attributes']);
    const member = await findLiving(findMember, await referredMember(one.member, resolveReference), context.caller);
    const said = { command, member: one.member, input };
    const call = { ...commandCallOf(context, said), key: one.key ?? null, said };
    return answerOf(await commands.act({ ...call, command, member, input, by: nameOfCaller(context.caller) }));
  } catch (error) {
    // The others are not made to fail with it; whether it was carried out, its retry tells.
    const code = error instanceof ProblemError ? error.code : 'server.failed';
    return { outcome: 'refused', key: one.key ?? '', isRepeat: false, code, title: errorTable[code].title };
  }
}

function answerOf(outcome: CommandOutcome): OneAnswer {
  const { kind, key, isRepeat } = outcome;
  if (outcome.kind === 'done')
    return { outcome: kind, key, isRepeat, memberId: outcome.memberId, answer: outcome.answer };
  const code = codeOf(outcome);
  return { outcome: kind, key, isRepeat, code, title: errorTable[code].title };
}

const subjectLengthMax = 400;

/** To whom what was done; of the others there is nothing to write down. */
function subjectOf(commands: readonly OneCommand[], answers: readonly OneAnswer[]): string {
  const done = answers.flatMap(({ memberId }, index) =>
    memberId === undefined ? [] : [`${commands[index]?.command ?? ''} ${memberId}`],
  );
  return done.join(', ').slice(0, subjectLengthMax);
}
