import { capabilities } from '@perennial/contracts';
import { describe, expect, it } from 'vitest';
import { commandLineCaller, nameOfCaller, refusal, storesOf } from './caller.ts';
import type { KeyCaller } from './caller.ts';

const key: KeyCaller = { kind: 'key', id: 'k1', name: 'command line', scopes: ['members.read'] };

describe('who types a command', () => {
  it('may do all, in every store', () => {
    expect(capabilities.filter((capability) => refusal(commandLineCaller, capability) !== undefined)).toEqual([]);
    expect(storesOf(commandLineCaller)).toBeUndefined();
  });

  it('is told from a key of the same name, which may no more than its scopes', () => {
    expect(nameOfCaller(commandLineCaller)).toBe('command line');
    expect(nameOfCaller(key)).toBe('key command line');
    expect(refusal(key, 'members.read')).toBeUndefined();
    expect(refusal(key, 'members.erase')?.en).toContain('members.erase');
    expect(refusal(key, 'keys.manage')).toBeDefined();
  });
});
