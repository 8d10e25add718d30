declare global {
  /** What `ahead.js` has asked for before this code was here, by address. */
  var perennialAhead: Record<string, Promise<Response>> | undefined;
}

/** How long after the page began such an answer is as good as one asked for now. */
const freshMsMax = 10_000;

/** The answer that was asked for ahead, once; undefined where none was, or too long ago. From now on nothing is asked for ahead. */
export function takeAhead(address: string): Promise<Response> | undefined {
  const asked = (globalThis.perennialAhead ??= {});
  const answer = asked[address];
  delete asked[address];
  return performance.now() < freshMsMax ? answer : undefined;
}
