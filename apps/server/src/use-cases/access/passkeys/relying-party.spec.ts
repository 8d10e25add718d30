import { describe, expect, it } from 'vitest';
import { findRelyingParty, requireRelyingParty } from './relying-party.ts';

describe('whom passkeys are kept for', () => {
  it.each([
    ['https://members.example.com', 'members.example.com', 'https://members.example.com'],
    ['https://members.example.com:8443/console', 'members.example.com', 'https://members.example.com:8443'],
    ['http://localhost:4600', 'localhost', 'http://localhost:4600'],
    ['http://till.localhost:4600', 'till.localhost', 'http://till.localhost:4600'],
  ])('is, at %s, the name alone, asked for by that origin', (publicUrl, id, origin) => {
    expect(findRelyingParty(publicUrl)).toEqual({ id, origin });
  });

  it.each([
    ['', 'There is no public address.'],
    ['http://127.0.0.1:4600', 'The public address is http://127.0.0.1:4600.'],
    ['https://10.0.0.7', 'The public address is https://10.0.0.7.'],
    ['https://[2001:db8::1]', 'The public address is https://[2001:db8::1].'],
    ['http://members.example.com', 'The public address is http://members.example.com.'],
    ['members.example.com', 'The public address is members.example.com.'],
  ])('is nobody at "%s", and that is said', (publicUrl, detail) => {
    expect(findRelyingParty(publicUrl)).toBeUndefined();
    expect(() => requireRelyingParty(publicUrl)).toThrow(
      expect.objectContaining({ code: 'passkey.address_needed', facts: { detail } }),
    );
  });
});
