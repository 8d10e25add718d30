import { expect, it } from 'vitest';
import { hostOf } from './host-of.ts';

it('shows of an address its host and port alone', () => {
  expect(hostOf('https://crm.example.com/hooks?token=abc')).toBe('crm.example.com');
  expect(hostOf('http://127.0.0.1:4000/x')).toBe('127.0.0.1:4000');
});

it('leaves a host that was told alone as it is, and what is no address', () => {
  expect(hostOf('crm.example.com:8443')).toBe('crm.example.com:8443');
  expect(hostOf('???')).toBe('???');
});
