import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addKey, openKeyring } from './keyring-file.ts';

describe('the keys of an installation', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'perennial-keys-'));

  it('are made once, for their owner alone, and found again', () => {
    const dataFolder = join(folder(), 'new');
    const first = openKeyring({ dataFolder });
    expect(openKeyring({ dataFolder })).toEqual(first);
    expect(statSync(join(dataFolder, 'keys.json')).mode & 0o077).toBe(0);
  });

  it('differ between installations', () => {
    const [one, other] = [openKeyring({ dataFolder: folder() }), openKeyring({ dataFolder: folder() })];
    expect(one.hashKeys[0]?.key).not.toEqual(other.hashKeys[0]?.key);
  });

  it('are never replaced when the file cannot be read', () => {
    const dataFolder = folder();
    writeFileSync(join(dataFolder, 'keys.json'), '{"currentMasterKeyId":"m1"');
    expect(() => openKeyring({ dataFolder })).toThrow('cannot be read');
  });

  it('stay when new ones are taken into use, for their owner alone still', () => {
    const dataFolder = folder();
    const before = openKeyring({ dataFolder });
    expect([addKey(dataFolder, 'hash'), addKey(dataFolder, 'master')]).toEqual(['2', 'm2']);
    const after = openKeyring({ dataFolder });
    expect(after.hashKeys.map((key) => key.id)).toEqual([2, 1]);
    expect(after.hashKeys[1]).toEqual(before.hashKeys[0]);
    expect(after.currentMasterKeyId).toBe('m2');
    expect(after.masterKeys.get('m1')).toEqual(before.masterKeys.get('m1'));
    expect(after.masterKeys.get('m2')).not.toEqual(before.masterKeys.get('m1'));
    expect(statSync(join(dataFolder, 'keys.json')).mode & 0o077).toBe(0);
  });

  it('come from the environment when they stand there, and refuse a short key', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const keys = (one: string) =>
      JSON.stringify({ currentMasterKeyId: 'a', masterKeys: { a: one }, hashKeys: [{ id: 3, key }] });
    expect(openKeyring({ dataFolder: '/nowhere', keys: keys(key) }).hashKeys[0]?.id).toBe(3);
    expect(() => openKeyring({ dataFolder: '/nowhere', keys: keys('AAAA') })).toThrow(RangeError);
  });
});
