import { beforeAll, describe, expect, it } from 'vitest';
import { verifySnippet } from './verify-snippet.ts';

/** The example that the specification of Standard Webhooks publishes. */
const published = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const headers = {
  'webhook-id': published.id,
  'webhook-timestamp': String(published.at),
  'webhook-signature': published.signature,
};

interface Snippet {
  readonly isGenuine: (
    secret: string,
    headers: Readonly<Record<string, string>>,
    rawBody: string,
    nowSeconds?: number,
  ) => boolean;
}

describe('the snippet that verifies a call', () => {
  let snippet: Snippet;

  beforeAll(async () => {
    snippet = await import(`data:text/javascript,${encodeURIComponent(verifySnippet)}`);
  });

  it('takes what is signed, also beside the signature of another secret', () => {
    expect(snippet.isGenuine(published.secret, headers, published.body, published.at + 10)).toBe(true);
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${published.signature}` };
    expect(snippet.isGenuine(published.secret, both, published.body, published.at)).toBe(true);
  });

  it('refuses a body that was changed, a signature of somebody else, and none', () => {
    expect(snippet.isGenuine(published.secret, headers, `${published.body} `, published.at)).toBe(false);
    expect(
      snippet.isGenuine(published.secret, { ...headers, 'webhook-signature': 'v1,AAAA' }, published.body, published.at),
    ).toBe(false);
    const { 'webhook-signature': _, ...unsigned } = headers;
    expect(snippet.isGenuine(published.secret, unsigned, published.body, published.at)).toBe(false);
  });

  it('refuses what was signed long ago, and what says no time', () => {
    expect(snippet.isGenuine(published.secret, headers, published.body, published.at + 301)).toBe(false);
    expect(snippet.isGenuine(published.secret, headers, published.body)).toBe(false);
    expect(
      snippet.isGenuine(published.secret, { ...headers, 'webhook-timestamp': '' }, published.body, Number.NaN),
    ).toBe(false);
  });
});
