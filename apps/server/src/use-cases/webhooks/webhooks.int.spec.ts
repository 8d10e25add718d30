import { ApiError, scopes } from '@perennial/contracts';
import type { Problem } from '@perennial/contracts';
import { webhooksMax } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import { listAudit } from '@perennial/postgres/access';
import { plantDelivery } from '@perennial/postgres/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../http/testing/code-of.ts';
import { said, startWebhookServer } from './testing/webhook-server.ts';
import type { WebhookServer } from './testing/webhook-server.ts';

let server: WebhookServer;
let administrator: Client;
let operator: Client;
const memberId = '0190f5a0-0000-7000-8000-000000000001';
const nowhere = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  server = await startWebhookServer();
  administrator = server.client({ cookie: await server.signIn('administrator') });
  operator = server.client({ cookie: await server.signIn('operator') });
});
afterAll(() => server?.close());
afterEach(async () => {
  const { items } = await administrator.webhooks.list({ query: { limit: 200 } });
  for (const { id } of items) await administrator.webhooks.remove({ params: { webhookId: id } });
});

async function made(changes: Parameters<typeof said>[0] = {}) {
  const { webhook } = await administrator.webhooks.create({ body: said(changes) });
  return { ...webhook, params: { webhookId: webhook.id } };
}

async function keyWith(...scopes: readonly string[]): Promise<Client> {
  const { secret } = await server.keys.create({ kind: 'api', name: 'its', scopes }, 'test');
  return server.client({ authorization: `Bearer ${secret}` });
}

async function problemOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) return undefined;
  return error.problem as unknown as Problem;
}

async function acts() {
  const query = { beforeId: Number.MAX_SAFE_INTEGER, action: '', actor: '', subject: '', limit: 200 };
  const rows = await listAudit(server.database, query);
  return rows.filter(({ action }) => action.startsWith('webhook.'));
}

