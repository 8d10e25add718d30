import { isErrorCode } from '@perennial/contracts';
import type { ErrorCode } from '@perennial/contracts';
import type { FactPayload, FactValue } from '@perennial/domain';
import type { CommandCall, CommandOutcome } from '@perennial/engine';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';

/** Seconds until a refusal may have passed: a queue empties soon, a member who cannot be folded waits for people. */
const retryAfterSeconds: Readonly<Partial<Record<ErrorCode, number>>> = {
  'command.busy': 1,
  'command.queue_full': 1,
  'command.timed_out': 1,
  'member.parked': 60,
};

/** Who asks, and by what a retry of his is recognised. Where nothing was sent over a wire, `said` is what he asked for. */
export function commandCallOf({ caller, command }: CallContext, said: FactValue): CommandCall {
  return { caller: `${caller.kind}:${caller.id}`, key: command?.key ?? null, said: command?.said ?? said };
}

export type Done = Extract<CommandOutcome, { readonly kind: 'done' }>;

/** What was done. Throws what was said instead, under its own code. */
export function doneOf(outcome: CommandOutcome): Done {
  if (outcome.kind === 'done') return outcome;
  const code = codeOf(outcome);
  const problems = outcome.kind === 'refused' ? (outcome.problems ?? []) : [];
  const seconds = retryAfterSeconds[code];
  throw new ProblemError(code, {
    ...(outcome.kind === 'rejected' ? { context: scalarsOf(outcome.facts) } : {}),
    ...(problems.length === 0
      ? {}
      : { errors: problems.map(({ path, message }) => ({ path: `/${path.replaceAll('.', '/')}`, message })) }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

/** An id in the answer of a command that was done. */
export function idIn<Id extends string = string>({ answer }: Done, name: string): Id {
  const id = answer[name];
  if (typeof id !== 'string') throw new Error(`The answer of a command has no ${name}.`);
  return id as Id;
}

/** The code of what was not done. A facet whose code has no text has forgotten its line of the error table. */
export function codeOf({ code }: Exclude<CommandOutcome, Done>): ErrorCode {
  if (isErrorCode(code)) return code;
  throw new Error(`The error table has no text for ${code}.`);
}

type Scalar = string | number | boolean;

/** What a rejection speaks of; instants, which end in `At`, as text. */
export function scalarsOf(facts: FactPayload): Readonly<Record<string, Scalar>> {
  const scalars = Object.entries(facts).filter((entry): entry is [string, Scalar] => typeof entry[1] !== 'object');
  return Object.fromEntries(scalars.map(([name, value]) => [name, name.endsWith('At') ? instantText(value) : value]));
}

function instantText(value: Scalar): Scalar {
  return typeof value === 'number' ? new Date(value).toISOString() : value;
}
