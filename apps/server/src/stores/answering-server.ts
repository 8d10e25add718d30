import { internalLensPath } from './lens-over-http.ts';
import { readServerAddress, toUrl } from './server-address.ts';
import type { ServerAddress } from './server-address.ts';

const answerMsMax = 2_000;

/**
 * The running server of a data folder, if it answers; undefined where none does: it was killed, hangs, or is about to end. It is known by
 * its token, because a stranger may have the port by now: to whoever gives that, it says what is wrong with an empty question.
 */
export async function findAnsweringServer(dataFolder: string): Promise<ServerAddress | undefined> {
  const address = readServerAddress(dataFolder);
  if (address === undefined) return undefined;
  try {
    const { status } = await fetch(`${toUrl(address)}${internalLensPath}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(answerMsMax),
    });
    return status === 400 ? address : undefined;
  } catch {
    return undefined;
  }
}
