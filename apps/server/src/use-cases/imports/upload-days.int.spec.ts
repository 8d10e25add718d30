import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { startTestPlatform } from '../../platform/testing/test-platform.ts';
import type { TestPlatform } from '../../platform/testing/test-platform.ts';
import type { ImportJobs } from './import-jobs.ts';
import { createImportService } from './import-service.ts';
import type { ImportService } from './import-service.ts';

let test: TestPlatform;
let jobs: ImportJobs;
let service: ImportService;

beforeAll(async () => {
  test = await startTestPlatform();
  await test.work.stop();
  jobs = createPlatformImportJobs(test.platform);
  const { database, config } = test.platform;
  service = createImportService({ jobs, database, dataFolder: config.dataFolder, now: Date.now });
});
afterAll(async () => {
  await jobs.close();
  await test.close();
});

const upload = (days: readonly string[]) => {
  const text = ['order_id,phone,ordered_at,amount', ...days.map((day, at) => `${at},13800138001,${day},9`)].join('\n');
  const content = Readable.from([Buffer.from(text)]);
  return service.upload({ fileName: 'till.csv', content, signal: new AbortController().signal }, 'clear');
};

async function check(uploaded: Awaited<ReturnType<typeof upload>>, instantFormat = uploaded.mapping.instantFormat) {
  const mapping = { ...uploaded.mapping, instantFormat };
  const run = await service.start({ uploadId: uploaded.id, mapping, isDryRun: true, startedBy: 'test' });
  await expect.poll(async () => (await service.get(run.id))?.status, { timeout: 60_000 }).not.toBe('running');
  return service.get(run.id);
}

describe('an upload whose days and months could be exchanged', () => {
  const open = ['03/01/2026', '04/02/2026'];

  it('proposes no way of writing them, and is not imported until somebody has said', async () => {
    const uploaded = await upload(open);
    expect(uploaded.mapping.instantFormat).toBe('');
    expect(uploaded.notes.join(' ')).toContain('day and month could be exchanged');
    const run = await check(uploaded);
    expect(run).toMatchObject({ status: 'failed', accepted: 0 });
    expect(run?.error).toContain('dd/MM/yyyy or MM/dd/yyyy');
  });

  it.each([
    ['dd/MM/yyyy', '2026-01-03'],
    ['MM/dd/yyyy', '2026-03-01'],
  ])('is read as %s when that is stated', async (format, first) => {
    const run = await check(await upload(open), format);
    expect(run).toMatchObject({ status: 'succeeded', accepted: 2 });
    expect(run?.firstFactAt).toBe(Date.parse(`${first}T00:00:00+08:00`));
  });

  it('is settled by a later row that is only one of them', async () => {
    const early = Array.from({ length: 1_200 }, () => '03/01/2026');
    const run = await check(await upload([...early, '01/31/2026']));
    expect(run).toMatchObject({ status: 'succeeded', lastFactAt: Date.parse('2026-03-01T00:00:00+08:00') });
  });
});

it('proposes the way of writing days that can be seen', async () => {
  expect((await upload(['13/01/2026', '04/02/2026'])).mapping.instantFormat).toBe('dd/MM/yyyy');
});

describe('an upload whose rows are of another kind than guessed', () => {
  it('is proposed for every kind, and imported as the one that is stated', async () => {
    const uploaded = await upload(['2026-01-03', '2026-01-04']);
    expect(uploaded.mapping.kind).toBe('orders');
    expect(uploaded.others.map(({ mapping }) => mapping.kind)).toHaveLength(7);
    const members = uploaded.others.find(({ mapping }) => mapping.kind === 'members');
    expect(members?.mapping.columns).toMatchObject({ phone: 'phone', 'attributes.amount': 'amount' });
    expect(members?.fields.map(({ field }) => field)).toContain('phone');
    const run = await check({ ...uploaded, mapping: members?.mapping ?? uploaded.mapping });
    expect(run).toMatchObject({ kind: 'members', status: 'succeeded', rowsRead: 2, rejected: 0 });
  });

  it('is not imported as the product’s own facts', async () => {
    const uploaded = await upload(['2026-01-03']);
    const mapping = { ...uploaded.mapping, source: 'perennial' };
    const starting = service.start({ uploadId: uploaded.id, mapping, isDryRun: true, startedBy: 'test' });
    await expect(starting).rejects.toMatchObject({ code: 'import.mapping_invalid' });
  });
});
