import { describe, expect, it } from 'vitest';
import { payloadText } from './payload-text.ts';

describe('a payload for the lens', () => {
  it('has numbers that are too great with an exponent, which are the same numbers', () => {
    const payload = { a: 1e20, b: [-1e20, 18_446_744_073_709_552_000], c: { d: 9_223_372_036_854_776_000 } };
    const text = payloadText(JSON.stringify(payload));
    expect(text).toBe(
      '{"a":100000000000000000000e0,"b":[-100000000000000000000e0,18446744073709552000e0],"c":{"d":9223372036854776000e0}}',
    );
    expect(JSON.parse(text)).toEqual(payload);
  });

  it('keeps texts and all other numbers', () => {
    const text = JSON.stringify({
      'n 100000000000000000000': 'x"\\100000000000000000000',
      s: '1234567890123456789012',
      f: 1.5,
      e: 1e21,
    });
    expect(payloadText(text)).toBe(text);
    expect(payloadText('{"f":0.12345678901234567890,"i":123}')).toBe('{"f":0.12345678901234567890,"i":123}');
  });
});
