import type { Resolver } from '../address.ts';
import { createWebhookSender } from '../send.ts';
import type { WebhookOutcome, WebhookRequest, WebhookSender, WebhookSenderOptions } from '../send.ts';
import { createSecret, readSecret } from '../signature.ts';
import { startRawReceiver, startReceiver } from './receivers.ts';
import type { Answering, Receiver, ReceiverOptions } from './receivers.ts';

export const closing: (() => Promise<void> | void)[] = [];
/** For after each test: ends what it has begun, the last first. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

export async function receiver(answer: Answering, options?: ReceiverOptions): Promise<Receiver> {
  const started = await startReceiver(answer, options);
  closing.push(started.close);
  return started;
}

export async function rawReceiver(...[answer]: Parameters<typeof startRawReceiver>): Promise<Receiver> {
  const started = await startRawReceiver(answer);
  closing.push(started.close);
  return started;
}

export function senderWith(options: Partial<WebhookSenderOptions> = {}): WebhookSender {
  const sender = createWebhookSender({ policy: { allowsPrivate: true }, connectionsPerHostMax: 8, ...options });
  closing.push(() => sender.close());
  return sender;
}

export const key = readSecret(createSecret()) ?? new Uint8Array();
export const nowMs = Date.UTC(2026, 2, 1, 12, 0, 0, 900);

export function requestTo(url: string, change: Partial<WebhookRequest> = {}): WebhookRequest {
  return { url, id: 'msg_1', body: '{"type":"stage.changed"}', secrets: [key], timeoutMs: 20_000, nowMs, ...change };
}

export function sendTo(
  sender: WebhookSender,
  url: string,
  change: Partial<WebhookRequest> = {},
): Promise<WebhookOutcome> {
  return sender.send(requestTo(url, change), new AbortController().signal);
}

/** One webhook by a sender of its own. */
export function sendOnce(url: string, change: Partial<WebhookRequest> = {}): Promise<WebhookOutcome> {
  return sendTo(senderWith(), url, change);
}

export function resolverTo(...addresses: readonly string[]) {
  const asked: string[] = [];
  const resolve: Resolver = (hostname) => {
    asked.push(hostname);
    const address = addresses[Math.min(asked.length, addresses.length) - 1] ?? '';
    return Promise.resolve([{ address, family: 4 }]);
  };
  return { asked, resolve };
}

export const failed = { kind: 'failed', status: null, retryAfterMs: null, isGone: false };
