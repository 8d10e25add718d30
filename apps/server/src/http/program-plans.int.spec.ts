import { ApiError } from '@perennial/contracts';
import type { ApiProblem, RouteCall } from '@perennial/contracts';
import type { Client, Routes } from '@perennial/contracts/staff';
import { createDefaultProgram, fiveStages, sixStages, toDocument } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programHandlersOn } from './testing/program-handlers.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

type Documents = RouteCall<Routes['program']['plan']>['body']['documents'];

const main = 'lifecycles/main.json';
const statistics = 'statistics.json';
const first: Documents = { ...createDefaultProgram() };
const published: number[] = [];
let server: TestServer;
let operator: Client;

beforeAll(async () => {
  server = await startTestServer({ transport: 'inject', handlers: (on) => programHandlersOn(on, published) });
  operator = server.client({ cookie: await server.signIn('operator') });
});
afterAll(() => server?.close());

async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  const told = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (told instanceof ApiError) return told.problem;
  throw new Error('it was not refused', { cause: told });
}
const codeOf = async (call: Promise<unknown>) => (await problemOf(call)).code;

async function current(): Promise<{ version: number; documents: Documents }> {
  return operator.program.current();
}

/** The program in force with another gap between purchases: a version that nobody has published before. */
let gapDays = 45;
async function another(): Promise<Documents> {
  const { documents } = await current();
  gapDays += 1;
  return { ...documents, [statistics]: { brandGapDays: gapDays, categoryCycles: [] } };
}

async function apply(documents: Documents, note = '') {
  const { version: currentVersion } = await current();
  return operator.program.apply({ body: { documents, note, currentVersion } });
}

async function publications(): Promise<readonly { readonly subject: string; readonly reason: string }[]> {
  const administrator = server.client({ cookie: await server.signIn('administrator') });
  const { items } = await administrator.audit.list({ query: { action: 'program.published', limit: 200 } });
  return items.filter(({ outcome }) => outcome === 'done').map(({ subject, reason }) => ({ subject, reason }));
}

