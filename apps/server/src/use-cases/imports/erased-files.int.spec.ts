import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readImportJob } from '@perennial/postgres/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { startTestPlatform } from '../../platform/testing/test-platform.ts';
import type { TestPlatform } from '../../platform/testing/test-platform.ts';
import { createForgetInImports } from './erased-files.ts';
import type { ImportJobs } from './import-jobs.ts';
import { createImportService } from './import-service.ts';
import type { ImportService } from './import-service.ts';
import { removeOldRejects } from './kept-files/upload-retention.ts';

/** What whoever is erased left in files and records of imports, and what her neighbour did. */
const hers = { identities: ['+8613912340100', 'zoeq@mail.example'], values: ['+8613912340100', '"Zoeq Adler"'] };

let test: TestPlatform;
let jobs: ImportJobs;
let service: ImportService;
let folder: string;

beforeAll(async () => {
  test = await startTestPlatform();
  await test.work.stop();
  jobs = createPlatformImportJobs(test.platform);
  folder = test.platform.config.dataFolder;
  service = createImportService({ jobs, database: test.platform.database, dataFolder: folder, now: Date.now });
});
afterAll(async () => {
  await jobs.close();
  await test.close();
});

const forget = () => createForgetInImports({ database: test.platform.database, dataFolder: folder })(hers);

const header = 'order_id,phone,ordered_at,amount,status,note';
const rowOf = (phone: string, status = 'paid') => `o-${phone.slice(-4)},${phone},2026-01-13,9,${status},thanks`;

function upload(content: string | Buffer, fileName = 'till.csv') {
  const stream = Readable.from([Buffer.from(content)]);
  return service.upload({ fileName, content: stream, signal: new AbortController().signal }, 'clear');
}

const uploads = () => readdirSync(join(folder, 'uploads')).filter((name) => !name.endsWith('.name'));

async function ended(run: { readonly id: string }) {
  await expect.poll(async () => (await service.get(run.id))?.status, { timeout: 60_000 }).not.toBe('running');
  return service.get(run.id);
}

describe('an upload that waits', () => {
  it.each([
    ['as it was told', [header, rowOf('13800138009'), rowOf('13912340100')].join('\n'), 'a.csv'],
    ['as people write it', [header, rowOf('139 1234-0100')].join('\n'), 'b.csv'],
    ['packed', gzipSync([header, rowOf('+8613912340100')].join('\n')), 'c.csv.gz'],
    ['in another encoding', Buffer.from(`\uFEFF${[header, rowOf('13912340100')].join('\n')}`, 'utf16le'), 'd.csv'],
    ['within an object', JSON.stringify({ type: 't', identities: { email: 'zoeq@mail.example' } }), 'e.ndjson'],
    ['in its name', [header, rowOf('13800138009')].join('\n'), 'order of Zoeq Adler.csv'],
  ])('goes whole with her whose identity stands in it %s', async (_, content, name) => {
    const { id } = await upload(content, name);
    expect(uploads()).toContain(id);
    await forget();
    expect(uploads()).not.toContain(id);
    expect(existsSync(join(folder, 'uploads', `${id}.name`))).toBe(false);
    await expect(
      service.start({
        uploadId: id,
        mapping: (await upload('order_id,phone,ordered_at,amount\n1,2,3,4')).mapping,
        isDryRun: true,
        startedBy: 'test',
      }),
    ).rejects.toMatchObject({ code: 'import.not_found' });
  });

  it('stays where it is about others', async () => {
    const { id } = await upload([header, rowOf('13912340101')].join('\n'));
    await forget();
    expect(uploads()).toContain(id);
  });
});

describe('what an import shows of its rejects', () => {
  const content = [
    header,
    rowOf('13800138005', 'not paid by Zoeq Adler'),
    rowOf('13800138006', 'not paid by Annq'),
  ].join('\n');

  it('loses what holds a value of hers, in the list and in the record, and nothing else', async () => {
    const { id, mapping } = await upload(content, 'till of 13912340100.csv');
    const run = await service.start({ uploadId: id, mapping, isDryRun: true, startedBy: 'test' });
    await ended(run);
    const before = await readImportJob(test.platform.database, run.id);
    const list = readFileSync(before?.rejects_path ?? '', 'utf8');
    expect(list).toContain('Zoeq Adler');
    expect(before?.rejects_shown).toContain('Zoeq Adler');
    await forget();
    const after = await readImportJob(test.platform.database, run.id);
    const left = readFileSync(before?.rejects_path ?? '', 'utf8');
    expect(left).not.toContain('Zoeq');
    expect(left).toHaveLength(list.length);
    expect(left.split('\n').map((line) => line.replace(/ +"$/, '"'))).toEqual(
      list.split('\n').map((line) => (line.includes('Zoeq') ? line.replace(/".*/, '"') + '"' : line)),
    );
    expect(JSON.stringify(after)).not.toMatch(/Zoeq|13912340100/);
    expect(after?.rejects_shown).toContain('Annq');
    expect(await service.get(run.id)).toMatchObject({ fileName: '•••', rejected: 2 });
  });

  it('goes after its time, whatever it holds', async () => {
    const { id, mapping } = await upload(content);
    const run = await service.start({ uploadId: id, mapping, isDryRun: true, startedBy: 'test' });
    await ended(run);
    const path = join(folder, 'imports', `${run.id}.rejects.csv`);
    const days = (count: number) => ({
      dataFolder: folder,
      keptMs: 30 * 86_400_000,
      now: Date.now() + count * 86_400_000,
    });
    expect(await removeOldRejects(test.platform.database, days(29))).toBe(0);
    expect(existsSync(path)).toBe(true);
    await removeOldRejects(test.platform.database, days(31));
    expect(existsSync(path)).toBe(false);
    expect((await service.get(run.id))?.rejects).toEqual([]);
    await expect(service.rejects(run.id, 'clear')).rejects.toMatchObject({ code: 'import.not_found' });
  });

  it('is found in a long list, over the edges of blocks', async () => {
    const path = join(folder, 'imports', 'long.rejects.csv');
    mkdirSync(join(folder, 'imports'), { recursive: true });
    const line = (n: number) => `${n},no_sale,"${n % 1000 === 7 ? 'Zoeq Adler' : 'nobody'} ${'x'.repeat(n % 97)}"`;
    writeFileSync(path, `line,code,reason\n${Array.from({ length: 40_000 }, (_, n) => line(n)).join('\n')}`);
    await forget();
    const left = readFileSync(path, 'utf8').split('\n');
    expect(left).toHaveLength(40_001);
    expect(left.join('\n')).not.toContain('Zoeq');
    expect(left.filter((one) => one.includes('nobody'))).toHaveLength(39_960);
    utimesSync(path, 0, 0);
  });
});
