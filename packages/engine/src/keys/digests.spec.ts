import { describe, expect, it } from 'vitest';
import { messageKey, messageKeyCheck, unkeyedMessageKey } from './digests.ts';
import { createKeyring, type HashKey } from './keyring.ts';

function hashKey(fill: number): HashKey {
  return { id: `00000000-0000-0000-0000-${String(fill).padStart(12, '0')}`, key: Buffer.alloc(32, fill) };
}

function keyringOf(...hashKeys: readonly HashKey[]) {
  return createKeyring({ masterKeys: new Map([['a', Buffer.alloc(32, 9)]]), currentMasterKeyId: 'a', hashKeys });
}

describe('the key of a message', () => {
  it('is the same for the same message, and another for another source or id', () => {
    const keyring = keyringOf(hashKey(1));
    expect(messageKey(keyring, 'shop', 'm1')).toBe(messageKey(keyringOf(hashKey(1)), 'shop', 'm1'));
    const keys = [
      messageKey(keyring, 'shop', 'm1'),
      messageKey(keyring, 'shop', 'm2'),
      messageKey(keyring, 'till', 'm1'),
    ];
    expect(new Set(keys).size).toBe(3);
  });

  it('says nothing without the key: another installation has another one, and the plain digest is neither', () => {
    const keys = [messageKey(keyringOf(hashKey(1)), 'shop', 'm1'), messageKey(keyringOf(hashKey(2)), 'shop', 'm1')];
    expect(new Set([...keys, unkeyedMessageKey('shop', 'm1')]).size).toBe(3);
  });

  it('stays when a newer hash key is taken into use, by processes with it and without it alike', () => {
    const before = keyringOf(hashKey(1));
    const after = keyringOf(hashKey(2), hashKey(1));
    expect(messageKey(after, 'shop', 'm1')).toBe(messageKey(before, 'shop', 'm1'));
    expect(messageKeyCheck(after)).toBe(messageKeyCheck(before));
  });

  it('has a check that tells keyrings apart and is no message key', () => {
    const keyring = keyringOf(hashKey(1));
    expect(messageKeyCheck(keyring)).not.toBe(messageKeyCheck(keyringOf(hashKey(2), hashKey(3))));
    expect(messageKeyCheck(keyring)).not.toBe(messageKey(keyring, '', ''));
  });
});
