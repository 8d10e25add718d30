import { describe, expect, it } from 'vitest';
import { createKeyring, type HashKey } from '../keys/keyring.ts';
import { createClaim } from './claims.ts';

function hashKey(fill: number): HashKey {
  return { id: `00000000-0000-0000-0000-${String(fill).padStart(12, '0')}`, key: Buffer.alloc(32, fill) };
}

function keyringOf(...hashKeys: readonly HashKey[]) {
  return createKeyring({ masterKeys: new Map([['a', Buffer.alloc(32, 9)]]), currentMasterKeyId: 'a', hashKeys });
}

const call = { caller: 'user:1', key: 'k', body: { tag: 'vip', action: 'add' } };

describe('a claim', () => {
  it('is the same for the same call, however its body is written', () => {
    const keyring = keyringOf(hashKey(1));
    const other = { ...call, body: { action: 'add', tag: 'vip' } };
    expect(createClaim(keyring, other)).toEqual(createClaim(keyring, call));
  });

  it('has another id for another key or caller, and another body for another body', () => {
    const keyring = keyringOf(hashKey(1));
    const claims = [call, { ...call, key: 'l' }, { ...call, caller: 'user:12' }].map((one) =>
      createClaim(keyring, one),
    );
    expect(new Set(claims.map(({ id }) => id)).size).toBe(3);
    expect(new Set(claims.map(({ bodyHash }) => bodyHash)).size).toBe(1);
    const body = createClaim(keyring, { ...call, body: { tag: 'gold', action: 'add' } });
    expect(body.id).toBe(claims[0]?.id);
    expect(body.bodyHash).not.toBe(claims[0]?.bodyHash);
  });

  it('does not mistake the end of a caller for the beginning of a key', () => {
    const keyring = keyringOf(hashKey(1));
    const ids = [
      { ...call, caller: 'user:1', key: '2k' },
      { ...call, caller: 'user:12', key: 'k' },
    ].map((one) => createClaim(keyring, one).id);
    expect(new Set(ids).size).toBe(2);
  });

  it('stays when a newer hash key is taken into use, and says nothing without the key', () => {
    const claim = createClaim(keyringOf(hashKey(1)), call);
    expect(createClaim(keyringOf(hashKey(2), hashKey(1)), call)).toEqual(claim);
    expect(createClaim(keyringOf(hashKey(2)), call)).not.toEqual(claim);
  });
});
