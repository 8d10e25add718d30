import { beforeAll, describe, expect, it } from 'vitest';
import { verifySnippet } from './verify-snippet.ts';

/** The example that the specification of Standard Webhooks publishes. */
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const signedAt = 1_614_265_330;
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(signedAt),
  'webhook-signature': signature,
};
const call = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  headers,
  rawBody: '{"test": 2432232314}',
  nowSeconds: signedAt + 10,
};

interface Snippet {
  readonly isGenuine: (received: object) => boolean;
}

describe('the snippet that verifies a call', () => {
  let snippet: Snippet;

  beforeAll(async () => {
    snippet = await import(`data:text/javascript,${encodeURIComponent(verifySnippet)}`);
  });

  it('takes what is signed, also beside the signature of another secret', () => {
    expect(snippet.isGenuine(call)).toBe(true);
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${signature}` };
    expect(snippet.isGenuine({ ...call, headers: both })).toBe(true);
  });

  it('refuses a body that was changed, another secret, a signature of somebody else, and none', () => {
    expect(snippet.isGenuine({ ...call, rawBody: `${call.rawBody} ` })).toBe(false);
    expect(snippet.isGenuine({ ...call, secret: 'whsec_AAAA' })).toBe(false);
    expect(snippet.isGenuine({ ...call, headers: { ...headers, 'webhook-signature': 'v1,AAAA' } })).toBe(false);
    const { 'webhook-signature': _, ...unsigned } = headers;
    expect(snippet.isGenuine({ ...call, headers: unsigned })).toBe(false);
  });

  it('refuses what was signed long ago, and what says no time', () => {
    expect(snippet.isGenuine({ ...call, nowSeconds: signedAt + 301 })).toBe(false);
    expect(snippet.isGenuine({ ...call, nowSeconds: undefined })).toBe(false);
    expect(snippet.isGenuine({ ...call, headers: { ...headers, 'webhook-timestamp': 'today' } })).toBe(false);
  });
});
