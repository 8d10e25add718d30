import { testWriteKey, type IngestServer } from './ingest-server.ts';

export interface Posted {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  readonly key?: string | null;
  readonly query?: string;
}

export interface Answer {
  readonly accepted?: number;
  readonly code?: string;
  readonly type?: string;
  readonly verdicts?: readonly { readonly verdict: string; readonly code?: string; readonly messageId: string }[];
}

/** Makes facts, sends them to a server as a shop does, and looks them up in its log. */
export function createFactPoster(server: () => IngestServer) {
  let serial = 0;
  function fact(rest: Record<string, unknown> = {}): Record<string, unknown> {
    serial += 1;
    return {
      messageId: `m-${serial}`,
      type: 'product.viewed',
      occurredAt: '2026-01-05T10:00:00+08:00',
      payload: {},
      ...rest,
    };
  }

  async function post({ body, headers, key, query }: Posted) {
    const answer = await fetch(`${server().url}/v1/facts${query ?? ''}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key ?? testWriteKey}` }),
        ...headers,
      },
    });
    // The answer of a test server: its shape is what the tests are about.
    const json = (await answer.json()) as Answer;
    return { status: answer.status, headers: answer.headers, json };
  }

  const postFacts = (facts: unknown) => post({ body: JSON.stringify(facts) });

  async function stored(messageId: unknown) {
    const rows = await server().database.rows<{
      type: string;
      occurred_at: number;
      member_id: string | null;
      payload: string;
      channel: string;
      store_id: string;
    }>(
      {
        name: 'test_fact',
        text: 'select type, occurred_at, member_id, payload, channel, store_id from fact where message_id = $1',
      },
      [String(messageId)],
    );
    return rows;
  }

  return { fact, post, postFacts, stored };
}
