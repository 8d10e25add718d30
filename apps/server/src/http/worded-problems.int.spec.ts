import { wordDetail, wordSentence } from '@perennial/contracts';
import type { Problem } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

let server: TestServer;
let analyst: string;
let administrator: string;
beforeAll(async () => {
  server = await startTestServer({ transport: 'inject' });
  analyst = await server.signIn('analyst');
  administrator = await server.signIn('administrator');
});
afterAll(() => server?.close());

async function toldIn(language: string, path: string, cookie = analyst): Promise<Problem> {
  const answer = await server.fetch(path, { headers: { cookie, 'accept-language': language } });
  return (await answer.json()) as Problem;
}

const chinese = /\p{Script=Han}/u;

describe('what is refused is said in the language that was asked for', () => {
  it('to who may not', async () => {
    const [zh, en] = [await toldIn('zh-CN', '/v1/audit'), await toldIn('en', '/v1/audit')];
    expect(zh.detail).toBe('需要以下角色之一：管理员。您的角色是分析师。');
    expect(en.detail).toBe('This needs one of these roles: administrator. Yours is analyst.');
    expect(zh.said).toEqual(en.said);
    expect(wordSentence(en.said ?? { code: '', params: {} }, 'zh')).toMatch(chinese);
  });

  it.each(['/v1/audit?action=member.kissed', '/v1/audit.csv?action=member.kissed'])(
    'to who asks for what there is not, with what there is: %s',
    async (path) => {
      const [zh, en] = [await toldIn('zh-CN', path, administrator), await toldIn('en', path, administrator)];
      for (const { errors } of [zh, en]) expect(errors?.[0]?.message).toContain('installation.restored');
      expect(zh.errors?.[0]?.message).toMatch(chinese);
      expect(en.errors?.[0]?.message).toMatch(/^action must be one of: /);
      expect(zh.errors?.map(({ code, params }) => [code, params])).toEqual(
        en.errors?.map(({ code, params }) => [code, params]),
      );
    },
  );
});

describe('what a schema refuses is said in English', () => {
  it.each([
    ['a parameter that there is not', '/v1/quarantine?limti=1'],
    ['a parameter where there is none', '/v1/installation?limti=1'],
    ['a number out of range', '/v1/quarantine?limit=0'],
    ['a value of no list', '/v1/quarantine?status=open'],
    ['an id that is none', '/v1/quarantine/1'],
  ])('with the code by which it is worded in Chinese, for %s', async (_name, path) => {
    const [zh, en] = [await toldIn('zh-CN', path), await toldIn('en', path)];
    expect(zh.errors).toEqual(en.errors);
    expect(en.errors).toHaveLength(1);
    for (const detail of en.errors ?? []) {
      expect(detail.message).not.toMatch(chinese);
      expect(wordDetail(detail, 'zh')).toMatch(chinese);
    }
  });

  it('and by codes and places that are the same in both', async () => {
    const [zh, en] = await Promise.all(
      ['zh', 'en'].map(async (language) => {
        const { code, errors } = await toldIn(language, '/v1/quarantine?status=open&limit=0');
        return [code, errors?.map((one) => one.path)];
      }),
    );
    expect(zh).toEqual(en);
    expect(zh).toEqual(['request.invalid', ['/query/limit', '/query/status']]);
  });
});