describe('a webhook', () => {
  it('is made with a secret that is shown once and stands nowhere in clear', async () => {
    const { webhook, secret } = await administrator.webhooks.create({ body: said({}) });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({
      name: 'CRM',
      url: 'https://crm.example/hook?token=s3cret',
      types: ['stage.changed'],
      condition: null,
      identities: [],
      perSecondMax: 200,
      timeoutMs: 10_000,
      state: 'active',
      revision: 1,
      createdBy: 'A administrator (administrator)',
      oldSecretUntil: null,
      secretHint: `${secret.slice(0, 10)}…`,
      waitingCount: 0,
      deadCount: 0,
      oldestWaitingAt: null,
    });
    const params = { webhookId: webhook.id };
    expect(await administrator.webhooks.get({ params })).toEqual(webhook);
    expect((await administrator.webhooks.list()).items).toEqual([webhook]);
    const kept = { name: 'test_webhook_text', text: 'select w::text as text from webhook w' };
    const [row] = await server.database.rows<{ text: string }>(kept, []);
    expect(row?.text).not.toContain(secret.slice(6));
    expect(row?.text).not.toContain(Buffer.from(secret).toString('hex'));
  });

  it('is written down by its name and host, without its secret and the rest of its address', async () => {
    const { params } = await made({ name: 'Till', identities: ['phone'] });
    await administrator.webhooks.rotateSecret({ params, body: { keepOldHours: 2 } });
    const [rotated, created] = await acts();
    expect(created).toMatchObject({
      action: 'webhook.created',
      subject: params.webhookId,
      reason: 'Till; https://crm.example; stage.changed; identities in clear: phone',
      outcome: 'done',
    });
    expect(rotated?.reason).toBe('Till; the secret before signs for 2 more hours');
    expect(JSON.stringify(await acts())).not.toMatch(/s3cret|token|whsec_/);
    expect(server.log.join('\n')).not.toMatch(/s3cret|whsec_/);
  });

  it('shows its host alone to who may not manage it', async () => {
    const { params } = await made();
    expect((await operator.webhooks.get({ params })).url).toBe('https://crm.example');
    expect(JSON.stringify(await operator.webhooks.list())).not.toContain('s3cret');
    const reading = await keyWith('webhooks.read');
    expect((await reading.webhooks.get({ params })).url).toBe('https://crm.example');
  });

  it('that is not there is found by nobody', async () => {
    const params = { webhookId: nowhere };
    const { webhooks } = administrator;
    const calls = [
      webhooks.get({ params }),
      webhooks.update({ params, body: { ...said({}), revision: 1 } }),
      webhooks.remove({ params }),
      webhooks.pause({ params }),
      webhooks.resume({ params }),
      webhooks.rotateSecret({ params, body: {} }),
      webhooks.test({ params }),
      webhooks.deliveries({ params }),
      webhooks.delivery({ params: { ...params, deliveryId: '1-1' } }),
      webhooks.sendAgain({ params: { ...params, deliveryId: '1-1' } }),
      webhooks.sendDeadAgain({ params }),
    ];
    const codes = await Promise.all(calls.map((call) => codeOf(call)));
    expect(new Set(codes)).toEqual(new Set(['webhook.not_found']));
    expect(await codeOf(webhooks.get({ params: { webhookId: '1' } }))).toBe('request.invalid');
  });

  it('pauses, and goes on under another revision, by which who delivers knows that somebody said so', async () => {
    const { params } = await made();
    expect(await administrator.webhooks.pause({ params })).toMatchObject({ state: 'paused', revision: 1 });
    expect(await administrator.webhooks.pause({ params })).toMatchObject({ state: 'paused' });
    expect(await administrator.webhooks.resume({ params })).toMatchObject({ state: 'active', revision: 2 });
  });

  it('that rests or is gone says so, and is tried again when somebody says so', async () => {
    const { params } = await made();
    const later = Date.now() + 60_000;
    await server.database.run(`update webhook set rests_until = ${later}, last_failure = 'webhook.timeout'`);
    const resting = await administrator.webhooks.get({ params });
    expect(resting).toMatchObject({ state: 'resting', lastFailure: 'webhook.timeout' });
    expect(resting.restsUntil).toBe(new Date(later).toISOString());
    await server.database.run(`update webhook set rests_until = 1`);
    expect(await administrator.webhooks.get({ params })).toMatchObject({ state: 'active', restsUntil: null });
    await server.database.run(`update webhook set state = 'gone', rests_until = ${later}`);
    expect((await administrator.webhooks.get({ params })).state).toBe('gone');
    expect(await administrator.webhooks.resume({ params })).toMatchObject({ state: 'active', restsUntil: null });
  });

  it('goes with its log, and with what waits for it', async () => {
    const gone = await made();
    const stays = await made({ name: 'Stays' });
    for (let position = 1; position <= 3; position += 1)
      for (const webhookId of [gone.id, stays.id])
        await plantDelivery(server.database, { webhookId, shard: 1, position, memberId, at: position, state: 2 });
    await administrator.webhooks.remove({ params: gone.params });
    expect(await codeOf(administrator.webhooks.get({ params: gone.params }))).toBe('webhook.not_found');
    const left = { name: 'test_left', text: 'select webhook_id, count(*) from webhook_delivery group by 1' };
    expect(await server.database.rows(left, [])).toEqual([{ webhook_id: stays.id, count: 3 }]);
  });
});

describe('two administrators who save at once', () => {
  it('do not overwrite each other: one of them is told', async () => {
    const { params } = await made();
    const save = (name: string) => administrator.webhooks.update({ params, body: { ...said({ name }), revision: 1 } });
    const codes = await Promise.all([codeOf(save('One')), codeOf(save('Other'))]);
    expect(codes.toSorted()).toEqual(['none', 'webhook.conflict']);
    const saved = await administrator.webhooks.get({ params });
    expect(saved.revision).toBe(2);
    expect(await codeOf(save('Late'))).toBe('webhook.conflict');
    expect((await administrator.webhooks.get({ params })).name).toBe(saved.name);
  });

  it('change all that is said, from the revision that they saw', async () => {
    const { params } = await made({ identities: ['phone'] });
    const condition = { field: 'purchase.count', operator: '>=', value: 3 };
    const changes = {
      url: 'https://erp.example/in',
      types: ['member.erased', 'member.merged', 'member.erased'],
      condition,
      perSecondMax: 5,
      timeoutMs: 500,
    };
    expect(await administrator.webhooks.update({ params, body: { ...said(changes), revision: 1 } })).toMatchObject({
      url: 'https://erp.example/in',
      types: ['member.erased', 'member.merged'],
      condition,
      identities: [],
      perSecondMax: 5,
      timeoutMs: 500,
      revision: 2,
    });
  });
});

