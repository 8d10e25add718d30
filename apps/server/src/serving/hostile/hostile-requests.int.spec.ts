import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServedPlatform } from '../testing/served-platform.ts';
import { assault } from './assault.ts';
import type { Assault } from './assault.ts';
import { startUnderAssault } from './under-assault.ts';

const seed = 20_261_130;
let served: ServedPlatform;
let target: Omit<Assault, 'seed' | 'requests'>;

beforeAll(async () => {
  ({ served, target } = await startUnderAssault());
});
afterAll(() => served?.close());

async function codeOf(path: string, init: RequestInit = {}): Promise<unknown> {
  const cookie = target.credentials.get('administrator')?.[0]?.slice('cookie: '.length) ?? '';
  const headers = { cookie, 'content-type': 'application/json' };
  const answer = await fetch(served.address + path, { ...init, headers });
  return [answer.status, ((await answer.json()) as { code?: string }).code];
}

const cursorOf = (...values: readonly unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

it.each([
  ['a cursor below zero', `/v1/facts/tail?cursor=${cursorOf(-1)}`, 'request.cursor_invalid'],
  ['a cursor beyond what a number holds', `/v1/audit?cursor=${cursorOf(2 ** 63)}`, 'request.cursor_invalid'],
  ['a cursor with half a character', `/v1/users?cursor=${cursorOf('\ud800')}`, 'request.cursor_invalid'],
  ['the year 0', '/v1/overview/stages?asOf=0000-01-01T00:00:00%2B14:00', 'request.invalid'],
  ['a parameter that there is not', '/v1/members?limti=1', 'request.invalid'],
  ['a parameter where there is none', '/v1/program?limit=1', 'request.invalid'],
  ['a path with a null byte', '/v1/imports/a%00b', 'request.malformed_url'],
  ['a path that is no UTF-8', '/v1/members/%ff', 'request.malformed_url'],
])('refuses %s', async (_name, path, code) => {
  expect(await codeOf(path)).toEqual([400, code]);
});

it.each([
  ['a version beyond its column', '/v1/program/roll-backs', { toVersion: 2 ** 31, currentVersion: 1 }],
  [
    'a key that would outlive the calendar, and then every list of keys',
    '/v1/keys',
    { kind: 'api', name: 'k', scopes: ['members.read'], expiresAt: '9999-12-31T23:59:59-12:00' },
  ],
])('refuses %s', async (_name, path, body) => {
  expect(await codeOf(path, { method: 'POST', body: JSON.stringify(body) })).toEqual([400, 'request.invalid']);
});

it('refuses a body that is nested too deep also where the route has none', async () => {
  const body = '['.repeat(5_000) + ']'.repeat(5_000);
  const path = `/v1/members/${served.memberId}/tags/vip`;
  expect(await codeOf(path, { method: 'PUT', body })).toEqual([400, 'request.too_deep']);
});

it('answers 5,000 hostile requests by what they ask for or by a problem with a code, and never by an error of its own', async () => {
  const { faults, statuses } = await assault({ ...target, seed, requests: 5_000 });
  expect(faults, faults.join('\n\n')).toEqual([]);
  // What is refused at the first look alone would prove little.
  expect(statuses[200]).toBeGreaterThan(250);
  expect((await fetch(`${served.address}/health/ready`)).status).toBe(200);
}, 180_000);
