import { insertAudit } from '@perennial/postgres/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

let server: TestServer;
let cookie: string;
let userId: string;
const [her, other] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
const day = (on: string) => Date.parse(`${on}T12:00:00Z`);

beforeAll(async () => {
  server = await startTestServer({ transport: 'inject' });
  cookie = await server.signIn('administrator');
  userId = (await server.client({ cookie }).session.me()).user.id;
  const key = await server.client({ cookie }).keys.create({
    body: { kind: 'api', name: '=cmd', scopes: ['members.read'] },
  });
  const act = (row: Partial<Parameters<typeof insertAudit>[1]>) =>
    insertAudit(server.database, {
      at: day('2026-03-02'),
      actor_kind: 'user',
      actor: userId,
      action: 'member.tag_added',
      subject: `${her}/vip`,
      reason: '',
      request_id: 'r',
      outcome: 'done',
      ...row,
    });
  await act({ at: day('2026-03-01') });
  await act({ action: 'member.merged', subject: `${other}/${her}`, reason: '=1+1' });
  await act({
    at: day('2026-03-03'),
    actor_kind: 'command_line',
    actor: 'command line',
    action: 'member.erased',
    subject: other,
  });
  await act({ at: day('2026-03-04'), actor_kind: 'key', actor: key.key.id, outcome: 'failed' });
});
afterAll(() => server.close());

type Query = NonNullable<Parameters<ReturnType<TestServer['client']>['audit']['list']>[0]>['query'];

const list = async (query: Query) =>
  (await server.client({ cookie }).audit.list({ query: { limit: 50, ...query } })).items;
const onMarch = { from: '2026-03-01', to: '2026-03-31' };

describe('the audit log', () => {
  it('names who acted and whom it was done to', async () => {
    const [ofKey, ofLine, merged] = await list(onMarch);
    expect(ofKey).toMatchObject({ actorKind: 'key', actorName: '=cmd', outcome: 'failed' });
    expect(ofLine).toMatchObject({ actorKind: 'command_line', actorName: '' });
    expect(merged?.actorName).not.toBe('');
    expect(merged?.subjects.map(({ kind, id }) => [kind, id])).toEqual([
      ['member', other],
      ['member', her],
    ]);
    expect(ofKey?.subjects).toMatchObject([{ kind: 'member', id: her, name: '#000001' }]);
  });

  it('is filtered by who, whom, what, how it ended and when', async () => {
    expect(await list({ ...onMarch, actor: userId })).toHaveLength(2);
    expect(await list({ ...onMarch, actorKind: 'command_line' })).toHaveLength(1);
    expect(await list({ ...onMarch, action: 'member.tag_added' })).toHaveLength(2);
    expect(await list({ ...onMarch, outcome: 'failed' })).toHaveLength(1);
    expect((await list({ subject: her })).map(({ action }) => action)).toEqual([
      'member.tag_added',
      'member.merged',
      'member.tag_added',
    ]);
    expect(await list({ from: '2026-03-02', to: '2026-03-03' })).toHaveLength(2);
    expect(await list({ ...onMarch, subject: 'nobody' })).toEqual([]);
  });

  it('refuses an action, an outcome, a kind and a period that there are not', async () => {
    for (const query of [
      '?action=member.kissed',
      '?outcome=splendid',
      '?actorKind=ghost',
      '?from=2026-13-01',
      '?from=2026-03-02&to=2026-03-01',
      '?who=li',
    ]) {
      const answer = await server.fetch(`/v1/audit${query}`, { headers: { cookie } });
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });
});

describe('what is personal in the audit log', () => {
  it('is masked in the list and in the file, where somebody has written it into a reason or a tag', async () => {
    const phone = '13800138000';
    await insertAudit(server.database, {
      at: day('2026-04-02'),
      actor_kind: 'user',
      actor: userId,
      action: 'member.tag_added',
      subject: `${her}/${phone}`,
      reason: `asked for by li@example.com from ${phone}`,
      request_id: 'r',
      outcome: 'done',
    });
    const period = 'from=2026-04-01&to=2026-04-30';
    for (const path of [`/v1/audit?${period}`, `/v1/audit.csv?${period}`]) {
      const text = await (await server.fetch(path, { headers: { cookie } })).text();
      expect(text).toContain('asked for by');
      expect(text).not.toMatch(/13800138000|li@example\.com/);
    }
  });
});

describe('the audit log as a file', () => {
  it('holds the filtered acts, names formulas as text, and stands in the log itself', async () => {
    const period = 'from=2026-03-01&to=2026-03-31';
    const answer = await server.fetch(`/v1/audit.csv?${period}&form=raw`, { headers: { cookie } });
    expect(answer.headers.get('content-disposition')).toContain('audit.csv');
    const rows = (await answer.text()).trim().split('\r\n');
    expect(rows[0]).toBe('id,at,actor_kind,actor,actor_name,action,subject,names,reason,outcome,request_id');
    expect(rows).toHaveLength(5);
    expect(rows.filter((row) => row.includes("'=cmd") && !row.includes(',=cmd'))).toHaveLength(1);
    expect(rows.some((row) => row.includes("'=1+1"))).toBe(true);
    const [exported] = await list({ action: 'audit.exported' });
    expect(exported).toMatchObject({ outcome: 'done', reason: '4 rows sent' });
  });

  it('says in the language of its reader what the console shows, in the zone that its header names', async () => {
    const read = async (language: string) => {
      const path = '/v1/audit.csv?from=2026-04-01&to=2026-04-30';
      return (await (await server.fetch(path, { headers: { cookie, 'accept-language': language } })).text()).split(
        '\r\n',
      );
    };
    const [title = '', act = ''] = await read('zh-CN');
    expect(title).toBe('时间(UTC),操作者,操作,对象,原因,结果');
    expect(act).toMatch(/^2026年4月2日 12:00:00,[^,]+,添加标签,[^,]*,asked for by [^,]*,完成$/);
    const [english = '', told = ''] = await read('en');
    expect(english).toBe('Time (UTC),Who,What,On what,Reason,Outcome');
    expect(told).toMatch(/^"Apr 2, 2026 12:00:00",[^,]+,Tag added,[^,]*,asked for by [^,]*,done$/);
  });

  it('is refused to who may not read the log', async () => {
    for (const role of ['operator', 'analyst', 'store_staff', 'viewer'] as const) {
      const answer = await server.fetch('/v1/audit.csv', { headers: { cookie: await server.signIn(role) } });
      expect(answer.status).toBe(403);
    }
  });
});
