import { describe, expect, it } from 'vitest';
import { findTotpStep, toBase32, totpCodeAt, totpStepAt, toTotpUri } from './totp.ts';

/** The secret of the test vectors. */
const secret = Buffer.from('12345678901234567890');

describe('a code by time', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('is that of RFC 6238, appendix B, at %i seconds', (seconds, code) => {
    expect(totpCodeAt(secret, totpStepAt(seconds * 1000), 8)).toBe(code);
  });

  it.each([
    [0, '755224'],
    [1, '287082'],
    [9, '520489'],
  ])('is that of RFC 4226, appendix D, for the counter %i', (counter, code) => {
    expect(totpCodeAt(secret, counter)).toBe(code);
  });

  it('is taken in the step before and after its own, and not beyond', () => {
    const step = 50_000_000;
    const code = totpCodeAt(secret, step);
    const at = (steps: number) => findTotpStep(secret, code, (step + steps) * 30_000 + 15_000);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, step, step, step, undefined]);
    expect(findTotpStep(secret, code.slice(1), step * 30_000)).toBeUndefined();
  });
});

it.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('writes %o in base 32 as RFC 4648, section 10, does', (text, written) => {
  expect(toBase32(Buffer.from(text))).toBe(written);
});

it('names issuer and account for the authenticator', () => {
  expect(toTotpUri(secret, 'mei+a@example.com')).toBe(
    'otpauth://totp/Perennial:mei%2Ba%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Perennial&algorithm=SHA1&digits=6&period=30',
  );
});
