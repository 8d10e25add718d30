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

  it('have names that no other installation has', () => {
    const [one, other] = [openKeyring({ dataFolder: folder() }), openKeyring({ dataFolder: folder() })];
    const names = [one, other].flatMap((keys) => [...keys.masterKeys.keys(), ...keys.hashKeys.map((key) => key.id)]);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it('of before go on under their old names, and new ones beside them get new ones', () => {
    const dataFolder = folder();
    const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
    const hashKeys = [
      { id: 12, key: key(2) },
      { id: 1, key: key(1) },
    ];
    const file = { currentMasterKeyId: 'm1', masterKeys: { m1: key(3) }, hashKeys };
    writeFileSync(join(dataFolder, 'keys.json'), JSON.stringify(file));
    const added = [addKey(dataFolder, 'hash'), addKey(dataFolder, 'master')];
    const keyring = openKeyring({ dataFolder });
    expect(keyring.hashKeys.map(({ id }) => id)).toEqual([
      added[0],
      '00000000-0000-0000-0000-000000000012',
      '00000000-0000-0000-0000-000000000001',
    ]);
    expect(keyring.currentMasterKeyId).toBe(added[1]);
    expect(keyring.masterKeys.get('m1')).toEqual(Buffer.alloc(32, 3));
  });

  it('are never replaced when the file cannot be read', () => {
    const dataFolder = folder();
    writeFileSync(join(dataFolder, 'keys.json'), '{"currentMasterKeyId":"m1"');
    expect(() => openKeyring({ dataFolder })).toThrow('cannot be read');
  });

  it('stay when new ones are taken into use, for their owner alone still', () => {
    const dataFolder = folder();
    const before = openKeyring({ dataFolder });
    const [hashKey, masterKey] = [addKey(dataFolder, 'hash'), addKey(dataFolder, 'master')];
    const after = openKeyring({ dataFolder });
    expect(after.hashKeys.map((key) => key.id)).toEqual([hashKey, before.hashKeys[0]?.id]);
    expect(after.hashKeys[1]).toEqual(before.hashKeys[0]);
    expect(after.currentMasterKeyId).toBe(masterKey);
    const older = before.masterKeys.get(before.currentMasterKeyId);
    expect(after.masterKeys.get(before.currentMasterKeyId)).toEqual(older);
    expect(after.masterKeys.get(masterKey)).not.toEqual(older);
    expect(statSync(join(dataFolder, 'keys.json')).mode & 0o077).toBe(0);
  });

  it('come from the environment when they stand there, and refuse a short key', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const keys = (one: string) =>
      JSON.stringify({ currentMasterKeyId: 'a', masterKeys: { a: one }, hashKeys: [{ id: 3, key }] });
    expect(openKeyring({ dataFolder: '/nowhere', keys: keys(key) }).hashKeys[0]?.key).toEqual(Buffer.alloc(32, 7));
    expect(() => openKeyring({ dataFolder: '/nowhere', keys: keys('AAAA') })).toThrow(RangeError);
  });
});
