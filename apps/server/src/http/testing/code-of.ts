import { ApiError } from '@perennial/contracts';

/** The code that a call is refused with; `none` for one that is not. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return error instanceof ApiError ? error.problem.code : String(error);
  }
}
