import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Resolver } from './address.ts';
import { createWebhookSender } from './send.ts';
import type { WebhookOutcome, WebhookRequest, WebhookSender, WebhookSenderOptions } from './send.ts';
import { createSecret, readSecret, sign } from './signature.ts';
import { createOwnCertificate } from './testing/certificate.ts';
import { startRawReceiver, startReceiver } from './testing/receivers.ts';
import type { Answering, Receiver, ReceiverOptions } from './testing/receivers.ts';

/** Webhooks sent to servers that listen on the loopback, and behave in every way that a receiver can. */

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function receiver(answer: Answering, options?: ReceiverOptions): Promise<Receiver> {
  const started = await startReceiver(answer, options);
  closing.push(started.close);
  return started;
}

async function rawReceiver(...[answer]: Parameters<typeof startRawReceiver>): Promise<Receiver> {
  const started = await startRawReceiver(answer);
  closing.push(started.close);
  return started;
}

function senderWith(options: Partial<WebhookSenderOptions> = {}): WebhookSender {
  const sender = createWebhookSender({ policy: { allowsPrivate: true }, connectionsPerHostMax: 8, ...options });
  closing.push(() => sender.close());
  return sender;
}

const key = readSecret(createSecret()) ?? new Uint8Array();
const nowMs = Date.UTC(2026, 2, 1, 12, 0, 0, 900);

function requestTo(url: string, change: Partial<WebhookRequest> = {}): WebhookRequest {
  return { url, id: 'msg_1', body: '{"type":"stage.changed"}', secrets: [key], timeoutMs: 20_000, nowMs, ...change };
}

function sendTo(sender: WebhookSender, url: string, change: Partial<WebhookRequest> = {}): Promise<WebhookOutcome> {
  return sender.send(requestTo(url, change), new AbortController().signal);
}

/** One webhook by a sender of its own. */
function sendOnce(url: string, change: Partial<WebhookRequest> = {}): Promise<WebhookOutcome> {
  return sendTo(senderWith(), url, change);
}

function resolverTo(...addresses: readonly string[]) {
  const asked: string[] = [];
  const resolve: Resolver = (hostname) => {
    asked.push(hostname);
    const address = addresses[Math.min(asked.length, addresses.length) - 1] ?? '';
    return Promise.resolve([{ address, family: 4 }]);
  };
  return { asked, resolve };
}

const failed = { kind: 'failed', status: null, retryAfterMs: null, isGone: false };

