import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform } from '../platform/testing/test-platform.ts';
import type { TestPlatform } from '../platform/testing/test-platform.ts';
import { BrokenBackupError, encodeRecord } from './file/records.ts';
import { readBackup } from './file/read-backup.ts';
import { BackupRefusedError, writeBackup } from './write-backup.ts';
import type { BackupWanted } from './write-backup.ts';

let test: TestPlatform;
let folder: string;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-backup-'));
  test = await startTestPlatform();
}, 120_000);
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

function wanted(name: string, changes: Partial<BackupWanted> = {}): BackupWanted {
  return {
    databaseUrl: test.platform.stores.databaseUrl,
    file: join(folder, name),
    version: '9.9.9',
    installationId: undefined,
    keys: undefined,
    demo: null,
    signal,
    takenAt: '2026-01-02T03:04:05.000Z',
    report: () => undefined,
    ...changes,
  };
}

function store(name: string, bytes: Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

describe('a backup', () => {
  it('says what is in it, is whole, and only its owner may read it', async () => {
    const [installation] = await test.query('select id, shard_count from installation');
    const manifest = await writeBackup(wanted('whole'));
    expect(manifest).toMatchObject({ version: '9.9.9', installationId: installation?.['id'], keysSha256: null });
    expect(manifest.shardHeads).toHaveLength(16);
    expect(manifest.tables.find(({ name }) => name === 'installation')?.rows).toBe(1);
    expect(await readBackup(join(folder, 'whole'), signal)).toEqual(manifest);
    expect(statSync(join(folder, 'whole')).mode & 0o777).toBe(0o600);
  });

  it('has the keys only when they were asked for', async () => {
    const keys = '{"a key":"that is secret"}';
    await writeBackup(wanted('without'));
    expect((await writeBackup(wanted('with', { keys }))).keysSha256).toMatch(/^[0-9a-f]{64}$/);
    const textOf = (name: string) => zstdDecompressSync(readFileSync(join(folder, name))).toString('latin1');
    expect(textOf('with')).toContain(keys);
    expect(textOf('without')).not.toContain('that is secret');
  });

  it('writes over no other file', async () => {
    const file = store('another', Buffer.from('of somebody'));
    await expect(writeBackup(wanted('another'))).rejects.toThrow(BackupRefusedError);
    expect(readFileSync(file, 'utf8')).toBe('of somebody');
  });

  it('is refused for a folder of another installation, and leaves no file', async () => {
    const other = { installationId: '00000000-0000-4000-8000-000000000000' };
    await expect(writeBackup(wanted('other', other))).rejects.toThrow(/belongs to installation 0{8}/);
    expect(readdirSync(folder).filter((name) => name.startsWith('other'))).toEqual([]);
  });

  it('leaves no file when it is stopped half way', async () => {
    const stopping = new AbortController();
    const report = (table: string) => table === 'fact' && stopping.abort();
    await expect(writeBackup(wanted('stopped', { signal: stopping.signal, report }))).rejects.toThrow();
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
    expect(existsSync(join(folder, 'stopped'))).toBe(false);
  });
});

describe('a file that is not a whole backup is refused', () => {
  it('when it is not there, empty or something else', async () => {
    await expect(readBackup(join(folder, 'nowhere'), signal)).rejects.toThrow(/there is no such file/);
    await expect(readBackup(store('empty', Buffer.alloc(0)), signal)).rejects.toThrow(BrokenBackupError);
    await expect(readBackup(store('text', Buffer.from('hello')), signal)).rejects.toThrow(BrokenBackupError);
  });

  it('when it was cut off anywhere, packed or unpacked', async () => {
    await writeBackup(wanted('long'));
    const bytes = readFileSync(join(folder, 'long'));
    const plain = zstdDecompressSync(bytes);
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = store('cut', bytes.subarray(0, Math.floor(bytes.length * share)));
      await expect(readBackup(cut, signal)).rejects.toThrow(BrokenBackupError);
      const short = store('short', zstdCompressSync(plain.subarray(0, Math.floor(plain.length * share))));
      await expect(readBackup(short, signal)).rejects.toThrow(BrokenBackupError);
    }
    await expect(readBackup(store('cut', bytes.subarray(0, -1)), signal)).rejects.toThrow(BrokenBackupError);
  });

  it('when a byte was changed, or a row in a file packed anew', async () => {
    await writeBackup(wanted('right'));
    const bytes = readFileSync(join(folder, 'right'));
    const flipped = Buffer.from(bytes);
    flipped[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    await expect(readBackup(store('flipped', flipped), signal)).rejects.toThrow(BrokenBackupError);
    const edited = Buffer.from(zstdDecompressSync(bytes).toString('latin1').replace('\tCNY\t', '\tUSD\t'), 'latin1');
    await expect(readBackup(store('edited', zstdCompressSync(edited)), signal)).rejects.toThrow(
      /the rows of installation/,
    );
  });

  it('when it is of a format that this release does not read', async () => {
    const head = encodeRecord('H', Buffer.from('{"product":"perennial","format":2}'));
    await expect(readBackup(store('newer', zstdCompressSync(head)), signal)).rejects.toThrow(/has format 2/);
  });
});
