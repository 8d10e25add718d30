import { expect, it } from 'vitest';
import { operationsOf } from './operations.ts';
import type { Operation } from './operations.ts';
import { requestOf } from './send-call.ts';

const parameter = (name: string, place: string) => ({ name, in: place, required: true, schema: { type: 'string' } });
const [operation] = operationsOf({
  paths: {
    '/v1/members/{memberId}/tags/{tag}': {
      put: {
        operationId: 'members.addTag',
        parameters: [
          parameter('memberId', 'path'),
          parameter('tag', 'path'),
          parameter('asOf', 'query'),
          parameter('Idempotency-Key', 'header'),
        ],
        requestBody: { content: { 'application/json': { schema: {} } } },
      },
    },
  },
}) as readonly [Operation];

it('puts each value where it belongs, written so that it cannot leave its place', () => {
  const values = { memberId: 'phone:+86', tag: '../../session', asOf: 'a&b=c', 'Idempotency-Key': 'k1' };
  expect(requestOf(operation, values, '{"a":1}')).toEqual({
    url: '/v1/members/phone%3A%2B86/tags/..%2F..%2Fsession?asOf=a%26b%3Dc',
    init: {
      method: 'PUT',
      headers: { 'Idempotency-Key': 'k1', 'content-type': 'application/json' },
      body: '{"a":1}',
    },
  });
});

it('leaves out what nothing is said of', () => {
  expect(requestOf({ ...operation, body: 'none' }, { memberId: 'm', tag: 't', asOf: '' }, '')).toEqual({
    url: '/v1/members/m/tags/t',
    init: { method: 'PUT', headers: {} },
  });
});