/** A body as text, as a hand or another program wrote it. */
async function post(
  path: string,
  body: string,
): Promise<{ status: number; answer: Readonly<Record<string, unknown>> }> {
  const cookie = await server.signIn('operator');
  const headers = { cookie, 'content-type': 'application/json' };
  const response = await server.fetch(path, { method: 'POST', headers, body });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

describe('a plan', () => {
  it('of the documents in force is empty, and starts nothing', async () => {
    const { version, documents } = await current();
    expect(await operator.program.plan({ body: { documents } })).toEqual({
      currentVersion: version,
      isUnchanged: true,
      changes: [],
      issues: [],
      warnings: [],
      previewId: null,
    });
  });

  it('says what would change in words, and starts a preview of who would move', async () => {
    const { version } = await current();
    const documents = await another();
    const plan = await operator.program.plan({ body: { documents } });
    expect(plan).toMatchObject({ currentVersion: version, isUnchanged: false, issues: [], warnings: [] });
    expect(plan.changes).toEqual([
      {
        document: statistics,
        kind: 'changed',
        title: { en: 'Statistics', zh: '统计参数' },
        changes: [
          {
            path: 'brandGapDays',
            kind: 'changed',
            from: 45,
            to: gapDays,
            words: {
              en: `The brand’s gap between purchases: 45 days → ${gapDays} days`,
              zh: `品牌的购买间隔：45 天 → ${gapDays} 天`,
            },
          },
        ],
      },
    ]);
    const params = { jobId: plan.previewId ?? '' };
    await expect.poll(async () => (await operator.program.preview({ params })).status).toBe('succeeded');
    expect((await operator.program.preview({ params })).membersChanged).toBe(2);
    expect((await current()).version).toBe(version);
  });

  it('writes amounts in the currency of the program', async () => {
    const condition = { field: 'purchase.net_spend', operator: '>=', value: 123_456 };
    const stages = sixStages.stages.map((stage) => (stage.id === 'active' ? { ...stage, condition } : stage));
    const documents = { ...(await current()).documents, [main]: toDocument({ ...sixStages, stages }) };
    const { items } = await operator.program.compare({ body: { documents } });
    expect(items[0]?.changes[0]?.words).toEqual({
      en: 'Stage “Active”: condition: Most recent purchase within the last 90 days → Net spend is at least ¥1,234.56',
      zh: '阶段“活跃”：条件：最近一次购买 在最近 90 天 → 净消费额 至少 ¥1,234.56',
    });
  });

  it('says every problem of documents that would be refused, with what would change, and starts nothing', async () => {
    const { documents } = await current();
    const plan = await operator.program.plan({
      body: { documents: { ...documents, [main]: { id: 'main' }, 'rules.json': {} } },
    });
    expect(plan.previewId).toBeNull();
    expect(plan.issues.map(({ document }) => document)).toEqual(expect.arrayContaining([main, 'rules.json']));
    for (const { message } of plan.issues) expect(message.zh).toMatch(/\p{Script=Han}/u);
    expect(plan.changes.map(({ document, kind }) => [document, kind])).toEqual([
      [main, 'changed'],
      ['rules.json', 'added'],
    ]);
  });

  it('passes on what is probably not meant', async () => {
    const stage = (id: string, days: number | null) => ({
      id,
      name: { en: id, zh: id },
      role: 'alive',
      condition: days === null ? null : { field: 'recency.last', operator: 'within', value: { window: 'days', days } },
    });
    const stages = [stage('near', 90), stage('nearer', 30), stage('rest', null)];
    const documents = {
      ...(await current()).documents,
      [main]: { id: 'main', name: { en: 'Main', zh: '主' }, recencyOf: 'purchase', stages },
    };
    const { warnings, previewId } = await operator.program.plan({ body: { documents } });
    expect(warnings.map(({ code }) => code)).toEqual(['lifecycle.stage_unreachable']);
    expect(previewId).not.toBeNull();
  });

  it('takes no documents that are too large, and no body above two megabytes', async () => {
    const large = { ...first, 'settings.json': 'x'.repeat(300_000) };
    const { program } = operator;
    expect(await codeOf(program.plan({ body: { documents: large } }))).toBe('request.too_large');
    expect(await codeOf(program.compare({ body: { documents: large } }))).toBe('request.too_large');
    expect(await codeOf(program.apply({ body: { documents: large, currentVersion: 1 } }))).toBe('request.too_large');
    for (const path of ['plans', 'changes', 'applications']) {
      const body = JSON.stringify({ documents: { a: 'x'.repeat(2_000_000) }, currentVersion: 1 });
      expect((await post(`/v1/program/${path}`, body)).status).toBe(413);
    }
    expect((await post('/v1/program/plans', '{"documents":[]}')).status).toBe(400);
  });
});

describe('applying documents', () => {
  it('publishes all of them as the next version, once, with the note and who did it', async () => {
    const before = await current();
    const { 'lifecycles/main.json': _, ...others } = await another();
    const documents = { ...others, [main]: toDocument(fiveStages) };
    const applied = await operator.program.apply({
      body: { documents, note: 'Growth stages', currentVersion: before.version },
    });
    expect(applied).toMatchObject({ version: before.version + 1, isUnchanged: false, job: { status: 'succeeded' } });
    expect(published.filter((version) => version === applied.version)).toHaveLength(1);
    expect((await current()).documents).toEqual(documents);
    const [version] = (await operator.program.versions({ query: { limit: 1 } })).items;
    expect(version).toMatchObject({ version: applied.version, note: 'Growth stages', restores: null });
    expect(version?.publishedBy).toContain('operator');
    expect(await publications()).toContainEqual({ subject: `version ${applied.version}`, reason: 'Growth stages' });
    // A retry, whose first answer was lost: it knows the version of before.
    const again = await operator.program.apply({ body: { documents, currentVersion: before.version } });
    expect(again).toMatchObject({ version: applied.version, isUnchanged: true, job: { status: 'succeeded' } });
  });

  it('takes away documents that are not among them', async () => {
    const documents = await another();
    await apply({ ...documents, 'sources.json': { sources: [] } });
    const { isUnchanged } = await apply(documents);
    expect(isUnchanged).toBe(false);
    expect((await current()).documents).not.toHaveProperty(['sources.json']);
  });

  it('publishes nothing of what was pulled, however it is written, and audits no publication', async () => {
    await apply({ ...(await another()), [statistics]: { brandGapDays: 60, categoryCycles: [] } });
    const { version, documents } = await current();
    const audited = await publications();
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).toReversed();
      return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
    };
    const plain = JSON.stringify({ documents, currentVersion: version });
    const escaped = plain.replaceAll(/\P{ASCII}/gu, (text) => `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`);
    expect(escaped).toMatch(/^[\x20-\x7e]*$/u);
    for (const body of [
      plain,
      JSON.stringify(reversed({ documents, currentVersion: version }), null, 2),
      plain.replace('"brandGapDays":60', '"brandGapDays":60.0'),
      plain.replace('"brandGapDays":60', '"brandGapDays":6e1'),
      escaped,
    ]) {
      const { status, answer } = await post('/v1/program/applications', body);
      expect([status, answer['version'], answer['isUnchanged']]).toEqual([200, version, true]);
      const plan = await post('/v1/program/plans', body);
      expect(plan).toMatchObject({ status: 200, answer: { isUnchanged: true, changes: [], previewId: null } });
    }
    expect((await current()).version).toBe(version);
    expect(await publications()).toEqual(audited);
  });

  it('tells an empty list from none, and one order of stages from another', async () => {
    await apply(await another());
    const { version, documents } = await current();
    const plan = await operator.program.plan({
      body: { documents: { ...documents, [statistics]: { brandGapDays: gapDays } } },
    });
    expect(plan.changes[0]?.changes.map(({ path, kind }) => [path, kind])).toEqual([['categoryCycles', 'removed']]);
    expect(await apply({ ...documents, [statistics]: { brandGapDays: gapDays } })).toMatchObject({
      version: version + 1,
      isUnchanged: false,
    });
  });

  it('refuses what is not sound, naming every place, and publishes nothing', async () => {
    const { version, documents } = await current();
    const broken = { ...documents, [main]: { id: 'main' }, 'rules.json': {} };
    const { code, status, ...told } = await problemOf(
      operator.program.apply({ body: { documents: broken, currentVersion: version } }),
    );
    expect([code, status]).toEqual(['program.invalid', 422]);
    const places = [`/${main}#name`, `/${main}#stages`, '/rules.json#'];
    expect(told).toMatchObject({
      errors: expect.arrayContaining(places.map((path) => expect.objectContaining({ path }))),
    });
    expect((await current()).version).toBe(version);
  });

  it('refuses documents that were meant to replace another version', async () => {
    const { version } = await current();
    const documents = await another();
    expect(await codeOf(operator.program.apply({ body: { documents, currentVersion: version - 1 } }))).toBe(
      'program.conflict',
    );
    expect((await current()).version).toBe(version);
  });

  it('lets one of two apply who start from the same version', async () => {
    const { version } = await current();
    const both = [await another(), await another()];
    const outcomes = await Promise.all(
      both.map((documents) =>
        operator.program.apply({ body: { documents, currentVersion: version } }).then(
          () => 'applied',
          (error: unknown) => (error instanceof ApiError ? error.problem.code : String(error)),
        ),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['applied', 'program.conflict']);
    expect((await current()).version).toBe(version + 1);
  });
});

