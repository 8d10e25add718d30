import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressProblems } from './address.ts';
import { sendingProblems } from './failure.ts';
import { createWebhookSender } from './send.ts';
import { createSecret, readSecret } from './signature.ts';
import { startReceiver } from './testing/receivers.ts';
import type { Receiver } from './testing/receivers.ts';

/** What the page on webhooks (`docs/reference/webhooks.md`) shows, used on webhooks that were sent. */

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/reference/webhooks.md'), 'utf8');

interface Sample {
  readonly isGenuine: (secret: string, headers: Readonly<Record<string, string>>, body: string) => boolean;
}

async function loadSample(): Promise<Sample> {
  const [, text = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const program = Buffer.from(stripTypeScriptTypes(text)).toString('base64');
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${program}`)) as Sample;
}

let receiver: Receiver;
const sender = createWebhookSender({ policy: { allowsPrivate: true }, connectionsPerHostMax: 1 });
beforeAll(async () => {
  receiver = await startReceiver((response) => response.end());
});
afterAll(async () => {
  sender.close();
  await receiver?.close();
});

/** Sends a webhook and tells what the receiver got. */
async function sendBy(secrets: readonly string[], nowMs = Date.now()) {
  const keys = secrets.map((secret) => readSecret(secret) ?? new Uint8Array());
  const body = '{"type":"stage.changed","name":"会员"}';
  const request = { url: receiver.url, id: 'msg_1', body, secrets: keys, timeoutMs: 20_000, nowMs };
  expect(await sender.send(request, new AbortController().signal)).toMatchObject({ kind: 'delivered' });
  const { headers, body: received } = receiver.received.at(-1)!;
  return { headers: headers as Record<string, string>, body: received };
}

describe('the check by hand that the page shows', () => {
  const [secret, newer] = [createSecret(), createSecret()];

  it('takes what was sent, and either signature while the secret rotates', async () => {
    const { isGenuine } = await loadSample();
    const once = await sendBy([secret]);
    expect(isGenuine(secret, once.headers, once.body)).toBe(true);
    const rotating = await sendBy([newer, secret]);
    expect(isGenuine(secret, rotating.headers, rotating.body)).toBe(true);
    expect(isGenuine(newer, rotating.headers, rotating.body)).toBe(true);
  });

  it('takes nothing by another secret, nothing that was changed, and nothing unsigned', async () => {
    const { isGenuine } = await loadSample();
    const { headers, body } = await sendBy([secret]);
    expect(isGenuine(newer, headers, body)).toBe(false);
    expect(isGenuine(secret, headers, body.replace('会员', '会长'))).toBe(false);
    expect(isGenuine(secret, { ...headers, 'webhook-id': 'msg_2' }, body)).toBe(false);
    const { 'webhook-signature': signature = '', ...unsigned } = headers;
    expect(isGenuine(secret, unsigned, body)).toBe(false);
    expect(isGenuine(secret, { ...headers, 'webhook-signature': '' }, body)).toBe(false);
    expect(isGenuine(secret, { ...headers, 'webhook-signature': signature.replace('v1,', 'v2,') }, body)).toBe(false);
  });

  it.each([-310_000, 310_000])('takes nothing whose time is %i ms off, nor without a time', async (offMs) => {
    const { isGenuine } = await loadSample();
    const { headers, body } = await sendBy([secret], Date.now() + offMs);
    expect(isGenuine(secret, headers, body)).toBe(false);
    expect(isGenuine(secret, { ...headers, 'webhook-timestamp': 'now' }, body)).toBe(false);
  });
});

describe('the tables of the page', () => {
  it('name every header that is sent, and every code of a failure, once', async () => {
    const first = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);
    const { headers } = await sendBy([createSecret()]);
    const ofHttp = ['host', 'connection'];
    const sent = Object.keys(headers).filter((name) => !ofHttp.includes(name));
    expect(first.toSorted()).toEqual([...sent, ...addressProblems, ...sendingProblems].toSorted());
  });
});
