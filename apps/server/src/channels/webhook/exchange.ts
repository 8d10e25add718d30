import { request as requestByHttp } from 'node:http';
import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { Cut } from './cut.ts';
import { codeOfError, isBrokenConnection } from './failure.ts';
import type { CallStage, WebhookFailureCode } from './failure.ts';

/** Bytes of an answer's body that are read, and thrown away, before the connection is given up for it. */
export const answerBytesMax = 64 * 1024;

export interface ExchangeOptions {
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  readonly agent: Agent;
  readonly cut: Cut;
}

export type Exchange =
  /** `broken` says what ended an answer before its end. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly broken: WebhookFailureCode | null;
    }
  /** `isStale`: a kept connection broke before a byte of an answer, so the receiver had closed it while it stood idle. */
  | { readonly kind: 'unanswered'; readonly code: WebhookFailureCode; readonly isStale: boolean };

/**
 * One request and its answer over HTTP. Its job: say what came of it, exactly once, and leave nothing open.
 * It does not retry, follow or judge. Its end is whichever comes first:
 * 1. the answer's body ends, or passes its limit: the connection goes back to the agent, or is given up;
 * 2. the connection fails, before or in the middle of the answer;
 * 3. it is cut from outside. Node tells a request that still waits for a connection nothing of that, so it is told here.
 */
export function exchange({ url, headers, body, agent, cut }: ExchangeOptions): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  const start = url.protocol === 'https:' ? requestByHttps : requestByHttp;
  const request = start(url, { method: 'POST', headers, agent });
  const connection = watchConnection(request, url.protocol === 'https:');
  let answer: IncomingMessage | undefined;

  function end(code: WebhookFailureCode | null, { isStale }: Staleness = { isStale: false }): void {
    if (answer === undefined) resolve({ kind: 'unanswered', code: code ?? 'webhook.connection_lost', isStale });
    else resolve({ kind: 'answered', ...headOf(answer), broken: code });
  }

  cut.whenCut((code) => {
    end(code);
    request.destroy();
  });
  request.on('error', (error) => {
    const isStale = connection.wasKept() && isBrokenConnection(error) && connection.isSilent();
    end(codeOfError(error, connection.stage()), { isStale });
  });
  request.on('close', () => answer === undefined && end('webhook.connection_lost'));
  request.on('response', (response) => {
    answer = response;
    drain(response, end);
    // Who answers before he has read everything may never read the rest, and the connection would wait for that without end.
    response.on('close', () => request.writableFinished || request.destroy());
  });
  request.end(body);
  return promise;
}

interface Staleness {
  readonly isStale: boolean;
}

function headOf({ statusCode, headers }: IncomingMessage) {
  return { status: statusCode ?? 0, retryAfter: headers['retry-after'] };
}

/** Reads a body to its end or to its limit, whatever comes first, and keeps nothing of it. */
function drain(response: IncomingMessage, end: (code: WebhookFailureCode | null) => void): void {
  let read = 0;
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read <= answerBytesMax) return;
    end(null);
    response.destroy();
  });
  response.on('error', (error) => end(codeOfError(error, 'talking')));
  // After the end, when the connection is free again: whoever sends at once then sends on the same one.
  response.on('close', () => end(response.complete ? null : 'webhook.connection_lost'));
}

/** What became of the connection that a request was given. */
function watchConnection(request: ClientRequest, isSecure: boolean) {
  let stage: CallStage = 'connecting';
  let wasKept = false;
  let isSilent = () => true;
  request.once('socket', (socket) => {
    // Not `reusedSocket`: Node leaves it false for a request that waited for the connection while another one had it.
    wasKept = !socket.connecting;
    const readBefore = socket.bytesRead;
    isSilent = () => socket.bytesRead === readBefore;
    if (wasKept) stage = 'talking';
    else socket.once('connect', () => (stage = isSecure ? 'securing' : 'talking'));
    if (!wasKept && isSecure) socket.once('secureConnect', () => (stage = 'talking'));
  });
  return { stage: () => stage, wasKept: () => wasKept, isSilent: () => isSilent() };
}
