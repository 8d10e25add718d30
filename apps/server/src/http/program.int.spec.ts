import { ApiError } from '@perennial/contracts';
import type { Client } from '@perennial/contracts/staff';
import { createDefaultProgram, fiveStages, toDocument } from '@perennial/domain';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programHandlersOn } from './testing/program-handlers.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

const documents = { ...createDefaultProgram() };
const published: number[] = [];
let server: TestServer;
let operator: Client;

beforeAll(async () => {
  server = await startTestServer({ transport: 'inject', handlers: (on) => programHandlersOn(on, published) });
  operator = server.client({ cookie: await server.signIn('operator') });
});
afterAll(() => server.close());

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof ApiError ? error.problem.code : String(error)),
  );
}

async function draftOf(name: string) {
  return operator.program.createDraft({ body: { name } });
}

/** Identities of members by number, as ingestion would have linked them. */
async function hold(members: readonly (readonly [number, readonly string[]])[]): Promise<void> {
  const rows = members.flatMap(([member, types]) => types.map((type) => ({ member, type })));
  await server.database.execute(
    {
      name: 'test_hold',
      text: `insert into identity (hash, type, shard, member_id, tail_hash, hash_key_id, created_at)
             select gen_random_uuid(), type, 0, lpad(member::text, 32, '0')::uuid, null, gen_random_uuid(), 0
               from json_to_recordset($1::json) as held(member integer, type text)`,
    },
    [JSON.stringify(rows)],
  );
}