describe('what is said of a webhook', () => {
  it.each([
    ['ftp://crm.example/hook', 'webhook.scheme'],
    ['crm.example', 'webhook.url_invalid'],
    ['https://name:word@crm.example/hook', 'webhook.credentials'],
    ['https://crm.example/hook#part', 'webhook.fragment'],
  ])('is refused for the address %s', async (url, reason) => {
    const problem = await problemOf(administrator.webhooks.create({ body: said({ url }) }));
    expect(problem).toMatchObject({ code: 'webhook.url_refused', errors: [{ path: '/url', code: reason }] });
    expect((await administrator.webhooks.list()).items).toEqual([]);
  });

  it('is refused for events that nobody tells of, identities that there are none of, and a wrong condition, all at once', async () => {
    const condition = { field: 'no.such', operator: '=', value: 1 };
    const body = said({
      types: ['stage.changed', 'order.placed'],
      identities: ['phone', 'device_id', 'wechat_openid'],
      condition,
    });
    const problem = await problemOf(administrator.webhooks.create({ body }));
    expect(problem?.code).toBe('webhook.invalid');
    expect(problem?.errors?.map(({ path }) => path)).toEqual([
      '/types/1',
      '/identities/1',
      '/identities/2',
      '/condition#field',
    ]);
    expect(problem?.errors?.at(-1)?.code).toBe('condition.unknown_field');
  });

  it('is refused for a stage that there is not, and for what only lists know', async () => {
    const refused = async (condition: Parameters<typeof said>[0]['condition']) =>
      (await problemOf(administrator.webhooks.create({ body: said({ condition }) })))?.errors?.length;
    expect(await refused({ field: 'stage.main', operator: '=', value: 'no_such_stage' })).toBe(1);
    expect(await refused({ field: 'store', operator: 'in', value: ['s1'] })).toBe(1);
    expect(await refused({ field: 'purchase.count', operator: '>=', value: 1 })).toBeUndefined();
  });

  it('takes identities by their family or a single space of it', async () => {
    const { identities } = await made({ identities: ['phone', 'external_id:shop', 'external_id:*', 'phone'] });
    expect(identities).toEqual(['phone', 'external_id:shop', 'external_id:*']);
  });

  it.each([
    ['no events', { types: [] }],
    ['no name', { name: '' }],
    ['calls that may take for ever', { timeoutMs: 60_000 }],
    ['no calls a second', { perSecondMax: 0 }],
    ['a type that is none', { types: ['Stage changed'] }],
  ])('is refused with %s', async (_what, changes) => {
    expect(await codeOf(administrator.webhooks.create({ body: said(changes) }))).toBe('request.invalid');
  });

  it('is refused with a name that nobody could read', async () => {
    expect(await codeOf(administrator.webhooks.create({ body: said({ name: ' ' }) }))).toBe('webhook.invalid');
    expect(await codeOf(administrator.webhooks.create({ body: said({ name: 'a\0b' }) }))).toBe('request.invalid');
  });
});

