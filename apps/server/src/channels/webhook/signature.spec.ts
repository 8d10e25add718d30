import { describe, expect, it } from 'vitest';
import { createSecret, readSecret, sign } from './signature.ts';

/** Published with the libraries of Standard Webhooks, where the tests of each of them hold it. */
const published = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  message: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestampSeconds: 1_614_265_330, body: '{"test": 2432232314}' },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

function keyOf(secret: string): Uint8Array {
  const key = readSecret(secret);
  if (key === null) throw new Error('The secret of a test must be one.');
  return key;
}

function secretOf(bytes: number): string {
  return `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
}

describe('a signature', () => {
  const key = keyOf(published.secret);

  it('is the one that the standard publishes', () => {
    expect(sign([key], published.message)).toBe(published.signature);
  });

  it('is made once a secret, the first secret first, while one rotates', () => {
    const newer = keyOf(secretOf(32));
    expect(sign([newer, key], published.message)).toBe(`${sign([newer], published.message)} ${published.signature}`);
    expect(sign([newer], published.message)).not.toBe(published.signature);
  });

  it('covers the body by its bytes (worked out with openssl), whatever it is written in', () => {
    const body = '{"name":"会员"}';
    expect(sign([key], { ...published.message, body })).toBe('v1,WSglx6NARtpam4EBex3HFlYgldJNwVOStUXEGXKhdQQ=');
  });

  it.each([
    ['id', { id: 'msg_other' }],
    ['timestamp', { timestampSeconds: 1_614_265_331 }],
    ['body', { body: '{"test": 2432232315}' }],
  ])('is another one for another %s', (_, change) => {
    expect(sign([key], { ...published.message, ...change })).not.toBe(published.signature);
  });

  it.each(['msg.1614265330', '', 'msg_1\r\nx-other: 1', '会员'])('is not made for the id %j', (id) => {
    expect(() => sign([key], { ...published.message, id })).toThrow('letters, digits');
  });

  it('is not made without a secret, nor for half a second', () => {
    expect(() => sign([], published.message)).toThrow('at least one secret');
    expect(() => sign([key], { ...published.message, timestampSeconds: 1.5 })).toThrow('whole seconds');
  });
});

describe('a secret', () => {
  it('is new each time, and 32 bytes', () => {
    const secrets = Array.from({ length: 20 }, createSecret);
    expect(new Set(secrets).size).toBe(20);
    expect(secrets.map((secret) => readSecret(secret)?.length)).toEqual(Array(20).fill(32));
  });

  it.each([24, 32, 63, 64])('is read with %i bytes', (bytes) => {
    expect(readSecret(secretOf(bytes))).toEqual(Buffer.alloc(bytes, 7));
  });

  it.each([
    ['too short', secretOf(23)],
    ['too long', secretOf(65)],
    ['empty', 'whsec_'],
    ['without its prefix', published.secret.slice('whsec_'.length)],
    ['with another prefix', published.secret.replace('whsec_', 'whsk_')],
    ['with a blank', `${published.secret} `],
    ['with a line break', `${published.secret}\n`],
    ['in the alphabet of addresses', `whsec_${Buffer.alloc(32, 255).toString('base64url')}`],
    ['without its padding', secretOf(32).replace('=', '')],
    ['in hex', `whsec_${Buffer.alloc(32, 7).toString('hex').slice(0, 62)}g!`],
    ['with what is no base64', published.secret.replace('M', '*')],
  ])('is not read when it is %s', (_, text) => {
    expect(readSecret(text)).toBeNull();
  });
});
