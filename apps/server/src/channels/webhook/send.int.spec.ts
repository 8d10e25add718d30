import { afterEach, describe, expect, it } from 'vitest';
import { createSecret, readSecret, sign } from './signature.ts';
import {
  closeAll,
  receiver,
  rawReceiver,
  senderWith,
  key,
  nowMs,
  requestTo,
  sendTo,
  sendOnce,
  failed,
  closing,
} from './testing/sending.ts';

/** Webhooks sent to servers that listen on the loopback, and answer in every way that a receiver can. */

afterEach(closeAll);

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
