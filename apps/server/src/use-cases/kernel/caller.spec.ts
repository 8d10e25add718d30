import { describe, expect, it } from 'vitest';
import { nameOfCaller, storesOf } from './caller.ts';

const commandLine = { kind: 'command_line', id: 'command line' } as const;
const key = { kind: 'key', id: 'k1', name: 'command line', scopes: ['members.read'] } as const;
const till = { kind: 'device', id: 'd1', name: 'till 2', storeId: 's1' } as const;
const member = { kind: 'member', id: 'm1' } as const;

describe('a caller', () => {
  it('is told from another of the same name where people read who it was', () => {
    expect([commandLine, key, till, member].map(nameOfCaller)).toEqual([
      'command line',
      'key command line',
      'device till 2',
      'member m1',
    ]);
  });

  it('is confined to the stores that are his: a till to its own, a member to none, who has no stores to see', () => {
    expect([storesOf(commandLine), storesOf(key)]).toEqual([undefined, undefined]);
    expect(storesOf(till)).toEqual(['s1']);
    expect(storesOf(member)).toEqual([]);
  });
});
