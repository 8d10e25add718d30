import { errorTable } from '@perennial/contracts';
import type { ErrorCode, LocalizedText } from '@perennial/contracts';
import type { FactPayload } from '@perennial/domain';
import type { AuditEntry, CommandOutcome, Commands } from '@perennial/engine';
import type { Audit, OwnEntry } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { referredMember } from '../members/referred-member.ts';
import type { ResolveReference } from '../members/resolve-reference.ts';
import { maskTags } from '../registers/registers.ts';
import { entryOf } from './carry-out.ts';
import { checkAttributes } from './change-registers.ts';
import { codeOf, commandCallOf } from './command-call.ts';
import type { FindPlace } from './find-living.ts';

export interface ActOnManyDependencies {
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'act'>;
  readonly findPlace: FindPlace;
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
 * Commands to many members in one call. They are as many commands as there are, each with its key and its entry of the audit log: one's
 * refusal costs no other, and the call may be sent again whole. They wait in one queue and so go together in few transactions; two to
 * one member go in the order in which they stand.
 */
export function createActOnMany({ audit, ...dependencies }: ActOnManyDependencies): ActOnMany {
  return async (context, { commands }) => {
    const carriedOut = await Promise.all(
      commands.map((one) => {
        const entry = audit.entry(context, { action: 'member.commanded' });
        entry.note({ reason: one.command });
        return carryOutOne(dependencies, { context, entry }, one);
      }),
    );
    const unwritten = carriedOut.flatMap(({ entry }) => (entry === null ? [] : [entry]));
    // What they were answered is what counts, even if the log is away: nothing was done of what is missing in it.
    await audit.write(unwritten).catch(() => undefined);
    return { answers: carriedOut.map(({ answer }) => answer) };
  };
}

/** What whoever may tag may do. Commands that move value have routes of their own, with capabilities of their own. */
const covered: ReadonlySet<string> = new Set(['tag', 'attribute']);

interface CarriedOut {
  readonly answer: OneAnswer;
  /** Null: it was written where the command was carried out. */
  readonly entry: AuditEntry | null;
}

async function carryOutOne(
  { commands, findPlace, resolveReference }: Omit<ActOnManyDependencies, 'audit'>,
  { context, entry }: { readonly context: CallContext; readonly entry: OwnEntry },
  one: OneCommand,
): Promise<CarriedOut> {
  const { command, input } = one;
  try {
    if (!covered.has(command)) throw new ProblemError('request.invalid');
    if (command === 'attribute') checkAttributes(input['attributes'], context.caller);
    const memberId = await referredMember(one.member, resolveReference);
    entry.note({ subject: subjectOf(memberId, one) });
    const member = await findPlace(memberId, context.caller);
    const said = { command, member: one.member, input };
    const call = {
      ...commandCallOf(context, said),
      key: one.key ?? null,
      said,
      entryOf: entryOf(entry),
      hidesErased: true,
    };
    const outcome = await commands.act({ ...call, command, member, input, by: nameOfCaller(context.caller) });
    return { answer: answerOf(outcome), entry: outcome.kind === 'refused' ? entry.ended('refused') : null };
  } catch (error) {
    // The others are not made to fail with it; whether it was carried out, its retry tells.
    const code = error instanceof ProblemError ? error.code : 'server.failed';
    const answer = {
      outcome: 'refused',
      key: one.key ?? '',
      isRepeat: false,
      code,
      title: errorTable[code].title,
    } as const;
    return { answer, entry: entry.failed(error) };
  }
}

/** As in a call of its own. */
function subjectOf(memberId: string, { command, input }: OneCommand): string {
  const { tag } = input;
  return command === 'tag' && typeof tag === 'string' ? `${memberId}/${tag}`.slice(0, subjectLengthMax) : memberId;
}

const subjectLengthMax = 400;

/** Tags are the only text that an answer holds. */
function masked(answer: FactPayload): FactPayload {
  const { tags } = answer;
  if (!Array.isArray(tags)) return answer;
  return { ...answer, tags: maskTags(tags.filter((tag) => typeof tag === 'string')) };
}

function answerOf(outcome: CommandOutcome): OneAnswer {
  const { kind, key, isRepeat } = outcome;
  if (outcome.kind === 'done')
    return { outcome: kind, key, isRepeat, memberId: outcome.memberId, answer: masked(outcome.answer) };
  const code = codeOf(outcome);
  return { outcome: kind, key, isRepeat, code, title: errorTable[code].title };
}
