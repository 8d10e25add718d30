import type { LookupAddress, LookupOptions } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { checkUrl, createLookup, isPublicAddress, urlCharactersMax } from './address.ts';
import type { Resolver } from './address.ts';

const publicOnly = { allowsPrivate: false };
const anywhere = { allowsPrivate: true };

const publicAddresses = [
  '1.0.0.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '168.63.129.15',
  '168.63.129.17',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.0.3.0',
  '192.88.98.255',
  '192.88.100.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '198.51.99.255',
  '198.51.101.0',
  '203.0.112.255',
  '203.0.114.0',
  '223.255.255.255',
  '2000::1',
  '2001:200::1',
  '2001:db7:ffff:ffff::1',
  '2001:db9::1',
  '2003::1',
  '2400:3200::1',
  '2606:4700:4700::1111',
  '3ffe::1',
  '3fff:1000::1',
  '::ffff:8.8.8.8',
  '::ffff:808:808',
  '64:ff9b::8.8.8.8',
  '64:ff9b::808:808',
];

const otherAddresses = [
  '0.0.0.0',
  '0.255.255.255',
  '10.0.0.0',
  '10.255.255.255',
  '100.64.0.0',
  '100.100.100.200',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.255',
  '168.63.129.16',
  '169.254.0.1',
  '169.254.169.254',
  '169.254.255.255',
  '172.16.0.0',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.0',
  '192.168.255.255',
  '198.18.0.0',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::127.0.0.1',
  '::8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '0:0:0:0:0:ffff:c0a8:1',
  '::ffff:0:8.8.8.8',
  '64:ff9b::127.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::192.168.1.1',
  '64:ff9b:1::1',
  '64:ff9b:1::8.8.8.8',
  '100::1',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:1ff:ffff::1',
  '2001:10::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '2002:808:808::1',
  '3fff::1',
  '3fff:fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fdff:ffff::1',
  'fe80::1',
  'fe80::1%eth0',
  '2606:4700:4700::1111%eth0',
  'febf::1',
  'fec0::1',
  'ff02::1',
  'ff0e::1',
];

describe('an address', () => {
  it.each(publicAddresses)('%s is public', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  it.each(otherAddresses)('%s is not public', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });

  it.each(['', 'example.com', '8.8.8', '8.8.8.8.8', '08.8.8.8', '8.8.8.8:80', '[2606:4700:4700::1111]', '8.8.8.8 '])(
    '%j is none',
    (ip) => {
      expect(isPublicAddress(ip)).toBe(false);
    },
  );
});

describe('the address of a webhook', () => {
  it.each([
    'https://example.com',
    'https://example.com/hooks?shop=1&shop=2',
    'http://example.com:8080/hooks',
    'HTTPS://Example.COM/Hooks',
    'https://例子.测试/挂钩',
    'https://example.com:65535/',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]:8443/',
    'https://[::ffff:8.8.8.8]/',
    'https://localhost/judged-by-what-it-resolves-to',
    'https://printer.local/',
    'https://metadata.internal/',
    `https://example.com/${'a'.repeat(urlCharactersMax - 20)}`,
  ])('may be %s', (text) => {
    expect(checkUrl(text, publicOnly)).toEqual({ isAllowed: true, url: new URL(text) });
  });

  it.each([
    ['webhook.url_invalid', ''],
    ['webhook.url_invalid', 'example.com/hooks'],
    ['webhook.url_invalid', '/hooks'],
    ['webhook.url_invalid', '//example.com'],
    ['webhook.url_invalid', 'https://'],
    ['webhook.url_invalid', 'https:///example.com'],
    ['webhook.url_invalid', 'https:example.com'],
    ['webhook.url_invalid', 'https:\\\\example.com'],
    ['webhook.url_invalid', ' https://example.com'],
    ['webhook.url_invalid', 'https://example.com/a b'],
    ['webhook.url_invalid', 'https://exam\tple.com'],
    ['webhook.url_invalid', 'https://example.com/\r\nx: 1'],
    ['webhook.url_invalid', 'https://example.com:0/'],
    ['webhook.url_invalid', 'https://example.com:65536/'],
    ['webhook.url_invalid', 'https://example.com:http/'],
    ['webhook.url_invalid', 'https://256.1.1.1/'],
    ['webhook.url_invalid', 'https://[::1/'],
    ['webhook.url_invalid', 'https://[fe80::1%25eth0]/'],
    ['webhook.url_too_long', `https://example.com/${'a'.repeat(urlCharactersMax)}`],
    ['webhook.url_too_long', `https://example.com/${'挂'.repeat(urlCharactersMax / 3)}`],
    ['webhook.scheme', 'ftp://example.com/'],
    ['webhook.scheme', 'file:///etc/passwd'],
    ['webhook.scheme', 'javascript:alert(1)'],
    ['webhook.scheme', 'unix:/var/run/docker.sock'],
    ['webhook.scheme', 'wss://example.com/'],
    ['webhook.credentials', 'https://user:word@example.com/'],
    ['webhook.credentials', 'https://user@example.com/'],
    ['webhook.credentials', 'https://:word@example.com/'],
    ['webhook.fragment', 'https://example.com/#hooks'],
    ['webhook.fragment', 'https://example.com/#'],
  ])('is refused with %s: %j', (code, text) => {
    expect(checkUrl(text, publicOnly)).toEqual({ isAllowed: false, code });
    expect(checkUrl(text, anywhere)).toEqual({ isAllowed: false, code });
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1:5432/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://017700000001/',
    'http://0177.0.0.1/',
    'http://１２７.0.0.1/',
    'http://%31%32%37.0.0.1/',
    'http://0/',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://100.100.100.200/latest/meta-data/',
    'http://192.168.1/',
    'http://[::]/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
  ])('may be %s where private addresses are allowed, and nowhere else', (text) => {
    expect(checkUrl(text, publicOnly)).toEqual({ isAllowed: false, code: 'webhook.address_private' });
    expect(checkUrl(text, anywhere)).toMatchObject({ isAllowed: true });
  });
});

