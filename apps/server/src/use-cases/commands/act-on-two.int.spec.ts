import { eraseMember } from '@perennial/engine';
import type { MemberPlace } from '@perennial/engine';
import { facets, noProperties } from '@perennial/domain';
import { keptOf } from '@perennial/contracts/ingest';
import { createPrivacyStore } from '@perennial/postgres';
import { createCommandInstallation, createPreparer, placeOf, testShardCount } from '@perennial/postgres/testing';
import type { CommandInstallation } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallContext } from '../kernel/call-context.ts';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { createFindMember } from '../members/find-member.ts';
import { createActOnTwo } from './act-on-two.ts';
import type { ActOnTwo } from './act-on-two.ts';
import { createFindPlace } from './find-living.ts';

const prepare = createPreparer();
const key: Caller = { kind: 'key', id: 'k1', name: 'till', scopes: ['members.tag'] };
const device: Caller = { kind: 'device', id: 'd1', name: 'till', storeId: 's1' };

let installation: CommandInstallation;
let actOnTwo: ActOnTwo;

beforeAll(async () => {
  installation = await createCommandInstallation();
  const findPlace = createFindPlace(createFindMember(installation.database, testShardCount), testShardCount);
  actOnTwo = createActOnTwo({ commands: installation.createCommands(), findPlace });
});
afterAll(async () => {
  await installation?.close();
});

let serial = 0;
async function newMember(storeId = ''): Promise<MemberPlace> {
  serial += 1;
  const identities = [{ type: 'phone', value: `+86135${String(serial).padStart(8, '0')}` }];
  return placeOf((await installation.append([{ ...prepare({ messageId: `t-${serial}`, identities }), storeId }]))[0]);
}

function by(caller: Caller, idempotencyKey: string): CallContext {
  const command = { key: idempotencyKey, said: {} };
  return { caller, command, requestId: `r-${serial}`, signal: new AbortController().signal };
}

/** Passes on nothing: which is answered, and logged nowhere. */
const passing = (member: MemberPlace, other: MemberPlace) => ({
  memberId: member.id,
  otherId: other.id,
  command: 'passShare',
  input: { resource: 'nothing', units: 0 },
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ProblemError ? error.code : 'no problem';
}

describe('a command over two members', () => {
  it('is carried out for who may see both, under the caller’s key', async () => {
    const [one, other] = [await newMember(), await newMember()];
    const first = await actOnTwo(by(key, 'a'), passing(one, other));
    expect(first).toMatchObject({ kind: 'done', memberId: one.id, isRepeat: false });
    expect(await actOnTwo(by(key, 'a'), passing(one, other))).toEqual({ ...first, isRepeat: true });
    expect(await actOnTwo(by({ ...key, id: 'k2' }, 'a'), passing(other, one))).toMatchObject({ isRepeat: false });
  });

  it('is not for who is confined to stores where either was never seen', async () => {
    const [seen, other, unseen] = [await newMember('s1'), await newMember('s1'), await newMember('s2')];
    await installation.foldAll();
    expect((await actOnTwo(by(device, 'both seen'), passing(seen, other))).kind).toBe('done');
    for (const asked of [passing(seen, unseen), passing(unseen, seen)])
      expect(await codeOf(actOnTwo(by(device, `d-${asked.memberId}`), asked))).toBe('member.not_found');
  });

  it('hears of one who is erased since that she is, whichever of the two', async () => {
    const [one, other] = [await newMember(), await newMember()];
    await actOnTwo(by(key, 'one first'), passing(one, other));
    await actOnTwo(by(key, 'other first'), passing(other, one));
    const privacy = {
      store: createPrivacyStore(installation.database, facets),
      keyring: installation.keyring,
      audit: async () => undefined,
      kept: () => keptOf(noProperties),
    };
    await eraseMember(privacy, other, { by: 'test', reason: 'asked for' });
    const rejected = { kind: 'rejected', code: 'member.erased' };
    expect(await actOnTwo(by(key, 'one first'), passing(one, other))).toMatchObject(rejected);
    expect(await actOnTwo(by(key, 'other first'), passing(other, one))).toMatchObject(rejected);
    expect(await actOnTwo(by(key, 'new'), passing(one, other))).toMatchObject(rejected);
  });
});
