import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { isUnwritable } from '@perennial/postgres';
import { removeOldUploads } from './kept-files/upload-retention.ts';
import { createUploads } from './uploads.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'perennial-uploads-'));
const folder = join(dataFolder, 'uploads');
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

const { signal } = new AbortController();
const row = 'order_id,phone,ordered_at,amount\n1,13800138001,2026-01-13,9\n';
const hourMs = 3_600_000;

describe('a file that is sent', () => {
  it('ends at the bound, also without a stated length, and nothing of it is left', async () => {
    const uploads = createUploads({ dataFolder, bytesMax: 1000 });
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 100;
        yield Buffer.alloc(100, 0x61);
      }
    }
    const sending = uploads.add({ fileName: 'a.csv', content: Readable.from(endless()), signal });
    await expect(sending).rejects.toMatchObject({ code: 'request.too_large', facts: { context: { bytesMax: 1000 } } });
    expect(given).toBeLessThan(5000);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing when the sender goes away', async () => {
    const uploads = createUploads({ dataFolder });
    const content = new Readable({ read() {} });
    content.push(row);
    const sending = uploads.add({ fileName: 'a.csv', content, signal });
    await expect.poll(() => readdirSync(folder).map((name) => name.slice(-5))).toEqual(['.part']);
    content.destroy(new Error('gone'));
    await expect(sending).rejects.toThrow('gone');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing on a disk that is full, and is answered as that', async (context) => {
    const small = mkdtempSync(join(tmpdir(), 'perennial-small-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      rmSync(small, { recursive: true, force: true });
      process.stderr.write('notice: no file system can be mounted here; left out: an upload to a full disk\n');
      context.skip();
    }
    try {
      const uploads = createUploads({ dataFolder: small });
      const content = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(16_384, 0x61)));
      const error: unknown = await uploads.add({ fileName: 'a.csv', content, signal }).catch((one: unknown) => one);
      expect(isUnwritable(error)).toBe(true);
      expect(readdirSync(join(small, 'uploads'))).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
      rmSync(small, { recursive: true, force: true });
    }
  });
});

describe('what nobody imports', () => {
  const age = (name: string, hours: number) => {
    const at = new Date(Date.now() - hours * hourMs);
    utimesSync(join(folder, name), at, at);
  };

  it('goes after the stated time, whichever process took it in, and half a file after an hour', async () => {
    mkdirSync(folder, { recursive: true });
    for (const name of ['old', 'old.name', 'new', 'half.part', 'sending.part']) writeFileSync(join(folder, name), row);
    for (const name of ['old', 'old.name']) age(name, 25);
    age('new', 23);
    age('half.part', 2);
    const removed = await removeOldUploads({ dataFolder, keptMs: 24 * hourMs, now: Date.now() });
    expect(removed).toBe(3);
    expect(readdirSync(folder).toSorted()).toEqual(['new', 'sending.part']);
    expect(await removeOldUploads({ dataFolder: join(dataFolder, 'none'), keptMs: 1, now: Date.now() })).toBe(0);
  });

  it('counts from its last use', async () => {
    const uploads = createUploads({ dataFolder });
    const held = await uploads.add({ fileName: 'till.csv', content: Readable.from([Buffer.from(row)]), signal });
    await held.release('kept');
    age(held.id, 25);
    const again = await uploads.hold(held.id);
    await removeOldUploads({ dataFolder, keptMs: 24 * hourMs, now: Date.now() });
    expect(readdirSync(folder)).toContain(held.id);
    await again.release('done');
    expect(readdirSync(folder)).not.toContain(held.id);
  });
});
