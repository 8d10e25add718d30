import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call that came in. */
export interface Received {
  readonly id: string;
  readonly timestamp: string;
  readonly signatures: readonly string[];
  readonly text: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly memberId: string; readonly sequence: number };
  readonly atMs: number;
}

/** How the next calls are answered; 200 unless said. `hang`: not at all. */
export type Answer = (received: Received, response: ServerResponse) => number | 'hang';

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  answer: Answer;
  close(): Promise<void>;
}

/** A system of the brand on this machine that takes webhooks; at a port of its choice unless one is named. */
export async function startReceiver({ port: wanted = 0 } = {}): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => void take(request, response));
  const receiver: Receiver = { url: '', received, answer: () => 200, close };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    // What comes is what the test is about; it looks at it closely afterwards.
    const body = JSON.parse(text) as Pick<Received, 'type' | 'data'>;
    const one: Received = {
      id: String(request.headers['webhook-id']),
      timestamp: String(request.headers['webhook-timestamp']),
      signatures: String(request.headers['webhook-signature']).split(' '),
      text,
      type: body.type,
      data: body.data,
      atMs: performance.now(),
    };
    received.push(one);
    const status = receiver.answer(one, response);
    if (status !== 'hang') response.writeHead(status).end();
  }

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, { url: `http://127.0.0.1:${port}/hook` });
}

/** Whether one of the signatures is that of a secret, worked out apart from the product's code. */
export function isSignedBy(secret: string, { id, timestamp, text, signatures }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest();
  return signatures.some((signature) => {
    const given = Buffer.from(signature.replace('v1,', ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
