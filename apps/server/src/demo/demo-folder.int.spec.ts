import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSample, startSample } from '../cli/testing/page-samples.ts';
import type { SampleRun } from '../cli/testing/page-samples.ts';

let folder: string;
let database: TestDatabase;
let orders: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-demo-folder-'));
  orders = join(folder, 'orders.csv');
  writeFileSync(orders, 'customer_id,date,amount\nc1,2026-01-03,12.00\n');
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function folderWith(name: string, file: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, file), text);
  return path;
}

const recipe = { seed: 1, members: 20, locale: 'en', endsAt: 1_780_000_000_000, isComplete: true };

/** `databaseUrl` is empty where the database is in the folder. */
function run(line: string, dataFolder: string, databaseUrl = ''): Promise<SampleRun> {
  return runSample(line, { environment: { DATABASE_URL: databaseUrl, PERENNIAL_DATA: dataFolder } });
}

describe('a demo and a membership of one’s own', () => {
  it('are not mixed by an import into the folder of the demo', async () => {
    const demo = folderWith('demo', 'demo.json', JSON.stringify(recipe));
    const { code, err } = await run(`npx perennial import ${orders}`, demo);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('nothing was imported') as string });
    expect(err).toContain('--data');
    expect(err).toContain('--into-demo');
    expect(readdirSync(demo)).toEqual(['demo.json']);
  });

  it('are not mixed by a demo in a folder that has a database', async () => {
    const own = folderWith('own', 'postgres.json', '{}');
    const { code, err } = await run('npx perennial demo --members 5 --port 0 --no-open', own);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('nothing was changed') as string });
    expect(err).toContain('.perennial-demo');
    expect(readdirSync(own)).toEqual(['postgres.json']);
  });

  it('are not mixed by a demo on a database that has facts', async () => {
    const own = join(folder, 'beside');
    expect((await run(`npx perennial import ${orders}`, own, database.url)).code).toBe(0);
    const { code, err } = await run('npx perennial demo --members 5 --port 0 --no-open', own, database.url);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('nothing was changed') as string });
    expect(readdirSync(own)).not.toContain('demo.json');
  });

  it('have folders of their own unless somebody says where', async () => {
    const help = await runSample('npx perennial demo --help', { environment: {} });
    expect(help.out).toContain('data folder; default .perennial-demo, or PERENNIAL_DATA');
    const other = await runSample('npx perennial import --help', { environment: {} });
    expect(other.out).toContain('data folder; default .perennial, or PERENNIAL_DATA');
  });

  it('says so where what the demo knows of itself cannot be read', async () => {
    const torn = folderWith('torn', 'demo.json', '{"seed":');
    const { code, err } = await run('npx perennial demo --members 5 --port 0 --no-open', torn);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('delete the folder') as string });
  });

  it('are told apart by the console, which warns before an upload into the demo', async () => {
    const demo = join(folder, 'served');
    await using fresh = await freshDatabase();
    const environment = { DATABASE_URL: fresh.url, PERENNIAL_DATA: demo };
    const started = await startSample('npx perennial start', { environment });
    try {
      const made = await run('npx perennial keys create --kind api --scopes overview.read', demo, fresh.url);
      const isDemo = async () => {
        const headers = { authorization: `Bearer ${made.out.trim()}` };
        const answer = await fetch(`${started.told.address}/v1/installation`, { headers });
        return ((await answer.json()) as { isDemo: boolean }).isDemo;
      };
      expect(await isDemo()).toBe(false);
      writeFileSync(join(demo, 'demo.json'), JSON.stringify(recipe));
      expect(await isDemo()).toBe(true);
    } finally {
      await started.stop();
    }
  });

  it('are let in where somebody says so', async () => {
    const demo = join(folder, 'let-in');
    await using fresh = await freshDatabase();
    expect((await run(`npx perennial import ${orders}`, demo, fresh.url)).code).toBe(0);
    writeFileSync(join(demo, 'demo.json'), JSON.stringify(recipe));
    expect((await run(`npx perennial import ${orders}`, demo, fresh.url)).code).toBe(1);
    expect(await run(`npx perennial import ${orders} --into-demo`, demo, fresh.url)).toMatchObject({ code: 0 });
  });
});

describe('a data folder', () => {
  it('keeps itself out of the version control of where it was made', async () => {
    const made = join(folder, 'under', 'made');
    await using fresh = await freshDatabase();
    expect((await run('npx perennial migrate', made, fresh.url)).code).toBe(0);
    expect(readdirSync(made)).toContain('.gitignore');
  });

  it('leaves a folder that held something else as it was', async () => {
    const used = folderWith('used', 'notes.txt', '');
    await using fresh = await freshDatabase();
    expect((await run('npx perennial migrate', used, fresh.url)).code).toBe(0);
    expect(readdirSync(used)).not.toContain('.gitignore');
  });

  it('says what is wrong where it cannot be made', async () => {
    const { code, err } = await run(`npx perennial import ${orders}`, join(orders, 'below'));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('a part of that path is a file') as string });
    expect(err).toContain('--data');
  });
});

async function freshDatabase() {
  const made = await createTestDatabase();
  return { url: made.url, [Symbol.asyncDispose]: () => made.drop() };
}
