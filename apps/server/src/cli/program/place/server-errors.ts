import { ApiError } from '@perennial/contracts';
import { z } from 'zod';
import { CommandError } from '../../command/command.ts';
import { messageOf } from './message-of.ts';
import { PlaceError } from './program-place.ts';

/**
 * What went wrong while a server was asked, in words that say what to do; a PlaceError where it was refused for what was asked. `unsure`
 * is said where what was asked may have been done all the same.
 */
export function toCommandError(error: unknown, origin: string, unsure = ''): Error {
  const cause = { cause: error };
  if (error instanceof ApiError) return ofRefusal(error, origin, unsure);
  // What answers is something else: a proxy, a page to sign in on, or a release that answers otherwise.
  if (error instanceof SyntaxError || error instanceof z.ZodError)
    return new CommandError(`What answers at ${origin} is no Perennial, or one of another release.`, cause);
  if (error instanceof Error && error.name === 'TimeoutError')
    return new CommandError(`${origin} did not answer in time.${unsure} Try again, or ask whoever runs it.`, cause);
  if (error instanceof TypeError)
    return new CommandError(`${origin} cannot be reached: ${reasonOf(error)}.${unsure}`, cause);
  return error instanceof Error ? error : new Error(String(error));
}

function ofRefusal(error: ApiError, origin: string, unsure: string): Error {
  const { problem, status, retryAfterSeconds } = error;
  const cause = { cause: error };
  const said = messageOf({ ...problem, next: problem['next'] });
  if (problem.code === 'http.unreadable')
    return new CommandError(
      `What answers at ${origin} is no Perennial: it says ${status} ${problem.title}.${unsure}`,
      cause,
    );
  if (status === 401) return new CommandError(`${origin} does not know the key in PERENNIAL_API_KEY. ${said}`, cause);
  if (status === 403)
    return new CommandError(
      `The key in PERENNIAL_API_KEY may not do this: ${scopeOf(problem['context'])}. ${said}`,
      cause,
    );
  if (problem.code === 'resource.not_found')
    return new CommandError(
      `${origin} has no such route: its release is older than this command. Upgrade the server, or use the command of its release.`,
      cause,
    );
  if (status === 429 || status === 503) {
    const wait = retryAfterSeconds === undefined ? 'Try again later.' : `Try again in ${retryAfterSeconds} s.`;
    return new CommandError(`${origin} is busy: ${problem.title}. ${wait}`, cause);
  }
  const problems = problemList.safeParse(problem['errors']).data;
  return new PlaceError(problem.code, said, { problems, cause: error });
}

const problemList = z.array(z.object({ path: z.string(), message: z.string() }));

function scopeOf(context: unknown): string {
  const capability =
    typeof context === 'object' && context !== null && 'capability' in context ? context.capability : undefined;
  return typeof capability === 'string' ? `it has no scope ${capability}` : 'it has not the scope';
}

/** The network's own word stands in the cause. */
function reasonOf(error: TypeError): string {
  const cause: unknown = error.cause;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
  return `${cause.message === '' ? error.message : cause.message}${code}`;
}