interface Found {
  readonly error: unknown;
  readonly address: string | readonly LookupAddress[];
  readonly family: number | undefined;
}

function look(lookup: ReturnType<typeof createLookup>, options: LookupOptions = { all: true }): Promise<Found> {
  return new Promise((resolve) => {
    lookup('hooks.example', options, (error, address, family) => resolve({ error, address, family }));
  });
}

/** Answers each question by the next of its answers, and counts them. */
function scripted(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolve: Resolver = (hostname) => {
    asked.push(hostname);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    return Promise.resolve(answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
  return { asked, resolve };
}

describe('the lookup', () => {
  it('hands on all addresses of a name, which were judged', async () => {
    const { resolve } = scripted(['93.184.215.14', '2606:2800:21f::1']);
    expect(await look(createLookup(publicOnly, resolve))).toMatchObject({
      error: null,
      address: [
        { address: '93.184.215.14', family: 4 },
        { address: '2606:2800:21f::1', family: 6 },
      ],
    });
  });

  it('hands on one address to whoever asks for one, of the family that is asked for', async () => {
    const { resolve } = scripted(['2606:2800:21f::1', '93.184.215.14']);
    const lookup = createLookup(publicOnly, resolve);
    expect(await look(lookup, {})).toEqual({ error: null, address: '2606:2800:21f::1', family: 6 });
    expect(await look(lookup, { family: 4 })).toEqual({ error: null, address: '93.184.215.14', family: 4 });
  });

  it.each([
    [['127.0.0.1']],
    [['::1']],
    [['93.184.215.14', '10.0.0.1']],
    [['10.0.0.1', '93.184.215.14']],
    [['2606:2800:21f::1', 'fd00::1']],
    [['::ffff:169.254.169.254']],
  ])('refuses a name with the addresses %j', async (addresses) => {
    const found = await look(createLookup(publicOnly, scripted(addresses).resolve));
    expect(found).toMatchObject({ error: { code: 'webhook.address_private' }, address: '' });
    // Asking for one family does not hide the other.
    const ofOneFamily = await look(createLookup(publicOnly, scripted(addresses).resolve), { family: 4 });
    expect(ofOneFamily).toMatchObject({ error: { code: 'webhook.address_private' } });
  });

  it('lets private addresses pass where they are allowed', async () => {
    const found = await look(createLookup(anywhere, scripted(['10.0.0.1']).resolve));
    expect(found).toMatchObject({ error: null, address: [{ address: '10.0.0.1', family: 4 }] });
  });

  it('asks once a connection, so that a name cannot answer the check and the connection differently', async () => {
    const rebinding = scripted(['93.184.215.14'], ['127.0.0.1']);
    const lookup = createLookup(publicOnly, rebinding.resolve);
    expect(await look(lookup)).toMatchObject({ error: null, address: [{ address: '93.184.215.14' }] });
    expect(rebinding.asked).toEqual(['hooks.example']);
    expect(await look(lookup)).toMatchObject({ error: { code: 'webhook.address_private' } });
  });

  it('asks once for all who ask at the same time, and again afterwards', async () => {
    const { asked, resolve } = scripted(['93.184.215.14']);
    const lookup = createLookup(publicOnly, resolve);
    await Promise.all([look(lookup), look(lookup), look(lookup)]);
    expect(asked).toHaveLength(1);
    await look(lookup);
    expect(asked).toHaveLength(2);
  });

  it('says that a name is unknown, also one without addresses, and asks again the next time', async () => {
    expect(await look(createLookup(anywhere, scripted([]).resolve))).toMatchObject({ error: { code: 'ENOTFOUND' } });
    const { resolve } = scripted(['93.184.215.14']);
    expect(await look(createLookup(anywhere, resolve), { family: 6 })).toMatchObject({ error: { code: 'ENOTFOUND' } });
    let isDown = true;
    const failing: Resolver = (hostname) =>
      isDown ? Promise.reject(Object.assign(new Error('away'), { code: 'EAI_AGAIN' })) : resolve(hostname);
    const lookup = createLookup(publicOnly, failing);
    expect(await look(lookup)).toMatchObject({ error: { code: 'EAI_AGAIN' } });
    isDown = false;
    expect(await look(lookup)).toMatchObject({ error: null });
  });

  it('judges localhost by what this machine says that it is', async () => {
    const found = await new Promise<unknown>((resolve) => {
      createLookup(publicOnly)('localhost', { all: true }, (error) => resolve(error));
    });
    expect(found).toMatchObject({ code: 'webhook.address_private' });
  });
});
