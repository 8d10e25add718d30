import { routes } from '@perennial/contracts';
import type { RouteGroup } from '@perennial/contracts';
import { expect, it } from 'vitest';
import { createOpenApiDocument } from './document.ts';
import { isObject } from './json.ts';

const document = createOpenApiDocument('0.0.0-test');

function operationOf(method: string, path: string) {
  const paths = document['paths'];
  const item = isObject(paths) ? paths[path] : undefined;
  const operation = isObject(item) ? item[method.toLowerCase()] : undefined;
  return isObject(operation) ? operation : {};
}

it('describes the key of every command, and asks for none elsewhere', () => {
  for (const route of Object.values<RouteGroup>(routes).flatMap((group) => Object.values(group))) {
    const { parameters } = operationOf(route.method, route.path);
    const headers = (Array.isArray(parameters) ? parameters : []).filter(
      (one) => isObject(one) && one['in'] === 'header',
    );
    const key = { name: 'Idempotency-Key', required: route.command === 'required', schema: { type: 'string' } };
    expect(headers, `${route.method} ${route.path}`).toMatchObject(route.command === undefined ? [] : [key]);
    expect(headers).toHaveLength(route.command === undefined ? 0 : 1);
  }
});

it('says in the path how a member may be named', () => {
  const { parameters } = operationOf('GET', '/v1/members/{memberId}');
  const [memberId] = Array.isArray(parameters) ? parameters : [];
  expect(memberId).toMatchObject({ name: 'memberId', in: 'path', required: true });
  expect(JSON.stringify(memberId)).toContain('phone:+8613800138000');
});

it('names the capability that a route needs, and none where being signed in is enough', () => {
  expect(operationOf('GET', '/v1/members')['x-capability']).toBe('members.read');
  expect(operationOf('GET', '/v1/installation')).not.toHaveProperty('x-capability');
});
