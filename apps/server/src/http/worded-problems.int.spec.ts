import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

let server: TestServer;
let analyst: string;
beforeAll(async () => {
  server = await startTestServer({ transport: 'inject' });
  analyst = await server.signIn('analyst');
});
afterAll(() => server?.close());

interface Told {
  readonly detail?: string;
  readonly errors?: readonly { readonly message: string }[];
}

async function toldIn(language: string, path: string, init: RequestInit = {}): Promise<Told> {
  const headers = { cookie: analyst, 'accept-language': language, 'content-type': 'application/json' };
  const answer = await server.fetch(path, { ...init, headers });
  const { detail, errors } = (await answer.json()) as Told;
  return { ...(detail === undefined ? {} : { detail }), ...(errors === undefined ? {} : { errors }) };
}

const chinese = /\p{Script=Han}/u;

describe('what is refused is said in the language that was asked for', () => {
  it('to who may not', async () => {
    expect((await toldIn('zh-CN', '/v1/audit')).detail).toBe('需要以下角色之一：管理员。您的角色是分析师。');
    expect((await toldIn('en', '/v1/audit')).detail).toBe(
      'This needs one of these roles: administrator. Yours is analyst.',
    );
  });

  it.each([
    ['a parameter that there is not', '/v1/quarantine?limti=1'],
    ['a parameter where there is none', '/v1/installation?limti=1'],
    ['a number out of range', '/v1/quarantine?limit=0'],
    ['a value of no list', '/v1/quarantine?status=open'],
    ['an id that is none', '/v1/quarantine/1'],
  ])('for %s', async (_name, path) => {
    const [zh, en] = [await toldIn('zh-CN', path), await toldIn('en', path)];
    expect(zh.errors?.map(({ message }) => chinese.test(message))).toEqual([true]);
    expect(en.errors?.map(({ message }) => chinese.test(message))).toEqual([false]);
  });

  it('and by codes and places that are the same in both', async () => {
    const [zh, en] = await Promise.all(
      ['zh', 'en'].map(async (language) => {
        const headers = { cookie: analyst, 'accept-language': language };
        const answer = await server.fetch('/v1/quarantine?status=open&limit=0', { headers });
        const { code, errors } = (await answer.json()) as { code: string; errors: readonly { path: string }[] };
        return [code, errors.map((one) => one.path)];
      }),
    );
    expect(zh).toEqual(en);
    expect(zh).toEqual(['request.invalid', ['/query/limit', '/query/status']]);
  });
});
