import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ingest } from '@perennial/engine';
import type { Database } from '@perennial/postgres';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { startTestPlatform } from '../../platform/testing/test-platform.ts';
import type { TestPlatform } from '../../platform/testing/test-platform.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { ImportJobs } from './import-jobs.ts';
import { createImportService } from './import-service.ts';
import type { ImportService } from './import-service.ts';
import { planImport } from './plan-import.ts';

/** What if the file goes, another start comes, or the process ends, before this or that step. */

let test: TestPlatform;
let jobs: ImportJobs;
let service: ImportService;
let uploads = 0;

beforeAll(async () => {
  test = await startTestPlatform({
    config: { phoneCountry: 'CN' },
    adopt: { zone: 'Europe/London', currency: 'GBP' },
  });
  // Nobody folds: these tests are about files and jobs.
  await test.work.stop();
  jobs = createPlatformImportJobs(test.platform);
  service = serviceOn(jobs);
});
afterAll(async () => {
  await jobs.close();
  await test.close();
});

function serviceOn(on: ImportJobs): ImportService {
  const { database, config } = test.platform;
  return createImportService({ jobs: on, database, dataFolder: config.dataFolder, now: Date.now });
}

/** Imports of which none is over before its gate is opened, however fast or slow the machine is: their facts wait to be taken. */
function gatedJobs() {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const gateOf = (source: string) => {
    const gate = gates.get(source) ?? Promise.withResolvers<void>();
    gates.set(source, gate);
    return gate;
  };
  const behindGate = (ingest: Ingest): Ingest => ({
    ...ingest,
    async takeValues(values, context) {
      await gateOf(context.source).promise;
      return ingest.takeValues(values, context);
    },
  });
  const { ingestion } = test.platform;
  const gated = {
    ...ingestion,
    ingest: behindGate(ingestion.ingest),
    openTrial: () => behindGate(ingestion.openTrial()),
  };
  const on = createPlatformImportJobs({ ...test.platform, ingestion: gated });
  return { jobs: on, service: serviceOn(on), open: (source: string) => gateOf(source).resolve() };
}

/** Orders of customers that no other upload has. */
function orders(rows: number): string {
  uploads += 1;
  const lines = Array.from({ length: rows }, (_, at) => `u${uploads}-${at},2024-05-01,${at + 1}`);
  return ['customer_id,date,value', ...lines].join('\n');
}

async function upload(content: string, fileName = 'shop.csv', to = service) {
  const signal = new AbortController().signal;
  const made = await to.upload({ fileName, content: Readable.from([Buffer.from(content)]), signal }, 'clear');
  const mapping = { ...made.mapping, source: `races-${uploads}` };
  return { uploadId: made.id, mapping, isDryRun: false, startedBy: 'test' };
}

const isOver = async (id: string) => ((await service.get(id))?.status ?? '') !== 'running';
async function ended(id: string) {
  await expect.poll(() => isOver(id), { timeout: 60_000, interval: 5 }).toBe(true);
  return service.get(id);
}

/** The code of the problem, or what else went wrong. */
async function outcomeOf(start: Promise<unknown>): Promise<string> {
  return start.then(
    () => 'started',
    (error: unknown) => (error instanceof ProblemError ? error.code : `fault: ${String(error)}`),
  );
}

