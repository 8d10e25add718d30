import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolderError } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { KeysMissingError } from '../platform/keyring-file.ts';
import { openPlatform } from '../platform/platform.ts';
import type { Platform } from '../platform/platform.ts';
import { originalOf, readFolderRecord } from './folder-record.ts';

/** One folder for all: what the tests need is to open, move and copy it, not to make it. */
let home: string;
let folder: string;
let id: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'perennial-folder-'));
  chmodSync(home, 0o711);
  folder = join(home, 'data');
  id = await withOpened(folder, async ({ installation }) => installation.id);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function withOpened<T>(
  dataFolder: string,
  work: (platform: Platform) => Promise<T>,
  databaseUrl?: string,
): Promise<T> {
  const config = readConfig({}, { dataFolder, databaseUrl, shardCount: 4, poolSize: 2 });
  const platform = await openPlatform({ config, name: 'test', mustOwn: false, report: () => undefined });
  try {
    return await work(platform);
  } finally {
    await platform.close();
  }
}

const idOf = ({ installation }: Platform) => Promise.resolve(installation.id);

function copyTo(name: string): string {
  const copy = join(home, name);
  // With owners and modes, which PostgreSQL looks at.
  execFileSync('cp', ['-a', folder, copy]);
  return copy;
}

describe('a data folder', () => {
  it('knows which installation it is, as its database does', () => {
    expect(readFolderRecord(folder)).toMatchObject({ id, postgres: 'embedded' });
  });

  it('may be moved while it is stopped', async () => {
    const moved = join(home, 'moved');
    renameSync(folder, moved);
    try {
      expect(await withOpened(moved, idOf)).toBe(id);
      expect(originalOf(moved)).toBeUndefined();
    } finally {
      renameSync(moved, folder);
    }
    expect(await withOpened(folder, idOf)).toBe(id);
  });

  it('is moved as well when it was made by a release that wrote whole paths and no record', async () => {
    const moved = join(home, 'moved-older');
    renameSync(folder, moved);
    const place = join(moved, 'postgres.json');
    const record = JSON.parse(readFileSync(place, 'utf8')) as Record<string, unknown>;
    try {
      writeFileSync(place, JSON.stringify({ ...record, cluster: join(folder, 'postgres') }));
      rmSync(join(moved, 'perennial.json'));
      expect(await withOpened(moved, idOf)).toBe(id);
      expect(readFolderRecord(moved)?.id).toBe(id);
    } finally {
      writeFileSync(place, JSON.stringify(record));
      renameSync(moved, folder);
    }
  });

  it('that was copied while its server ran opens neither the original nor what was copied', async () => {
    const where = await withOpened(folder, async ({ database }) => {
      const copy = copyTo('torn');
      await expect(withOpened(copy, idOf)).rejects.toThrow(DataFolderError);
      await expect(withOpened(copy, idOf)).rejects.toThrow('while a server ran there');
      await database.run('select 1');
      return copy;
    });
    await expect(withOpened(where, idOf)).rejects.toThrow('copy the folder again');
  });

  it('that is the copy of a stopped one opens its own database, and says whose copy it is', async () => {
    const copy = copyTo('copy');
    const cluster = async ({ database }: Platform) =>
      (
        await database.rows<{ at: string }>({ name: 'at', text: `select current_setting('data_directory') as at` }, [])
      )[0]?.at;
    expect(await withOpened(copy, cluster)).toBe(join(copy, 'postgres'));
    expect(originalOf(copy)).toBe(folder);
    expect(originalOf(folder)).toBeUndefined();
  });

  it.each([
    ['with a record', () => undefined],
    ['of a release that kept none', (copy: string) => rmSync(join(copy, 'perennial.json'))],
  ])('%s whose database is gone gets no new one', async (name, change) => {
    const copy = copyTo(`gone ${name}`);
    rmSync(join(copy, 'postgres'), { recursive: true });
    change(copy);
    await expect(withOpened(copy, idOf)).rejects.toThrow(/is gone|another folder's/);
    expect(existsSync(join(copy, 'postgres'))).toBe(false);
  });

  it('whose keys are gone gets no new ones', async () => {
    const copy = copyTo('keyless');
    rmSync(join(copy, 'keys.json'));
    await expect(withOpened(copy, idOf)).rejects.toThrow(KeysMissingError);
    expect(existsSync(join(copy, 'keys.json'))).toBe(false);
  });

  it('does not open the database of another installation', async () => {
    const other = await createTestDatabase();
    try {
      await withOpened(join(home, 'other'), idOf, other.url);
      await expect(withOpened(folder, idOf, other.url)).rejects.toThrow(`belongs to installation ${id}`);
      expect(await withOpened(folder, idOf)).toBe(id);
      await expect(withOpened(join(home, 'other'), idOf)).rejects.toThrow('DATABASE_URL is missing');
      expect(existsSync(join(home, 'other', 'postgres.json'))).toBe(false);
    } finally {
      await other.drop();
    }
  });
});
