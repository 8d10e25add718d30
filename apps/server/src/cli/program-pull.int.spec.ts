import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramDocuments } from '@perennial/domain';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pullInto } from './program/folder/pull-into.ts';
import { documentsOf, readProgramFolder } from './program/folder/read-folder.ts';
import { numberedProgram } from './testing/numbered-program.ts';
import { runSample } from './testing/page-samples.ts';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'perennial-pull-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Kills a process without a word in the middle of a pull, `share` of one after the third. */
async function killWhilePulling(folder: string, share: number): Promise<void> {
  const script = join(import.meta.dirname, 'testing/pull-for-ever.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const endedAt: number[] = [];
  child.stdout.on('data', () => {
    endedAt.push(performance.now());
    const [second, third] = endedAt.slice(1);
    if (second !== undefined && third !== undefined && endedAt.length === 3)
      setTimeout(() => child.kill('SIGKILL'), (third - second) * share);
  });
  await once(child, 'close');
}

/** A pull that is killed is hit between two files more often than not. */
const killsMin = 4;
const killsMax = 30;

describe('a pull that was killed', () => {
  it('leaves whole documents, and the next one makes them those of a version', async () => {
    let within = 0;
    for (let kill = 1; kill <= killsMax && (kill <= killsMin || within === 0); kill += 1) {
      const folder = join(home, `killed-${kill}`);
      await killWhilePulling(folder, ((kill % 4) + 1) / 5);
      const { documents, problems } = readProgramFolder(folder);
      expect(problems).toEqual([]);
      const versions = [...new Set([...documents.values()].map(({ value }) => versionOf(value)))].toSorted(
        (a, b) => a - b,
      );
      // Between two pulls there is one version; within one there are two that follow each other.
      expect(versions.length).toBeLessThanOrEqual(2);
      if (versions.length === 2) expect((versions[1] ?? 0) - (versions[0] ?? 0)).toBe(1);
      within += versions.length - 1;
      const wanted: { readonly version: number; readonly documents: ProgramDocuments } = numberedProgram(1_001);
      pullInto(folder, { ...wanted, from: 'test', schemas: [], isForced: false });
      expect(documentsOf(readProgramFolder(folder).documents)).toEqual(wanted.documents);
      const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
      expect(left).toEqual([]);
    }
    expect(within).toBeGreaterThan(0);
  }, 240_000);
});

describe('a program without a server', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    writeFileSync(join(home, 'shop.csv'), 'customer_id,date,amount\nc1,2026-01-03,12.00\nc2,2026-01-04,13.00\n');
  });
  afterAll(() => database.drop());

  const run = async (words: string) => {
    const environment = { DATABASE_URL: database.url, PERENNIAL_DATA: join(home, 'data') };
    const { code, out, err } = await runSample(`npx perennial ${words}`, { environment });
    expect({ words, code, err: code === 1 ? err : '' }).toMatchObject({ words, err: '' });
    return out;
  };

  it('is pulled, planned and applied; members come under it when they are waited for, or when a server runs', async () => {
    const folder = join(home, 'alone');
    const file = join(folder, 'lifecycles/main.json');
    const renameTo = (id: string) =>
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"churned\w*"/g, `"${id}"`));
    await run(`import ${join(home, 'shop.csv')}`);
    await run(`program pull ${folder}`);
    renameTo('churned_1');
    expect(await run(`program plan ${folder}`)).toContain('~ lifecycles/main.json  changed');
    expect(await run(`program apply ${folder} --note first --wait`)).toContain('All 2 members are under it');
    renameTo('churned_2');
    const left = await run(`program apply ${folder} --note second`);
    expect(left).toContain('0 of 2 members are under it. The others follow as soon as a server runs');
    // Said again, because it is in force already; now waited for.
    expect(await run(`program apply ${folder} --note third --wait`)).toContain('Nothing was published: version 3');
    expect(await run('replay --verify')).toContain('no difference');
  }, 120_000);
});

function versionOf(value: unknown): number {
  return typeof value === 'object' && value !== null && 'version' in value ? Number(value.version) : 0;
}
