import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, order, phone, settled, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let memberId: string;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator, memberId } = served);
});
afterAll(() => served.close());

describe('the program', () => {
  it('previews who would move, publishes, and re-evaluates everybody', async () => {
    const current = await administrator.program.current();
    const preset = (await administrator.program.presets()).items.find((one) => one.id === 'aipl');
    const documents = { ...current.documents, 'lifecycles/main.json': preset?.lifecycle ?? null };
    const job = await administrator.program.startPreview({ body: { documents } });
    await expect
      .poll(async () => (await administrator.program.preview({ params: { jobId: job.id } })).status)
      .toBe('succeeded');
    const preview = await administrator.program.preview({ params: { jobId: job.id } });
    expect(preview.membersChanged).toBe(2);
    const draft = await administrator.program.createDraft({ body: { name: 'AIPL', documents } });
    const published = await administrator.program.publish({
      body: { draftId: draft.id, revision: draft.revision, currentVersion: current.version },
    });
    const params = { version: published.version };
    await expect
      .poll(async () => (await administrator.program.publication({ params })).status, { timeout: 10_000 })
      .toBe('succeeded');
    expect((await administrator.members.get({ params: { memberId } })).stages[0]?.stage).toBe('purchase');
    const back = await administrator.program.rollBack({
      body: { toVersion: current.version, currentVersion: published.version },
    });
    await expect
      .poll(async () => (await administrator.program.publication({ params: { version: back.version } })).status, {
        timeout: 10_000,
      })
      .toBe('succeeded');
    expect((await administrator.members.get({ params: { memberId } })).stages[0]?.stage).toBe('active');
  });
});

describe('data', () => {
  it('follows the live tail from where it stopped', async () => {
    const first = await administrator.facts.tail({ query: { limit: 10 } });
    expect(first.items.length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(first)).not.toContain('13800138000');
    await served.send([order('o6', 0, { identities: { phone } })]);
    await expect
      .poll(
        async () =>
          (await administrator.facts.tail({ query: { cursor: first.cursor } })).items.map((fact) => fact.messageId),
        { timeout: 10_000 },
      )
      .toContain('order-o6');
  });

  it('quarantines what does not fit, and takes it once it is repaired', async () => {
    await fetch(`${served.address}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${served.writeKey}` },
      body: JSON.stringify([{ messageId: 'bad', type: 'order.paid', identities: { phone }, payload: { orderId: 7 } }]),
    });
    const { items, count } = await administrator.quarantine.list();
    expect([count, items[0]?.messageId]).toEqual([1, 'bad']);
    const params = { quarantineId: items[0]?.id ?? '' };
    const found = await administrator.quarantine.get({ params });
    expect(found.issues.length).toBeGreaterThan(0);
    const verdict = await administrator.quarantine.repair({
      params,
      body: { body: order('bad', 1, { identities: { phone } }) as never },
    });
    expect(verdict.verdict).toBe('accepted');
    expect((await administrator.quarantine.list()).count).toBe(0);
    expect(await codeOf(administrator.quarantine.repair({ params, body: { body: {} } }))).toBe('quarantine.not_found');
  });

  it('keeps reference data in versions', async () => {
    const product = { productId: 'p1', name: 'Serum', categoryPath: ['Beauty', 'Face'], brand: 'B', priceMinor: 9_900 };
    expect(await administrator.reference.putProducts({ body: { items: [product] } })).toEqual({
      created: 1,
      updated: 0,
      unchanged: 0,
    });
    expect(
      await administrator.reference.putProducts({ body: { items: [{ ...product, priceMinor: 8_900 }] } }),
    ).toMatchObject({ updated: 1 });
    expect((await administrator.reference.products({ query: { q: 'serum' } })).items[0]).toMatchObject({
      version: 2,
      categoryPath: ['Beauty', 'Face'],
    });
    await administrator.reference.putStores({ body: { items: [{ storeId: 's1', name: 'Bund', region: 'East' }] } });
    expect((await administrator.reference.stores()).items).toHaveLength(1);
    await administrator.reference.putStaff({ body: { items: [{ staffId: 'e1', name: 'Lin', storeId: 's1' }] } });
    expect((await administrator.reference.staff()).items[0]).toMatchObject({ staffId: 'e1', storeId: 's1' });
  });

  it('tells where facts come from', async () => {
    const { items } = await administrator.keys.sources();
    expect(items.find((source) => source.source === 'shop')).toMatchObject({ keysActive: 1 });
    expect(items.find((source) => source.source === 'shop')?.factsLastDay).toBeGreaterThan(5);
  });
});