describe('differences between versions', () => {
  it('are those of the version in force from the one before, unless others are named', async () => {
    await apply(await another());
    const { version } = await current();
    const latest = await operator.program.changes();
    expect([latest.fromVersion, latest.toVersion]).toEqual([version - 1, version]);
    expect(latest.items.map(({ document }) => document)).toEqual([statistics]);
    expect(await operator.program.changes({ query: { from: version - 1, to: version } })).toEqual(latest);
    const back = await operator.program.changes({ query: { from: version, to: version - 1 } });
    const [there, again] = [latest.items[0]?.changes[0], back.items[0]?.changes[0]];
    expect([again?.from, again?.to]).toEqual([gapDays, there?.from]);
    expect((await operator.program.changes({ query: { from: version, to: version } })).items).toEqual([]);
  });

  it('are all documents of the first version, which nothing is before', async () => {
    const { fromVersion, toVersion, items } = await operator.program.changes({ query: { to: 1 } });
    expect([fromVersion, toVersion]).toEqual([null, 1]);
    expect(items.map(({ document, kind }) => [document, kind])).toEqual(
      Object.keys(first)
        .toSorted()
        .map((document) => [document, 'added']),
    );
    expect(items[0]?.title).toEqual({ en: 'Lifecycle “Member lifecycle”', zh: '生命周期“会员生命周期”' });
  });

  it('are refused of versions that there are not', async () => {
    for (const query of [{ to: 999 }, { from: 999 }, { from: 1, to: 999 }])
      expect(await codeOf(operator.program.changes({ query }))).toBe('program.version_not_found');
    expect(await codeOf(operator.program.changes({ query: { from: 0 } }))).toBe('request.invalid');
  });

  it('of a draft are told from the version in force, whether it is sound or not', async () => {
    const { version, documents } = await current();
    const { [statistics]: _, ...without } = documents;
    expect(await operator.program.compare({ body: { documents: { ...without, 'rules.json': 1 } } })).toEqual({
      fromVersion: version,
      toVersion: null,
      items: [
        expect.objectContaining({
          document: 'rules.json',
          kind: 'added',
          title: { en: 'rules.json', zh: 'rules.json' },
        }),
        expect.objectContaining({ document: statistics, kind: 'removed', title: { en: 'Statistics', zh: '统计参数' } }),
      ],
    });
  });
});