describe('a start beside a run of the same upload', () => {
  it('is taken or refused with a reason, whichever instant it hits', async ({ signal }) => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const request = await upload(orders(20));
      const run = await service.start(request);
      const starts: Promise<string>[] = [];
      // One start after the other, without a pause, until the run is over and its file is gone.
      for (let last = ''; last !== 'import.not_found';) {
        signal.throwIfAborted();
        const start = outcomeOf(service.start({ ...request, isDryRun: starts.length % 2 === 0 }));
        starts.push(start);
        last = await start;
      }
      for (const outcome of await Promise.all(starts)) outcomes.add(outcome);
      expect((await ended(run.id))?.status).toBe('succeeded');
    }
    expect([...outcomes].filter((one) => one.startsWith('fault'))).toEqual([]);
    expect([...outcomes]).toContain('import.not_found');
  });

  it('reads its file to the end although the other run ends before it', async () => {
    const gated = gatedJobs();
    const request = await upload(orders(1_500), 'shop.csv', gated.service);
    const start = (source: string, parts: { readonly channel?: string; readonly isDryRun?: boolean }) => {
      const { channel = '', isDryRun = false } = parts;
      return gated.service.start({ ...request, isDryRun, mapping: { ...request.mapping, channel, source } });
    };
    const slow = await start('slow', { channel: 'web' });
    const check = await start('check', { isDryRun: true });
    // The same rows in another way of reading, beside it: the first of them to end would take the file away.
    const other = await start('other', { channel: 'shop' });
    const isKept = () => readdirSync(join(test.platform.config.dataFolder, 'uploads')).includes(request.uploadId);
    for (const [source, { id }] of Object.entries({ other, check, slow })) {
      expect(isKept(), source).toBe(true);
      gated.open(source);
      expect(await ended(id)).toMatchObject({ status: 'succeeded', accepted: 1_500 });
    }
    await expect.poll(isKept).toBe(false);
    const again = gated.service.start(request);
    expect(await outcomeOf(again)).toBe('import.not_found');
    await gated.jobs.close();
  });

  it('runs once when two come at the same instant', async () => {
    const gated = gatedJobs();
    const request = await upload(orders(500), 'shop.csv', gated.service);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => outcomeOf(gated.service.start(request))));
    expect(outcomes.filter((one) => one === 'started')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['started', 'import.running']));
    gated.open(request.mapping.source);
    await expect
      .poll(async () => outcomeOf(gated.service.start(request)), { timeout: 60_000 })
      .toBe('import.not_found');
    await gated.jobs.close();
  });
});

describe('a file that goes away', () => {
  it('ends the import with what to do, and without the path', async () => {
    const path = join(test.platform.config.dataFolder, 'gone.csv');
    writeFileSync(path, orders(10));
    const plan = await planImport(path, { source: 'gone' });
    rmSync(path);
    const row = await (await jobs.start({ plan, isDryRun: false, startedBy: 'test' })).done;
    expect(row.status).toBe('failed');
    expect(row.error).toContain('was removed');
    expect(row.error).not.toContain(test.platform.config.dataFolder);
  });

  it('does not fail the upload that clears old ones beside it', async () => {
    const folder = join(test.platform.config.dataFolder, 'uploads');
    for (let round = 0; round < 4; round += 1) {
      const names = Array.from({ length: 30 }, (_, at) => join(folder, `old-${round}-${at}`));
      for (const name of names) writeFileSync(name, '');
      const uploading = outcomeOf(upload(orders(2)));
      for (const name of names) rmSync(name, { force: true });
      expect(await uploading).toBe('started');
    }
  });
});

describe('what a file says of its times', () => {
  it.each([1.5, 1e20, -1e20, '9999999-01-01', 8.64e15 + 2])(
    'keeps the job readable: occurredAt %s',
    async (occurredAt) => {
      const good = { type: 'store.visited', occurredAt: '2024-03-01T10:00:00Z', identities: { phone: '13800138000' } };
      const content = [good, { ...good, occurredAt, messageId: `wild-${occurredAt}` }].map((one) =>
        JSON.stringify(one),
      );
      const request = await upload(content.join('\n'), 'facts.ndjson');
      const run = await service.start({ ...request, mapping: { ...request.mapping, source: `wild-${uploads}` } });
      uploads += 1;
      expect(await ended(run.id)).toMatchObject({ status: 'succeeded', rowsRead: 2 });
      expect((await service.list(Number.MAX_SAFE_INTEGER, 5)).map(({ id }) => id)).toContain(run.id);
    },
  );
});