describe('identity', () => {
  it('joins two members by a fact that names both, and takes the merge back', async () => {
    const [first, second] = ['+8613700137001', '+8613700137002'];
    await served.send([
      order('m1', 40, { identities: { phone: first } }),
      order('m2', 30, { identities: { phone: second } }),
    ]);
    const idOf = async (q: string) => (await administrator.members.search({ query: { q } })).items[0]?.member.id;
    await settled(async () => expect(await idOf(second)).toBeDefined());
    expect(await idOf(first)).not.toBe(await idOf(second));
    await served.send([order('m3', 1, { identities: { phone: [first, second] } })]);
    await settled(async () => expect(await idOf(first)).toBe(await idOf(second)));
    const params = { memberId: (await idOf(first)) ?? '' };
    const { items } = await administrator.members.merges({ params });
    expect(items[0]).toMatchObject({ kind: 'merged', canUndo: true });
    // Identities join as the fact is taken; her orders follow with the fold.
    await settled(async () => expect((await administrator.members.orders({ params })).items).toHaveLength(3));
    const mergeId = items[0]?.id ?? '';
    const undo = { params: { ...params, mergeId }, body: { reason: 'two people, one till' } };
    expect((await administrator.members.undoMerge(undo)).splitId).toBeDefined();
    expect(await idOf(first)).not.toBe(await idOf(second));
    expect(await codeOf(administrator.members.undoMerge(undo))).toBe('merge.already_undone');
    expect((await administrator.members.merges({ params })).items[0]?.kind).toBe('undone');
  });
});

describe('imports', () => {
  const csv =
    'order_id,phone,paid_at,amount\nA1,13600136001,2025-03-01 10:00,12.50\nA2,13600136002,2025-03-02 11:00,99\nA3,,not a day,1\n';

  it('guess the mapping of an upload, check it, take it, and give the rejects back', async () => {
    const upload = await administrator.imports.upload({ query: { fileName: 'orders.csv' }, body: new Blob([csv]) });
    expect(upload.columns.map((column) => column.name)).toEqual(['order_id', 'phone', 'paid_at', 'amount']);
    const run = async (isDryRun: boolean) => {
      const started = await administrator.imports.start({
        body: { uploadId: upload.id, mapping: upload.mapping, isDryRun },
      });
      const params = { importId: started.id };
      await settled(async () => expect((await administrator.imports.get({ params })).status).toBe('succeeded'));
      return administrator.imports.get({ params });
    };
    const checked = await run(true);
    expect([checked.isDryRun, checked.rejected]).toEqual([true, 1]);
    expect((await administrator.members.search({ query: { q: '13600136001' } })).items).toEqual([]);
    const mapping = { ...upload.mapping, columns: { orderId: 'no such column' } };
    expect(await codeOf(administrator.imports.start({ body: { uploadId: upload.id, mapping, isDryRun: true } }))).toBe(
      'import.mapping_invalid',
    );
    expect(
      await codeOf(
        administrator.imports.start({ body: { uploadId: 'gone', mapping: upload.mapping, isDryRun: true } }),
      ),
    ).toBe('import.not_found');
    const taken = await run(false);
    expect([taken.accepted, taken.rejected]).toEqual([2, 1]);
    const rejects = await (await administrator.imports.rejects({ params: { importId: taken.id } })).text();
    expect(rejects).toMatch(/^4,/m);
    const rejectsIn = async (query: { readonly language?: 'en' | 'zh'; readonly form?: 'raw' }) =>
      (await (await administrator.imports.rejects({ params: { importId: taken.id }, query })).text()).trim();
    expect(await rejectsIn({ language: 'en' })).toBe(
      'Line,Reason\r\n4,the value is no instant in the format of the mapping',
    );
    expect(await rejectsIn({ language: 'zh' })).toMatch(/^行号,原因\r\n4,[^A-Za-z]+$/);
    expect(await rejectsIn({ form: 'raw' })).toMatch(/^line,code,reason\n4,/);
    await settled(async () =>
      expect((await administrator.members.search({ query: { q: '13600136001' } })).items).toHaveLength(1),
    );
    const again = { uploadId: upload.id, mapping: upload.mapping, isDryRun: true };
    await settled(async () =>
      expect(await codeOf(administrator.imports.start({ body: again }))).toBe('import.not_found'),
    );
    expect((await administrator.imports.list()).items.length).toBeGreaterThanOrEqual(2);
    expect(await codeOf(administrator.imports.get({ params: { importId: 'gone' } }))).toBe('import.not_found');
  });
});

describe('a person’s rights', () => {
  it('hands over everything in clear, and then forgets her in every place', async () => {
    const reason = 'asked by letter';
    const exported = await (await administrator.members.export({ params: { memberId }, body: { reason } })).text();
    expect(exported).toContain(phone);
    expect(exported.trim().split('\n').length).toBeGreaterThan(6);
    expect(
      await codeOf(
        administrator.members.erase({ params: { memberId }, body: { reason, confirm: crypto.randomUUID() } }),
      ),
    ).toBe('request.invalid');
    const erased = await administrator.members.erase({ params: { memberId }, body: { reason, confirm: memberId } });
    expect(erased.identitiesErased).toBe(2);
    expect(erased.factsKept).toBeGreaterThanOrEqual(4);
    expect((await administrator.members.search({ query: { q: phone } })).items).toEqual([]);
    expect(await codeOf(administrator.members.reveal({ params: { memberId }, body: { reason } }))).toBe(
      'member.erased',
    );
    expect(
      await codeOf(administrator.members.erase({ params: { memberId }, body: { reason, confirm: memberId } })),
    ).toBe('member.erased');
    const { items } = await administrator.audit.list({ query: { subject: memberId } });
    expect(items.map((item) => item.action)).toEqual(expect.arrayContaining(['member.erased', 'member.exported']));
  });

  it('left no trace in the logs', () => {
    const written = served.log.join('\n');
    for (const value of ['13800138000', '13900139000', 'mei@example.com', served.writeKey])
      expect(written).not.toContain(value);
  });
});