describe('who may', () => {
  const outcomesOf = async (client: Client) => {
    const { version, documents } = await current();
    const outcome = (call: Promise<unknown>) =>
      call.then(
        () => 'may',
        (error: unknown) => (error instanceof ApiError ? error.problem.code : String(error)),
      );
    return {
      changes: await outcome(client.program.changes()),
      compare: await outcome(client.program.compare({ body: { documents } })),
      plan: await outcome(client.program.plan({ body: { documents } })),
      apply: await outcome(client.program.apply({ body: { documents, currentVersion: version } })),
    };
  };
  const [may, no] = ['may', 'auth.forbidden'];

  it.each([
    ['administrator', { changes: may, compare: may, plan: may, apply: may }],
    ['operator', { changes: may, compare: may, plan: may, apply: may }],
    ['analyst', { changes: may, compare: may, plan: may, apply: no }],
    ['store_staff', { changes: no, compare: no, plan: no, apply: no }],
    ['viewer', { changes: no, compare: no, plan: no, apply: no }],
  ] as const)('of the roles: %s', async (role, outcomes) => {
    const stores = role === 'store_staff' ? ['s1'] : [];
    expect(await outcomesOf(server.client({ cookie: await server.signIn(role, stores) }))).toEqual(outcomes);
  });

  it.each([
    ['program.edit', { changes: no, compare: no, plan: may, apply: no }],
    ['program.publish', { changes: no, compare: no, plan: no, apply: may }],
    ['program.rules', { changes: may, compare: may, plan: no, apply: no }],
    ['program.read', { changes: no, compare: no, plan: no, apply: no }],
  ] as const)('of keys: one with %s alone', async (scope, outcomes) => {
    const { secret } = await server.keys.create({ kind: 'api', name: scope, scopes: [scope] }, 'test');
    expect(await outcomesOf(server.client({ authorization: `Bearer ${secret}` }))).toEqual(outcomes);
  });

  it('is written down where somebody applied in vain', async () => {
    const analyst = server.client({ cookie: await server.signIn('analyst') });
    const { version } = await current();
    const documents = await another();
    expect(await codeOf(analyst.program.apply({ body: { documents, currentVersion: version } }))).toBe(
      'auth.forbidden',
    );
    const administrator = server.client({ cookie: await server.signIn('administrator') });
    const { items } = await administrator.audit.list({ query: { action: 'program.published', limit: 1 } });
    expect(items[0]).toMatchObject({ outcome: 'refused' });
    expect((await current()).version).toBe(version);
  });
});

describe('many plans', () => {
  it('are slowed down as previews are', async () => {
    const { documents } = await current();
    const headers = { cookie: await server.signIn('analyst'), 'content-type': 'application/json' };
    const body = JSON.stringify({ documents });
    for (const path of ['/v1/program/plans', '/v1/program/changes']) {
      const statuses: number[] = [];
      for (let n = 0; n < 61; n += 1)
        statuses.push((await server.fetch(path, { method: 'POST', headers, body })).status);
      expect([path, statuses.at(-1), statuses.includes(200)]).toEqual([path, 429, true]);
    }
  });
});