describe('a webhook that is delivered', () => {
  it('says who sends it, what it is, when, and is signed', async () => {
    const { url, received } = await receiver((response) => response.writeHead(204).end());
    const body = '{"name":"会员"}';
    const older = readSecret(createSecret()) ?? new Uint8Array();
    const outcome = await sendOnce(`${url}?shop=1`, { body, secrets: [key, older] });
    expect(outcome).toEqual({ kind: 'delivered', status: 204, ms: expect.any(Number) as number });
    const message = { id: 'msg_1', timestampSeconds: Math.floor(nowMs / 1_000), body };
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', path: '/hook?shop=1', body });
    expect(received[0]?.headers).toEqual({
      'content-type': 'application/json',
      'content-length': '17',
      'user-agent': expect.stringMatching(/^Perennial\/\d+\.\d+\.\d+/) as string,
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1772366400',
      'webhook-signature': sign([key, older], message),
      host: url.split('/')[2],
      connection: 'keep-alive',
    });
  });

  it.each([200, 201, 202, 299])('was answered by %i', async (status) => {
    const { url } = await receiver((response) => response.writeHead(status).end('thanks'));
    expect(await sendOnce(url)).toMatchObject({ kind: 'delivered', status });
  });

  it('goes over the same connection as the one before', async () => {
    const { url, received, connections } = await receiver((response) => response.end('thanks'));
    const sender = senderWith();
    for (let n = 0; n < 20; n++) expect(await sendTo(sender, url)).toMatchObject({ kind: 'delivered' });
    expect(received).toHaveLength(20);
    expect(connections).toHaveLength(1);
  });

  it('is delivered although its body is large and the receiver answers before it has read it', async () => {
    const { url, connections, openCount } = await rawReceiver((socket, asked) => {
      if (!asked.startsWith('POST')) return;
      socket.pause();
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
    const body = JSON.stringify('x'.repeat(20_000_000));
    const sender = senderWith({ idleMs: 600_000 });
    expect(await sendTo(sender, url, { body, timeoutMs: 10_000 })).toMatchObject({ kind: 'delivered' });
    // The connection is given up: were it kept, it would be free again when the receiver reads on, and stay open.
    connections[0]?.resume();
    await expect.poll(openCount).toBe(0);
  });

  it('may be preceded by news that there will be an answer', async () => {
    const { url } = await receiver((response) => {
      response.writeProcessing();
      response.end();
    });
    expect(await sendOnce(url)).toMatchObject({ kind: 'delivered', status: 200 });
  });

  it('needs no more of an answer without end than its limit', async () => {
    let isBroken = false;
    const { url, openCount } = await receiver((response) => {
      response.once('close', () => (isBroken = true));
      const flood = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', flood);
      flood();
    });
    expect(await sendOnce(url)).toMatchObject({ kind: 'delivered', status: 200 });
    await expect.poll(() => [isBroken, openCount()]).toEqual([true, 0]);
  });
});

describe('an answer that takes no webhook', () => {
  it.each([400, 401, 404, 500, 502])('fails by its status %i', async (status) => {
    const { url, connections } = await receiver((response) => response.writeHead(status).end('no'));
    const sender = senderWith();
    const expected = { ...failed, status, code: 'webhook.status' };
    expect(await sendTo(sender, url)).toMatchObject(expected);
    expect(await sendTo(sender, url)).toMatchObject(expected);
    expect(connections).toHaveLength(1);
  });

  it('says by 410 that the receiver is gone', async () => {
    const { url } = await receiver((response) => response.writeHead(410).end());
    expect(await sendOnce(url)).toMatchObject({ ...failed, status: 410, code: 'webhook.status', isGone: true });
  });

  it('says how long to wait, in seconds or by a date', async () => {
    const waits = ['120', new Date(nowMs + 60_000).toUTCString(), '99999999', 'soon'];
    const { url } = await receiver((response) =>
      response.writeHead(429, { 'retry-after': waits.shift() ?? '' }).end('slower'),
    );
    const sender = senderWith();
    const expected = { kind: 'failed', status: 429, code: 'webhook.status' };
    expect(await sendTo(sender, url)).toMatchObject({ ...expected, retryAfterMs: 120_000 });
    const byDate = await sendTo(sender, url);
    expect(byDate).toMatchObject(expected);
    if (byDate.kind === 'failed') {
      expect(byDate.retryAfterMs).toBeLessThanOrEqual(60_000);
      expect(byDate.retryAfterMs).toBeGreaterThan(40_000);
    }
    expect(await sendTo(sender, url)).toMatchObject({ ...expected, retryAfterMs: 86_400_000 });
    expect(await sendTo(sender, url)).toMatchObject({ ...expected, retryAfterMs: null });
  });

  it.each([301, 302, 303, 304, 307, 308])('is a redirect, by %i, and is not followed', async (status) => {
    const other = await receiver((response) => response.end());
    const { url } = await receiver((response) => response.writeHead(status, { location: other.url }).end());
    expect(await sendOnce(url)).toMatchObject({ ...failed, status, code: 'webhook.redirect' });
    expect(other.connections).toHaveLength(0);
  });

  it('counts by its status even when its body never ends', async () => {
    const { url } = await receiver((response) => response.writeHead(503, { 'retry-after': '5' }).write('no'));
    const outcome = await sendOnce(url, { timeoutMs: 200 });
    expect(outcome).toMatchObject({ kind: 'failed', status: 503, code: 'webhook.status', retryAfterMs: 5_000 });
  });
});

describe('a receiver that hangs', () => {
  it('before the head of its answer costs no more than the time there is', async () => {
    const { url, openCount } = await receiver(() => undefined);
    const outcome = await sendOnce(url, { timeoutMs: 200 });
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.timeout' });
    expect(outcome.ms).toBeGreaterThanOrEqual(190);
    await expect.poll(openCount).toBe(0);
  });

  it('in the middle of the head costs no more either', async () => {
    const { url } = await rawReceiver((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-'));
    expect(await sendOnce(url, { timeoutMs: 200 })).toMatchObject({ ...failed, code: 'webhook.timeout' });
  });

  it('in the middle of its body has not taken the webhook', async () => {
    const { url, openCount } = await receiver((response) => response.writeHead(200).write('half of'));
    expect(await sendOnce(url, { timeoutMs: 200 })).toMatchObject({ ...failed, status: 200, code: 'webhook.timeout' });
    await expect.poll(openCount).toBe(0);
  });

  it('drips news for ever, and costs no more either', async () => {
    const { url } = await receiver((response) => {
      const drip = () => void (response.destroyed || (response.writeProcessing(), setTimeout(drip, 10)));
      drip();
    });
    expect(await sendOnce(url, { timeoutMs: 300 })).toMatchObject({ ...failed, code: 'webhook.timeout' });
  });

  it('holds up whoever waits for a connection to it for no longer than his own time, and nobody else', async () => {
    const hanging = await receiver(() => undefined);
    const other = await receiver((response) => response.end());
    const sender = senderWith({ connectionsPerHostMax: 1 });
    const first = sendTo(sender, hanging.url, { timeoutMs: 1_500 });
    const waiting = sendTo(sender, hanging.url, { timeoutMs: 200 });
    expect(await sendTo(sender, other.url)).toMatchObject({ kind: 'delivered' });
    const outcome = await waiting;
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.timeout' });
    expect(outcome.ms).toBeLessThan(1_200);
    expect(hanging.connections).toHaveLength(1);
    expect(await first).toMatchObject({ code: 'webhook.timeout' });
  });

  it('by a name that is never resolved, costs no more than the time there is', async () => {
    const sender = senderWith({ resolve: () => new Promise(() => undefined) });
    const outcome = await sendTo(sender, 'http://hooks.example/', { timeoutMs: 200 });
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.timeout' });
  });
});

describe('a connection', () => {
  it('that nobody takes is refused', async () => {
    const { url, close } = await startReceiver(() => undefined);
    await close();
    expect(await sendOnce(url)).toMatchObject({ ...failed, code: 'webhook.connection_refused' });
  });

  it('that is closed at once is lost, and is not tried again', async () => {
    const { url, connections } = await rawReceiver((socket) => socket.destroy());
    expect(await sendOnce(url)).toMatchObject({ ...failed, code: 'webhook.connection_lost' });
    expect(connections).toHaveLength(1);
  });

  it('that breaks in the middle of the body is lost', async () => {
    const { url } = await rawReceiver((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf of'));
    expect(await sendOnce(url)).toMatchObject({ ...failed, status: 200, code: 'webhook.connection_lost' });
  });

  it.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['the protocol of another store', '-ERR unknown command\r\n'],
    ['a status of no number', 'HTTP/1.1 OK 200\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\n${`x-flood: ${'x'.repeat(1_000)}\r\n`.repeat(100)}`],
    ['a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n'],
  ])('on which %s comes has no answer', async (_, bytes) => {
    const { url } = await rawReceiver((socket) => socket.write(bytes));
    expect(await sendOnce(url)).toMatchObject({ ...failed, code: 'webhook.answer_invalid' });
  });

  it('that the receiver makes something else than HTTP fails', async () => {
    const head = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
    const { url } = await rawReceiver((socket) => socket.write(head));
    expect(await sendOnce(url)).toMatchObject({ ...failed, code: 'webhook.connection_lost' });
  });

  it('of a plain receiver is not secured', async () => {
    const { url } = await receiver((response) => response.end());
    const outcome = await sendOnce(url.replace('http:', 'https:'));
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.tls' });
  });

  it('to one host is one of a few', async () => {
    let most = 0;
    const { url, openCount, received } = await receiver((response) => {
      most = Math.max(most, openCount());
      setImmediate(() => response.end());
    });
    const sender = senderWith({ connectionsPerHostMax: 3 });
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => sendTo(sender, url)));
    expect(outcomes.filter(({ kind }) => kind === 'delivered')).toHaveLength(60);
    expect(received).toHaveLength(60);
    expect(most).toBe(3);
  });

  it('that is quiet because the receiver thinks is not idle', async () => {
    const { url } = await receiver((response) => void setTimeout(() => response.end(), 300));
    expect(await sendTo(senderWith({ idleMs: 50 }), url)).toMatchObject({ kind: 'delivered' });
  });

  it('that stands idle is closed', async () => {
    const { url, openCount } = await receiver((response) => response.end());
    await sendTo(senderWith({ idleMs: 50 }), url);
    await expect.poll(openCount).toBe(0);
  });
});

describe('a kept connection that the receiver had closed', () => {
  /** Takes one webhook a connection; at the next one it breaks, after its last words. */
  async function forgetful(lastWords: string) {
    const asked: string[] = [];
    const counts = new WeakMap<object, number>();
    const { url, connections } = await rawReceiver((socket, text) => {
      const count = (counts.get(socket) ?? 0) + 1;
      counts.set(socket, count);
      asked.push(/webhook-id: (\S+)/.exec(text)?.[1] ?? '');
      if (count === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      else if (lastWords === '') socket.resetAndDestroy();
      else socket.write(lastWords, () => socket.resetAndDestroy());
    });
    return { url, asked, connections };
  }

  it('is replaced by a new one within the same call', async () => {
    const { url, asked, connections } = await forgetful('');
    const sender = senderWith();
    expect(await sendTo(sender, url, { id: 'msg_1' })).toMatchObject({ kind: 'delivered' });
    expect(await sendTo(sender, url, { id: 'msg_2' })).toMatchObject({ kind: 'delivered' });
    expect(asked).toEqual(['msg_1', 'msg_2', 'msg_2']);
    expect(connections).toHaveLength(2);
  });

  it('is replaced as well for whoever waited until it was free', async () => {
    const { url, asked } = await forgetful('');
    const sender = senderWith({ connectionsPerHostMax: 1 });
    const both = await Promise.all([sendTo(sender, url, { id: 'msg_1' }), sendTo(sender, url, { id: 'msg_2' })]);
    expect(both).toMatchObject([{ kind: 'delivered' }, { kind: 'delivered' }]);
    expect(asked).toEqual(['msg_1', 'msg_2', 'msg_2']);
  });

  it('is replaced once, not again and again', async () => {
    let taken = 0;
    const asked: string[] = [];
    const { url } = await rawReceiver((socket, text) => {
      asked.push(/webhook-id: (\S+)/.exec(text)?.[1] ?? '');
      if (taken++ === 0) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      else socket.resetAndDestroy();
    });
    const sender = senderWith();
    expect(await sendTo(sender, url, { id: 'msg_1' })).toMatchObject({ kind: 'delivered' });
    expect(await sendTo(sender, url, { id: 'msg_2' })).toMatchObject({ ...failed, code: 'webhook.connection_lost' });
    expect(asked).toEqual(['msg_1', 'msg_2', 'msg_2']);
  });

  it('is not replaced when a byte of an answer had come', async () => {
    const { url, asked } = await forgetful('HTTP/1.1 200');
    const sender = senderWith();
    await sendTo(sender, url, { id: 'msg_1' });
    expect(await sendTo(sender, url, { id: 'msg_2' })).toMatchObject({ ...failed, code: 'webhook.connection_lost' });
    expect(asked).toEqual(['msg_1', 'msg_2']);
  });
});

describe('a connection by TLS', () => {
  const trusted = createOwnCertificate({ names: ['hooks.example'] });
  const expired = createOwnCertificate({ names: ['hooks.example'], endsInYear: '21' });
  const unknown = createOwnCertificate({ names: ['hooks.example'] });
  const toLoopback = resolverTo('127.0.0.1').resolve;
  beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), trusted.cert, expired.cert]));

  it('is made with a receiver whose certificate is trusted and bears its name', async () => {
    const { port, received, connections } = await receiver((response) => response.end(), { certificate: trusted });
    const sender = senderWith({ resolve: toLoopback });
    for (let n = 0; n < 3; n++) {
      expect(await sendTo(sender, `https://hooks.example:${port}/`)).toMatchObject({ kind: 'delivered' });
    }
    expect(received).toHaveLength(3);
    expect(connections).toHaveLength(1);
  });

  it.each([
    ['signed by nobody that is known', unknown, 'hooks.example'],
    ['for another name', trusted, 'other.example'],
    ['out of date', expired, 'hooks.example'],
  ])('fails with a certificate that is %s, before anything was sent', async (_, certificate, name) => {
    const { port, received } = await receiver((response) => response.end(), { certificate });
    const outcome = await sendTo(senderWith({ resolve: toLoopback }), `https://${name}:${port}/`);
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.tls' });
    expect(received).toHaveLength(0);
  });

  it('is verified even where the environment says otherwise', async () => {
    const { port, received } = await receiver((response) => response.end(), { certificate: unknown });
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    closing.push(() => {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    });
    const outcome = await sendTo(senderWith({ resolve: toLoopback }), `https://hooks.example:${port}/`);
    expect(outcome).toMatchObject({ code: 'webhook.tls' });
    expect(received).toHaveLength(0);
  });

  it('that breaks before it is made is lost', async () => {
    const { port } = await rawReceiver((socket) => socket.destroy());
    const outcome = await sendTo(senderWith({ resolve: toLoopback }), `https://hooks.example:${port}/`);
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.connection_lost' });
  });
});

