import { ApiError } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
beforeAll(async () => {
  served = await startServedPlatform();
});
afterAll(() => served?.close());

interface Refusal {
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

async function ask(path: string): Promise<{ readonly status: number; readonly body: Refusal }> {
  const { secret } = await served.administrator.keys.create({
    body: {
      kind: 'api',
      name: 'asks',
      scopes: ['members.read', 'members.download', 'quarantine.read', 'overview.read'],
    },
  });
  const answer = await fetch(served.address + path, { headers: { authorization: `Bearer ${secret}` } });
  return { status: answer.status, body: (await answer.json()) as Refusal };
}

const conditionOf = (rule: object) => encodeURIComponent(JSON.stringify(rule));
const stageRule = (value: unknown, field = 'stage.six') => ({
  field,
  operator: Array.isArray(value) ? 'in' : '=',
  value,
});

describe('a filter that names what there is not', () => {
  it.each([
    ['a stage moved from', '/v1/members?movedFrom=actve', '/query/movedFrom', 'active'],
    ['a stage moved to', '/v1/members?movedTo=actve', '/query/movedTo', 'active'],
    ['a stage of a list that is downloaded', '/v1/members.csv?movedTo=actve', '/query/movedTo', 'active'],
    ['a code of quarantine', '/v1/quarantine?code=fact.wrong', '/query/code', 'fact.invalid'],
  ])('is refused with what there is: %s', async (_name, path, ...[place, known]) => {
    const { status, body } = await ask(path);
    expect([status, body.code, body.errors?.map((one) => one.path)]).toEqual([400, 'request.invalid', [place]]);
    expect(body.errors?.[0]?.message).toContain(known);
  });

  it('is refused in a condition, at its place: a stage of a lifecycle', async () => {
    const { items } = await served.administrator.program.fields();
    const field = items.find((one) => /^stage\.[^.]+$/.test(one.field))?.field ?? '';
    const group = { combinator: 'and', rules: [stageRule('active', field), stageRule(['silent', 'actve'], field)] };
    const { status, body } = await ask(`/v1/members?condition=${conditionOf(group)}`);
    expect([status, body.code]).toEqual([422, 'members.condition_invalid']);
    expect(body.errors).toEqual([
      {
        path: expect.stringContaining('/condition#'),
        message: expect.stringMatching(/actve.*silent/),
        code: 'request.no_stage',
        params: { stage: 'actve', values: expect.stringContaining('silent') },
      },
    ]);
    expect((await ask(`/v1/members?condition=${conditionOf(stageRule('active', field))}`)).status).toBe(200);
  });

  it.each(['/v1/members?lifecycle=none', '/v1/overview/stages?lifecycle=none'])(
    'is refused for a lifecycle, with those that there are: %s',
    async (path) => {
      const { status, body } = await ask(path);
      expect([status, body.code]).toEqual([404, 'resource.not_found']);
      expect(body.detail).toMatch(/It has: \w+/);
    },
  );

  it('is refused for the lifecycle of a member’s stages', async () => {
    const { status, body } = await ask(`/v1/members/${served.memberId}/stages?lifecycle=none`);
    expect([status, body.code]).toEqual([404, 'resource.not_found']);
    expect((await ask(`/v1/members/${served.memberId}/stages`)).status).toBe(200);
  });

  it('is refused for an act of the audit log, and no act that there is', async () => {
    const refused = await served.administrator.audit
      .list({ query: { action: 'member.reveald' } })
      .catch((error) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(JSON.stringify(refused.problem.errors)).toContain('member.revealed');
    for (const action of ['facts.exported', 'installation.restored', 'member.revealed', 'key.created'])
      expect((await served.administrator.audit.list({ query: { action } })).items).toBeInstanceOf(Array);
  });

  it('is taken where it is none of a list: "none" before the first stage, types and sources that may still come', async () => {
    for (const path of ['/v1/members?movedFrom=none', '/v1/quarantine?source=new&type=new.type'])
      expect([path, (await ask(path)).status]).toEqual([path, 200]);
  });
});