describe('the program', () => {
  it('gives the schema of each kind of document, with the fields of the version in force', async () => {
    const { items } = await operator.program.schemas();
    expect(items.map(({ kind }) => kind)).toEqual([
      'settings',
      'statistics',
      'number-spaces',
      'lifecycles',
      'wallets',
      'calendars',
      'earning',
      'tiers',
      'identities',
      'sources',
      'properties',
    ]);
    expect(items[0]).toMatchObject({ file: 'settings.schema.json', schema: { title: 'Settings' } });
    const answer = await server.fetch('/v1/program/schemas/lifecycles', {
      headers: { cookie: await server.signIn('operator') },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const schema: unknown = await answer.json();
    expect(schema).toEqual(items[3]?.schema);
    expect(schema).toMatchObject({ $id: 'urn:perennial:program:lifecycles' });
    expect(JSON.stringify(schema)).toContain('metric.purchases_365d');
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema as object);
    expect(validate(documents['lifecycles/main.json'])).toBe(true);
    expect(validate(documents['settings.json'])).toBe(false);
  });

  it('gives the schema of no other kind, and to nobody who may not see the rules', async () => {
    const viewer = server.client({ cookie: await server.signIn('viewer') });
    for (const kind of ['coupons', 'settings.json', 'lifecycles/main.json', '../schemas', '__proto__'])
      expect(await codeOf(operator.program.schema({ params: { kind } })), kind).toBe('resource.not_found');
    expect(await codeOf(viewer.program.schema({ params: { kind: 'settings' } }))).toBe('auth.forbidden');
    expect(await codeOf(viewer.program.schemas())).toBe('auth.forbidden');
  });

  it('shows the version in force, the fields and the presets', async () => {
    const current = await operator.program.current();
    expect(Object.keys(current.documents)).toContain('lifecycles/main.json');
    expect((await operator.program.fields()).items.map((field) => field.field)).toContain('purchase.last');
    expect((await operator.program.presets()).items.map((preset) => preset.id)).toEqual(['six', 'five', 'aipl']);
    expect(await codeOf(operator.program.version({ params: { version: 99 } }))).toBe('program.version_not_found');
  });

  it('says every problem of documents in both languages', async () => {
    expect(await operator.program.validate({ body: { documents } })).toEqual({
      isValid: true,
      issues: [],
      warnings: [],
    });

    const { isValid, issues } = await operator.program.validate({
      body: { documents: { ...documents, 'lifecycles/main.json': { id: 'main' } } },
    });
    expect(isValid).toBe(false);
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) expect(issue.message.zh).toMatch(/\p{Script=Han}/u);
  });

  it('warns of stages that no one can reach in both languages, and takes them', async () => {
    const stage = (id: string, days: number | null) => ({
      id,
      name: { en: id, zh: id },
      role: 'alive',
      condition: days === null ? null : { field: 'recency.last', operator: 'within', value: { window: 'days', days } },
    });
    const stages = [stage('near', 90), stage('nearer', 30), stage('rest', null)];
    const main = { id: 'main', name: { en: 'Main', zh: '主' }, recencyOf: 'purchase', stages };
    const body = { documents: { ...documents, 'lifecycles/main.json': main } };
    const { isValid, issues, warnings } = await operator.program.validate({ body });
    expect([isValid, issues]).toEqual([true, []]);
    expect(warnings.map(({ path, code }) => [path, code])).toEqual([
      ['stages[1].condition', 'lifecycle.stage_unreachable'],
    ]);
    expect(warnings[0]?.message.zh).toMatch(/\p{Script=Han}/u);
  });

  it('keeps drafts by revision, so that nobody overwrites what he has not seen', async () => {
    const draft = await draftOf('Autumn');
    const saved = await operator.program.saveDraft({ params: { draftId: draft.id }, body: { revision: 1, documents } });
    expect(saved.revision).toBe(2);
    expect(
      await codeOf(operator.program.saveDraft({ params: { draftId: draft.id }, body: { revision: 1, documents } })),
    ).toBe('draft.conflict');
    expect((await operator.program.drafts()).items.map((one) => one.id)).toContain(draft.id);
    await operator.program.deleteDraft({ params: { draftId: draft.id } });
    expect(await codeOf(operator.program.draft({ params: { draftId: draft.id } }))).toBe('draft.not_found');
    expect(await codeOf(operator.program.deleteDraft({ params: { draftId: draft.id } }))).toBe('draft.not_found');
  });

  it('refuses documents that could never be published', async () => {
    const large = { ...documents, 'settings.json': 'x'.repeat(300_000) };
    expect(await codeOf(operator.program.createDraft({ body: { name: 'Large', documents: large } }))).toBe(
      'request.too_large',
    );
    expect(await codeOf(operator.program.startPreview({ body: { documents: { 'settings.json': 1 } } }))).toBe(
      'program.invalid',
    );
  });

  it('previews in the background and counts only those who would move', async () => {
    const job = await operator.program.startPreview({ body: { documents } });
    await expect
      .poll(async () => (await operator.program.preview({ params: { jobId: job.id } })).status)
      .toBe('succeeded');
    const preview = await operator.program.preview({ params: { jobId: job.id } });
    expect([preview.done, preview.total, preview.membersChanged]).toEqual([3, 3, 2]);
    expect(preview.history).toBeNull();
    expect(await codeOf(operator.program.preview({ params: { jobId: 'gone' } }))).toBe('job.not_found');
  });

  it('previews as many ends of months of history as are asked for, the last one that is over first in sight', async () => {
    const { id } = await operator.program.startPreview({ body: { documents, historyMonths: 2 } });
    const previewed = async () => operator.program.preview({ params: { jobId: id } });
    await expect.poll(async () => (await previewed()).status).toBe('succeeded');
    const { history } = await previewed();
    const first = Temporal.Instant.fromEpochMilliseconds(Date.now())
      .toZonedDateTimeISO('Asia/Shanghai')
      .toPlainDate()
      .with({ day: 1 });
    const ends = [first.subtract({ months: 1, days: 1 }), first.subtract({ days: 1 })];
    expect(history?.months.map(({ on }) => on)).toEqual(ends.map(String));
    expect(await codeOf(operator.program.startPreview({ body: { documents, historyMonths: 37 } }))).toBe(
      'request.invalid',
    );
  });

  it('publishes a draft once, against the version it was meant to replace, and rolls back by a new version', async () => {
    const before = await operator.program.current();
    const draft = await operator.program.createDraft({
      body: { name: 'Growth', documents: { ...documents, 'lifecycles/main.json': toDocument(fiveStages) } },
    });
    const body = { draftId: draft.id, revision: draft.revision, note: 'Growth stages', currentVersion: before.version };
    const first = await operator.program.publish({ body });
    expect(first.version).toBe(before.version + 1);
    expect(published).toContain(first.version);
    expect(await codeOf(operator.program.publish({ body }))).toBe('draft.not_found');
    const other = await draftOf('Late');
    expect(await codeOf(operator.program.publish({ body: { ...body, draftId: other.id, revision: 1 } }))).toBe(
      'program.conflict',
    );
    const back = await operator.program.rollBack({
      body: { toVersion: before.version, currentVersion: first.version },
    });
    const current = await operator.program.current();
    expect([current.version, current.restores]).toEqual([back.version, before.version]);
    expect(current.documents['lifecycles/main.json']).toEqual(before.documents['lifecycles/main.json']);
    expect((await operator.program.publication({ params: { version: back.version } })).status).toBe('succeeded');
    expect((await operator.program.versions({ query: { limit: 1 } })).items[0]?.version).toBe(back.version);
  });

  it('lets one of two publish who start from the same version', async () => {
    const { version } = await operator.program.current();
    const drafts = await Promise.all([draftOf('One'), draftOf('Two')]);
    const codes = await Promise.all(
      drafts.map(({ id }) =>
        codeOf(operator.program.publish({ body: { draftId: id, revision: 1, currentVersion: version } })),
      ),
    );
    expect(codes.toSorted()).toEqual(['none', 'program.conflict']);
    expect((await operator.program.current()).version).toBe(version + 1);
  });

  it('counts who holds how many identities of a type, so that a limit can be lowered knowingly', async () => {
    const heldBy = async (query: { type: string; except?: string[] }) =>
      (await operator.program.identityHoldings({ query })).items.map(({ held, members }) => [held, members]);
    expect(await heldBy({ type: 'phone' })).toEqual([]);
    await hold([
      [1, ['phone', 'phone', 'phone', 'external_id:crm', 'external_id:crm', 'external_id:shop']],
      [2, ['phone', 'external_id:shop']],
      [3, ['phone', 'phone_old', 'external_idx:a']],
    ]);
    expect(await heldBy({ type: 'phone' })).toEqual([
      [1, 2],
      [3, 1],
    ]);
    expect(await heldBy({ type: 'external_id:*' })).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(await heldBy({ type: 'external_id:*', except: ['external_id:crm'] })).toEqual([[1, 2]]);
    expect(await heldBy({ type: 'external_id' })).toEqual([]);
    const viewer = server.client({ cookie: await server.signIn('viewer') });
    expect(await codeOf(viewer.program.identityHoldings({ query: { type: 'phone' } }))).toBe('auth.forbidden');
    expect(await codeOf(operator.program.identityHoldings({ query: { type: 'a b\u0000' } }))).toBe('request.invalid');
  });

  it('does not let an analyst publish what he may draft', async () => {
    const analyst = server.client({ cookie: await server.signIn('analyst') });
    const draft = await analyst.program.createDraft({ body: { name: 'Idea' } });
    const body = { draftId: draft.id, revision: 1, currentVersion: 1 };
    expect(await codeOf(analyst.program.publish({ body }))).toBe('auth.forbidden');
  });
});
