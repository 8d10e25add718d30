import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSample, shellLinesOf, textOf } from './testing/page-samples.ts';
import type { SampleRun } from './testing/page-samples.ts';

/** What the page on backups tells to type, typed in its order, in a folder with an embedded database. */

const page = 'how-to/back-up-and-restore.md';
const before = process.cwd();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-backup-page-'));
  chmodSync(folder, 0o711);
  process.chdir(folder);
  writeFileSync('shop.csv', 'customer_id,date,amount\nc1,2026-01-03,12.00\nc2,2026-01-04,13.00\n');
  const { code, err } = await run('npx perennial import shop.csv');
  if (code !== 0) throw new Error(err);
  // The reader has brought it from where it is kept.
  cpSync(join(folder, 'data', 'keys.json'), 'keys.json');
}, 120_000);
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

function run(line: string): Promise<SampleRun> {
  return runSample(line, { environment: { PERENNIAL_DATA: join(folder, 'data') } });
}

describe('the page on backing up and restoring', () => {
  const said: string[] = [];

  it.each(shellLinesOf(page))('%s', async (line) => {
    const { code, out, err } = await run(line);
    expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
    said.push(out);
  });

  it('answers what the page says', async () => {
    const all = said.join('\n');
    expect(all).toContain('without the keys');
    expect(all).toContain('Nothing was written');
    expect(all).toContain('Erasures repeated: 0 of 0');
    expect(all).toContain('no difference');
    expect(all).toContain('paused since');
    expect(all).toContain('What waits goes out from now on.');
    expect(existsSync(join(folder, 'erasures.jsonl'))).toBe(true);
    expect((await run('npx perennial members get external_id:shop:c2 --data restored')).code).toBe(0);
  });

  it('names commands and options that there are', async () => {
    const named = [...textOf(page).matchAll(/`npx (perennial [^`]+)`/g)].map(([, words = '']) => `npx ${words}`);
    for (const line of new Set(named)) expect(await run(line)).toMatchObject({ code: 0 });
    const help = (await Promise.all(['backup', 'restore'].map((name) => run(`npx perennial ${name} --help`))))
      .map(({ out }) => out)
      .join('');
    for (const [option] of textOf(page).matchAll(/--[a-z][a-z-]+/g))
      expect(`${help} --data --verify`).toContain(option);
  });
});