describe('who may', () => {
  it('read webhooks is told what may be told of, and changes nothing', async () => {
    const { params } = await made();
    const { items } = await operator.webhooks.events();
    expect(items.map(({ type }) => type)).toEqual(['stage.changed', 'member.merged', 'member.erased']);
    expect(await codeOf(operator.webhooks.create({ body: said({}) }))).toBe('auth.forbidden');
    expect(await codeOf(operator.webhooks.pause({ params }))).toBe('auth.forbidden');
    expect(await codeOf(operator.webhooks.rotateSecret({ params, body: {} }))).toBe('auth.forbidden');
    expect(await codeOf(operator.webhooks.sendDeadAgain({ params }))).toBe('auth.forbidden');
    expect((await operator.webhooks.get({ params })).state).toBe('active');
  });

  it.each(['analyst', 'store_staff', 'viewer'] as const)('not: %s sees nothing of them', async (role) => {
    const { webhooks } = server.client({ cookie: await server.signIn(role, role === 'store_staff' ? ['s1'] : []) });
    expect(await codeOf(webhooks.list())).toBe('auth.forbidden');
    expect(await codeOf(webhooks.events())).toBe('auth.forbidden');
  });

  it('have identities sent must be allowed to see them, also where another one has named them', async () => {
    const key = await keyWith('webhooks.read', 'webhooks.manage');
    const code = 'webhook.identities_forbidden';
    expect(await codeOf(key.webhooks.create({ body: said({ identities: ['phone'] }) }))).toBe(code);
    const { params } = await made({ identities: ['phone'] });
    const elsewhere = { ...said({ url: 'https://mine.example', identities: ['phone'] }), revision: 1 };
    expect(await codeOf(key.webhooks.update({ params, body: elsewhere }))).toBe(code);
    expect((await administrator.webhooks.get({ params })).url).toContain('crm.example');
    expect(await codeOf(key.webhooks.create({ body: said({ name: 'Its' }) }))).toBe('none');
    const revealing = await keyWith('webhooks.manage', 'members.reveal');
    expect(await codeOf(revealing.webhooks.create({ body: said({ identities: ['phone'] }) }))).toBe('none');
  });

  it('not see costs cannot have them told one event after another', async () => {
    const key = await keyWith('webhooks.manage');
    const condition = { field: 'attribute.margin', operator: '>', value: 1 };
    expect(await codeOf(key.webhooks.create({ body: said({ condition }) }))).toBe('auth.forbidden');
    const all = await keyWith(...scopes);
    expect(await codeOf(all.webhooks.create({ body: said({ condition }) }))).toBe('none');
  });
});

describe('a type that is not told', () => {
  it('is named, with those that are, by a sentence that a client can show in its own language', async () => {
    const problem = await problemOf(administrator.webhooks.create({ body: said({ types: ['order.placed'] }) }));
    expect(problem?.errors).toEqual([
      {
        path: '/types/0',
        message: 'There is no event "order.placed". There are: stage.changed, member.merged, member.erased.',
        code: 'request.no_event',
        params: { event: 'order.placed', values: 'stage.changed, member.merged, member.erased' },
      },
    ]);
  });
});

describe('many webhooks removed at once', () => {
  it('leave connections to whoever hands events on meanwhile', async () => {
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => made({ name: `W${n}` })));
    const { database } = server;
    let removals: Promise<unknown> = Promise.resolve();
    const seen = await database.transaction({ name: 'test hand on' }, async (sql) => {
      await sql.run('select 1 from webhook for key share');
      removals = Promise.all(all.map(({ params }) => administrator.webhooks.remove({ params })));
      const locks = { name: 'test_waiting', text: `select 1 from pg_locks where not granted` };
      await expect.poll(() => sql.rows(locks, []), { timeout: 5_000 }).not.toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const other = { name: 'test_other', text: 'select count(*) as count from webhook' };
      const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 3_000));
      return Promise.race([database.rows<{ count: number }>(other, []), late]);
    });
    expect(seen).toEqual([{ count: all.length }]);
    await removals;
    expect((await administrator.webhooks.list()).items).toEqual([]);
  });
});

describe('the number of webhooks', () => {
  it('has a limit, which two at once do not pass', async () => {
    for (let n = 1; n < webhooksMax; n += 1) await made({ name: `W${n}` });
    const codes = await Promise.all(
      [1, 2, 3].map((n) => codeOf(administrator.webhooks.create({ body: said({ name: `More ${n}` }) }))),
    );
    expect(codes.toSorted()).toEqual(['none', 'webhook.too_many', 'webhook.too_many']);
    const first = await administrator.webhooks.list({ query: { limit: 30 } });
    const rest = await administrator.webhooks.list({ query: { limit: 30, cursor: first.nextCursor ?? '' } });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([30, webhooksMax - 30, null]);
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(webhooksMax);
    const instants = [...first.items, ...rest.items].map(({ createdAt }) => createdAt);
    expect(instants).toEqual(instants.toSorted());
  });

  it('is read on from no cursor but one of its own', async () => {
    const cursor = Buffer.from(JSON.stringify([1, "'; drop"])).toString('base64url');
    expect((await administrator.webhooks.list({ query: { cursor } })).items).toEqual([]);
    expect(await codeOf(administrator.webhooks.list({ query: { cursor: 'x' } }))).toBe('request.cursor_invalid');
  });
});
