import { afterEach, expect, it, vi } from 'vitest';
import { takeAhead } from './ahead.ts';

afterEach(() => {
  globalThis.perennialAhead = undefined;
  vi.restoreAllMocks();
});

it('gives what was asked for ahead once, and lets nothing be asked for ahead any more', () => {
  vi.spyOn(performance, 'now').mockReturnValue(500);
  const answer = Promise.resolve(new Response('{}'));
  globalThis.perennialAhead = { '/v1/session': answer };
  expect(takeAhead('/v1/session')).toBe(answer);
  expect(takeAhead('/v1/session')).toBeUndefined();
  expect(takeAhead('/v1/program')).toBeUndefined();
  globalThis.perennialAhead = undefined;
  expect(takeAhead('/v1/session')).toBeUndefined();
  expect(globalThis.perennialAhead).toEqual({});
});

it('gives none that is old', () => {
  globalThis.perennialAhead = { '/v1/session': Promise.resolve(new Response('{}')) };
  vi.spyOn(performance, 'now').mockReturnValue(60_000);
  expect(takeAhead('/v1/session')).toBeUndefined();
});
