import { Agent as HttpAgent } from 'node:http';
import type { AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { readVersion } from '../../version.ts';
import { checkUrl, createLookup } from './address.ts';
import type { AddressPolicy, Resolver } from './address.ts';
import { createCut } from './cut.ts';
import type { Cut } from './cut.ts';
import { exchange } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { codeOfStatus } from './failure.ts';
import type { WebhookFailureCode } from './failure.ts';
import { readRetryAfter } from './retry-after.ts';
import { sign } from './signature.ts';

export interface WebhookRequest {
  readonly url: string;
  /** Stays the same when it is sent again. Letters, digits, `_` and `-`. */
  readonly id: string;
  readonly body: string;
  /** The newest first. */
  readonly secrets: readonly Uint8Array[];
  /** For all of it: the wait for a free connection, connecting, the answer's head and its body. */
  readonly timeoutMs: number;
  /** Now, as the receiver is told it. */
  readonly nowMs: number;
}

export type WebhookOutcome =
  | { readonly kind: 'delivered'; readonly status: number; readonly ms: number }
  | {
      readonly kind: 'failed';
      /** Null when no answer came. */
      readonly status: number | null;
      readonly code: WebhookFailureCode;
      readonly ms: number;
      /** How long the receiver asks to be left alone, at most a day. */
      readonly retryAfterMs: number | null;
      /** The receiver says (410) that nothing will ever be taken there again. */
      readonly isGone: boolean;
    };

export interface WebhookSender {
  /** Hands over one webhook, once. Never rejects for what a receiver does. */
  send(request: WebhookRequest, signal: AbortSignal): Promise<WebhookOutcome>;
  /** Ends what is under way, as `webhook.aborted`, and every connection. */
  close(): void;
}

export interface WebhookSenderOptions {
  readonly policy: AddressPolicy;
  /** Connections to one host and port; who sends more at once than these waits, and his time runs. */
  readonly connectionsPerHostMax: number;
  readonly resolve?: Resolver;
  readonly idleMs?: number;
}

/** Shorter than most servers wait, so that a connection is seldom closed by the other side just when it is used again. */
const idleMsDefault = 15_000;

/** Receivers may be on the other side of the earth: Node's quarter of a second gives an address up before it can answer. */
const addressAttemptMs = 1_000;

/**
 * Sends webhooks over connections that it keeps. Its job: hand over what it is given, within its time, to an address that is allowed,
 * and say what came of it. It does not queue, retry later, or remember anything about a receiver.
 * 1. Nothing is sent to an address that the policy refuses, nor anywhere but to the URL: a redirect is a failure.
 * 2. A call ends within its time whatever the receiver does.
 * 3. An answer counts when it has ended, or has more body than anybody reads; one that breaks off in the middle is none.
 * 4. A kept connection that the receiver had closed meanwhile costs no attempt: the call is made once more on a new one.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const kept = createAgents(options, { keepAlive: true, timeout: options.idleMs ?? idleMsDefault });
  const fresh = createAgents(options, { keepAlive: false });
  const underWay = new Set<Cut>();
  let isClosed = false;

  async function call(request: WebhookRequest, url: URL, cut: Cut): Promise<Exchange> {
    const body = Buffer.from(request.body);
    const made = { url, body, headers: headersOf(request, body), cut };
    const protocol = url.protocol === 'https:' ? 'https' : 'http';
    const first = await exchange({ ...made, agent: kept[protocol] });
    const isStale = first.kind === 'unanswered' && first.isStale && cut.code === null;
    return isStale ? exchange({ ...made, agent: fresh[protocol] }) : first;
  }

  return {
    async send(request, signal) {
      const startedAt = performance.now();
      const passedMs = (): number => Math.round(performance.now() - startedAt);
      const checked = checkUrl(request.url, options.policy);
      if (!checked.isAllowed) return unanswered(checked.code, passedMs());
      if (isClosed || signal.aborted) return unanswered('webhook.aborted', passedMs());
      const cut = createCut();
      const abort = (): void => cut.end('webhook.aborted');
      const timer = setTimeout(() => cut.end('webhook.timeout'), request.timeoutMs);
      signal.addEventListener('abort', abort);
      underWay.add(cut);
      try {
        return outcomeOf(await call(request, checked.url, cut), { ms: passedMs(), nowMs: request.nowMs });
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        underWay.delete(cut);
      }
    },
    close() {
      isClosed = true;
      for (const cut of underWay) cut.end('webhook.aborted');
      for (const agent of [kept.http, kept.https, fresh.http, fresh.https]) agent.destroy();
    },
  };
}

function createAgents({ policy, connectionsPerHostMax, resolve }: WebhookSenderOptions, keeping: AgentOptions) {
  const options: AgentOptions = {
    ...keeping,
    maxSockets: connectionsPerHostMax,
    lookup: createLookup(policy, resolve),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: addressAttemptMs,
  };
  // Said, so that no variable of the environment can turn it off.
  return { http: new HttpAgent(options), https: new HttpsAgent({ ...options, rejectUnauthorized: true }) };
}

const userAgent = `Perennial/${readVersion()}`;

function headersOf({ id, body, secrets, nowMs }: WebhookRequest, { length }: Buffer) {
  const timestampSeconds = Math.floor(nowMs / 1_000);
  return {
    'content-type': 'application/json',
    'content-length': length,
    'user-agent': userAgent,
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': sign(secrets, { id, timestampSeconds, body }),
  };
}

function outcomeOf(told: Exchange, { ms, nowMs }: { readonly ms: number; readonly nowMs: number }): WebhookOutcome {
  if (told.kind === 'unanswered') return unanswered(told.code, ms);
  const { status } = told;
  // What the receiver said counts more than how its body ended.
  const code = codeOfStatus(status) ?? told.broken;
  if (code === null) return { kind: 'delivered', status, ms };
  const retryAfterMs = readRetryAfter(told.retryAfter, nowMs + ms);
  return { kind: 'failed', status, code, ms, retryAfterMs, isGone: status === 410 };
}

function unanswered(code: WebhookFailureCode, ms: number): WebhookOutcome {
  return { kind: 'failed', status: null, code, ms, retryAfterMs: null, isGone: false };
}
