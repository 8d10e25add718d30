/** Something done to a wallet over HTTP, as a till or a shop sends it. */
export interface Act {
  /** Below `/v1/members/`: `{member}/wallets/{wallet}/…`. */
  readonly path: string;
  readonly body?: object;
  readonly key: string;
}

/** The answer as it came, to the byte; but a problem names the request that heard it, which each has of its own. */
export interface ActAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Till {
  /** Asked for every attempt: a restarted server listens elsewhere. */
  readonly address: () => string;
  /** Of an API key. */
  readonly secret: string;
  readonly signal?: AbortSignal;
}

/** Sends it once. What is `undefined` was not answered for good: the same key tells. */
export async function sendOnce(till: Till, { path, body, key }: Act): Promise<ActAnswer | undefined> {
  const answer = await fetch(`${till.address()}/v1/members/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${till.secret}`, 'idempotency-key': key },
    body: JSON.stringify(body ?? {}),
    ...(till.signal === undefined ? {} : { signal: till.signal }),
  });
  const text = (await answer.text()).replace(/urn:perennial:request:[\da-f-]{36}/u, 'urn:perennial:request');
  return answer.status === 503 || answer.status === 429 ? undefined : { status: answer.status, text };
}

/** Sends it until it is answered for good. */
export async function sendSurely(till: Till, act: Act): Promise<ActAnswer> {
  for (;;) {
    const answer = await sendOnce(till, act);
    if (answer !== undefined) return answer;
  }
}