describe('an address', () => {
  const publicOnly = { policy: { allowsPrivate: false } };

  it.each(['http://127.0.0.1', 'http://2130706433', 'http://[::ffff:127.0.0.1]'])(
    'of this machine, %s, is sent nothing unless that is allowed',
    async (origin) => {
      const { port, connections } = await receiver((response) => response.end());
      const url = `${origin}:${port}/`;
      expect(await sendTo(senderWith(publicOnly), url)).toMatchObject({ ...failed, code: 'webhook.address_private' });
      expect(connections).toHaveLength(0);
      expect(await sendOnce(url)).toMatchObject({ kind: 'delivered' });
    },
  );

  it('that a name resolves to is refused where it is private', async () => {
    const { port, connections } = await receiver((response) => response.end());
    const { resolve, asked } = resolverTo('127.0.0.1');
    const outcome = await sendTo(senderWith({ ...publicOnly, resolve }), `http://hooks.example:${port}/`);
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.address_private' });
    expect(asked).toEqual(['hooks.example']);
    expect(connections).toHaveLength(0);
  });

  it('of localhost is judged by what this machine says that it is', async () => {
    const { port, connections } = await receiver((response) => response.end());
    const outcome = await sendTo(senderWith(publicOnly), `http://localhost:${port}/`);
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.address_private' });
    expect(connections).toHaveLength(0);
  });

  it('is the one that was resolved for the check; a second answer is never asked for', async () => {
    const first = await receiver((response) => response.end());
    const { resolve, asked } = resolverTo('127.0.0.1', '192.0.2.1');
    const sender = senderWith({ resolve });
    for (let n = 0; n < 3; n++) {
      expect(await sendTo(sender, `http://hooks.example:${first.port}/`)).toMatchObject({ kind: 'delivered' });
    }
    expect(asked).toEqual(['hooks.example']);
    expect(first.received).toHaveLength(3);
  });

  it('of several is the first that takes the connection', async () => {
    const { port } = await receiver((response) => response.end());
    const addresses = [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    const sender = senderWith({ resolve: () => Promise.resolve(addresses) });
    expect(await sendTo(sender, `http://hooks.example:${port}/`)).toMatchObject({ kind: 'delivered' });
  });

  it('of a name that nobody knows is unknown', async () => {
    const resolve: Resolver = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const outcome = await sendTo(senderWith({ resolve }), 'http://hooks.example/');
    expect(outcome).toMatchObject({ ...failed, code: 'webhook.name_unknown' });
  });

  it('that is none is refused as what it is', async () => {
    expect(await sendOnce('ftp://example.com/')).toMatchObject({ ...failed, code: 'webhook.scheme' });
    expect(await sendOnce('hooks')).toMatchObject({ ...failed, code: 'webhook.url_invalid' });
  });
});

describe('whoever gives up', () => {
  it('ends a call that hangs, and is sent nothing more', async () => {
    const { url, received, openCount } = await receiver(() => undefined);
    const giving = new AbortController();
    const sending = senderWith().send(requestTo(url), giving.signal);
    await expect.poll(() => received.length).toBe(1);
    giving.abort();
    expect(await sending).toMatchObject({ ...failed, code: 'webhook.aborted' });
    await expect.poll(openCount).toBe(0);
  });

  it('before the call began sends nothing', async () => {
    const { url, connections } = await receiver((response) => response.end());
    expect(await senderWith().send(requestTo(url), AbortSignal.abort())).toMatchObject({ code: 'webhook.aborted' });
    expect(connections).toHaveLength(0);
  });

  it('leaves nothing behind on a signal that many calls share', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on('warning', note);
    closing.push(() => void process.off('warning', note));
    const { url } = await receiver((response) => response.end());
    const sender = senderWith();
    const { signal } = new AbortController();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => sender.send(requestTo(url), signal)));
    expect(outcomes.every(({ kind }) => kind === 'delivered')).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('by closing the sender ends what is under way and every connection, and sends nothing more', async () => {
    const hanging = await receiver(() => undefined);
    const idle = await receiver((response) => response.end());
    const sender = senderWith();
    await sendTo(sender, idle.url);
    expect(idle.openCount()).toBe(1);
    const sending = sendTo(sender, hanging.url);
    await expect.poll(() => hanging.received.length).toBe(1);
    sender.close();
    expect(await sending).toMatchObject({ ...failed, code: 'webhook.aborted' });
    expect(await sendTo(sender, idle.url)).toMatchObject({ ...failed, code: 'webhook.aborted' });
    await expect.poll(() => idle.openCount() + hanging.openCount()).toBe(0);
    expect(idle.received).toHaveLength(1);
  });

  it('lets no bug pass as a failure of the receiver', async () => {
    const { url, connections } = await receiver((response) => response.end());
    await expect(sendOnce(url, { id: 'two words' })).rejects.toThrow('letters, digits');
    await expect(sendOnce(url, { secrets: [] })).rejects.toThrow('at least one secret');
    expect(connections).toHaveLength(0);
  });
});
