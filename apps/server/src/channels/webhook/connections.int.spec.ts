import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Resolver } from './address.ts';
import { createOwnCertificate } from './testing/certificate.ts';
import { startReceiver } from './testing/receivers.ts';
import {
  closeAll,
  receiver,
  rawReceiver,
  senderWith,
  sendTo,
  sendOnce,
  resolverTo,
  failed,
  closing,
} from './testing/sending.ts';

/** How webhooks get to servers that listen on the loopback: connections that are new, kept and lost, by TLS, and where none may go. */

afterEach(closeAll);

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