describe('the end of a run', () => {
  it('counts what was under way when it was cancelled', async () => {
    const path = join(test.platform.config.dataFolder, 'cancelled.csv');
    writeFileSync(path, orders(5_000));
    const plan = await planImport(path, { source: 'cancelled' });
    const job = await jobs.start({
      plan,
      isDryRun: false,
      startedBy: 'test',
      onProgress: (progress) => void (progress.factsDone >= 2_000 && jobs.cancel(job.id)),
    });
    const row = await job.done;
    expect(row.status).toBe('cancelled');
    const [logged] = await test.query(`select count(*)::int as n from fact where source = 'cancelled'`);
    expect(row.accepted).toBe(logged?.['n']);
  });

  it('is told although the store cannot note it', async () => {
    const path = join(test.platform.config.dataFolder, 'unnoted.csv');
    writeFileSync(path, orders(10));
    const { platform } = test;
    let saves = 0;
    const database: Database = {
      ...platform.database,
      execute(statement, values) {
        if (statement.name === 'save_import_job') saves += 1;
        return saves > 1
          ? Promise.reject(new Error('the store is away'))
          : platform.database.execute(statement, values);
      },
    };
    const own = createPlatformImportJobs({ ...platform, database });
    const plan = await planImport(path, { source: 'unnoted' });
    const row = await (await own.start({ plan, isDryRun: true, startedBy: 'test' })).done;
    expect(row).toMatchObject({ status: 'succeeded', accepted: 10 });
    await own.close();
  });

  it('waits for a start that is under way, and lets none begin after it', async () => {
    const path = join(test.platform.config.dataFolder, 'closing.csv');
    writeFileSync(path, orders(5_000));
    const plan = await planImport(path, { source: 'closing' });
    const own = createPlatformImportJobs(test.platform);
    const start = own.start({ plan, isDryRun: false, startedBy: 'test' });
    await own.close();
    const [logged] = await test.query(`select count(*)::int as n from fact where source = 'closing'`);
    const row = await (await start).done;
    expect(row.status).toBe('cancelled');
    expect(row.accepted).toBe(logged?.['n']);
    expect(await outcomeOf(own.start({ plan, isDryRun: false, startedBy: 'test' }))).toMatch(/stopping/);
    expect(await outcomeOf(serviceOn(own).start(await upload(orders(1))))).toBe('server.unavailable');
  });
});

describe('cancelling', () => {
  it('says so when another process runs the import, and leaves one that has ended as it ended', async () => {
    const path = join(test.platform.config.dataFolder, 'elsewhere.csv');
    writeFileSync(path, orders(5_000));
    const plan = await planImport(path, { source: 'elsewhere' });
    const elsewhere = gatedJobs();
    const job = await elsewhere.jobs.start({ plan, isDryRun: true, startedBy: 'command line' });
    expect(await outcomeOf(service.cancel(job.id))).toBe('import.elsewhere');
    elsewhere.open('elsewhere');
    expect((await job.done).status).toBe('succeeded');
    expect(await service.cancel(job.id)).toBe(true);
    expect((await service.get(job.id))?.status).toBe('succeeded');
    await elsewhere.jobs.close();
  });
});

describe('the rejects of a run', () => {
  it('are an empty list while there are none, and not found where their file is gone', async () => {
    const request = await upload(`${orders(5_000)}\nx,never,1`);
    const run = await service.start(request);
    const early = (await service.rejects(run.id, 'clear')) ?? [];
    const texts: string[] = [];
    for await (const text of early) texts.push(text);
    expect(texts.join('')).toMatch(/^line,code,reason\n/);
    await ended(run.id);
    rmSync(join(test.platform.config.dataFolder, 'imports', `${run.id}.rejects.csv`));
    expect(await outcomeOf(service.rejects(run.id, 'clear'))).toBe('import.not_found');
  });
});
