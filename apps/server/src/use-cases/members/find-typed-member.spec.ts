import type { MemberId } from '@perennial/domain';
import { expect, it } from 'vitest';
import type { FoundByIdentity } from './finding/find-by-identity.ts';
import { createFindTypedMember } from './find-typed-member.ts';

// Ids as ours look.
const [mei, lin] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'] as MemberId[];

function find(...found: readonly (readonly [MemberId | undefined, string])[]) {
  const rows = found.map(([memberId, matched]): FoundByIdentity => ({ shard: 0, memberId: memberId!, matched }));
  return createFindTypedMember(async () => rows)('8000');
}

it('names the one member who holds the whole value, whomever its last digits fit', async () => {
  expect(await find([mei, 'phone'])).toEqual({ kind: 'found', memberId: mei });
  expect(await find([lin, 'last_four'], [mei, 'card_no'])).toEqual({ kind: 'found', memberId: mei });
  expect(await find([lin, 'last_four'])).toEqual({ kind: 'found', memberId: lin });
});

it('names nobody where several could be meant, or none is there', async () => {
  expect(await find([mei, 'phone'], [lin, 'card_no'])).toEqual({ kind: 'several', memberIds: [mei, lin] });
  expect(await find([mei, 'last_four'], [lin, 'last_four'])).toEqual({ kind: 'several', memberIds: [mei, lin] });
  expect(await find()).toEqual({ kind: 'none' });
});
