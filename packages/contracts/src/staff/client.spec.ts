import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { routes } from './routes.ts';
import type { RouteGroup } from '../route/route.ts';
import { ApiError } from '../client/api-error.ts';
import { createClient } from './client.ts';
import { urlOf } from '../client/url.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit | undefined;
}

function clientThatAnswers(body: unknown, status = 200) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init?: RequestInit) => {
    sent.push({ url, init });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
  return { sent, client: createClient({ baseUrl: 'https://p.example', fetch, apiKey: 'sk_api_x' }) };
}

describe('the client', () => {
  it('has a function for every route of the table', () => {
    const { client } = clientThatAnswers({});
    for (const [group, members] of Object.entries<RouteGroup>(routes)) {
      expect(Object.keys(client[group as keyof typeof client])).toEqual(Object.keys(members));
    }
  });

  it('is used as the page on the API shows', async () => {
    const { sent, client: perennial } = clientThatAnswers({ items: [{ memberId: 'm' }], nextCursor: null });
    const silent = { field: 'stage.main', operator: '=', value: 'silent' };
    // The next line stands in docs/reference/api.md. documented:
    const { items } = await perennial.members.list({ query: { condition: JSON.stringify(silent), sort: 'spend' } });
    expect(items).toHaveLength(1);
    const query = `condition=${encodeURIComponent(JSON.stringify(silent))}&sort=spend`;
    expect(sent[0]?.url).toBe(`https://p.example/v1/members?${query}`);
    const line = /documented:\n\s*(.*)\n/.exec(readFileSync(import.meta.filename, 'utf8'))?.[1];
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/reference/api.md'), 'utf8');
    expect(page).toContain(`\n${line}\n`);
  });

  it('puts parameters into the path, repeats lists in the query, and sends JSON with the key', async () => {
    const { sent, client } = clientThatAnswers({ items: [] });
    const except = ['external_id:crm', 'external_id:a b'];
    await client.program.identityHoldings({ query: { type: 'external_id:*', except } });
    await client.members.addTag({ params: { memberId: 'm', tag: 'a/b' } });
    await client.program.validate({ body: { documents: {} } });
    expect(sent.map((one) => one.url)).toEqual([
      'https://p.example/v1/program/identity-holdings?type=external_id%3A*&except=external_id%3Acrm&except=external_id%3Aa+b',
      'https://p.example/v1/members/m/tags/a%2Fb',
      'https://p.example/v1/program/validate',
    ]);
    expect(sent[2]?.init).toMatchObject({
      method: 'POST',
      body: '{"documents":{}}',
      headers: { authorization: 'Bearer sk_api_x', 'content-type': 'application/json' },
    });
  });

  it("sends a command's key, and none where there is none", async () => {
    const { sent, client } = clientThatAnswers({ tags: [] });
    await client.members.addTag({ params: { memberId: 'm', tag: 'vip' }, idempotencyKey: 'k-1' });
    await client.members.addTag({ params: { memberId: 'm', tag: 'vip' } });
    expect(sent.map(({ init }) => new Headers(init?.headers).get('idempotency-key'))).toEqual(['k-1', null]);
  });

  it('throws the problem that the server answered, and says so when the answer cannot be read', async () => {
    const problem = { type: 'urn:x', title: 'No', status: 404, code: 'member.not_found' };
    await expect(clientThatAnswers(problem, 404).client.session.me()).rejects.toEqual(new ApiError(404, problem));
    await expect(clientThatAnswers('<html>', 502).client.session.me()).rejects.toMatchObject({
      status: 502,
      problem: { code: 'http.unreadable' },
    });
  });

  it('leaves absent values out and refuses a path with a part missing', () => {
    expect(urlOf(routes.members.list, { query: { cursor: undefined, limit: 1 } })).toBe('/v1/members?limit=1');
    expect(() => urlOf(routes.members.get, {})).toThrow('memberId');
  });
});
