import type { MemberReference } from '@perennial/contracts';
import { keptOf } from '@perennial/contracts/ingest';
import type { FactPayload } from '@perennial/domain';
import { eraseMember } from '@perennial/engine';
import type { MemberPlace } from '@perennial/engine';
import { createPrivacyStore } from '@perennial/postgres';
import { facets, noProperties } from '@perennial/domain';
import { listAudit } from '@perennial/postgres/access';
import { createCommandInstallation, createPreparer, placeOf, testShardCount } from '@perennial/postgres/testing';
import type { CommandInstallation } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Caller } from '../kernel/caller.ts';
import { createFindMember } from '../members/find-member.ts';
import type { Referred } from '../members/resolve-reference.ts';
import { createActOnMany } from './act-on-many.ts';
import type { ActOnMany, OneCommand } from './act-on-many.ts';
import { createFindPlace } from './find-living.ts';

const prepare = createPreparer();
const till: Caller = { kind: 'key', id: 'k1', name: 'till', scopes: ['members.tag'] };
const unknownId = '00000000-0000-7000-8000-00000000beef';
const unknownPhone = 'phone:+8613700000000';
const sharedPhone = 'phone:+8613700000001';

let installation: CommandInstallation;
let actOnMany: ActOnMany;

beforeAll(async () => {
  installation = await createCommandInstallation();
  const { database } = installation;
  actOnMany = createActOnMany({
    audit: createAudit(database),
    commands: installation.createCommands(),
    findPlace: createFindPlace(createFindMember(database, testShardCount), testShardCount),
    resolveReference: async (reference) => referredBy(reference),
  });
});
afterAll(async () => {
  await installation?.close();
});

/** Identities name nobody here, but for one that is two people's. */
function referredBy(reference: MemberReference): Referred {
  if (reference.kind === 'id') return { kind: 'member', memberId: reference.memberId };
  return reference.readings.some(({ value }) => sharedPhone.endsWith(value)) ? { kind: 'several' } : { kind: 'nobody' };
}

let serial = 0;

async function newMember(): Promise<MemberPlace> {
  serial += 1;
  const identities = [{ type: 'phone', value: `+86136${String(serial).padStart(8, '0')}` }];
  const payload = '{"attributes":{"city":"上海"}}';
  const fact = prepare({ messageId: `m-${serial}`, type: 'attributes.changed', payload, identities });
  return placeOf((await installation.append([fact]))[0]);
}

function by(caller: Caller, requestId = `r-${serial}`): CallContext {
  return { caller, requestId, signal: new AbortController().signal };
}

const tagOf = (member: string, tag: string, more: Partial<OneCommand> = {}): OneCommand => ({
  member,
  command: 'tag',
  input: { tag, action: 'add' },
  ...more,
});

async function answersTo(commands: readonly OneCommand[], context = by(till)) {
  return (await actOnMany(context, { commands })).answers;
}

async function actsOf(requestId: string) {
  const query = { beforeId: Number.MAX_SAFE_INTEGER, action: 'member.commanded', actor: '', subject: '', limit: 100 };
  const acts = (await listAudit(installation.database, query)).filter((act) => act.request_id === requestId);
  return acts.map(({ subject, reason, outcome }) => [subject, reason, outcome].join('|')).toSorted();
}

async function countOf(table: 'command' | 'audit_log'): Promise<number> {
  const text = `select count(*)::integer as n from ${table}`;
  return (await installation.database.rows<{ n: number }>({ name: `test_count_${table}`, text }, []))[0]?.n ?? 0;
}

describe('many commands', () => {
  it('are answered one by one in their order, and two to one member are carried out in it', async () => {
    const [one, other] = [await newMember(), await newMember()];
    const remove = { tag: 'vip', action: 'remove' };
    const answers = await answersTo([
      tagOf(one.id, 'vip'),
      tagOf(other.id, 'vip'),
      { member: one.id, command: 'tag', input: remove },
      { member: one.id, command: 'attribute', input: { attributes: { shoe: 38, city: '上海' } } },
    ]);
    expect(answers).toMatchObject([
      { outcome: 'done', memberId: one.id, answer: { changed: 1, tags: ['vip'] } },
      { outcome: 'done', memberId: other.id, answer: { changed: 1, tags: ['vip'] } },
      { outcome: 'done', memberId: one.id, answer: { changed: 1, tags: [] } },
      { outcome: 'done', memberId: one.id, answer: { changed: 1 } },
    ]);
  });

  it('have each the key that was sent with it or one that is made, and hear their first answers when sent again', async () => {
    const member = await newMember();
    const commands = [tagOf(member.id, 'a', { key: 'many-a' }), tagOf(member.id, 'b')];
    const first = await answersTo(commands);
    expect(first).toMatchObject([
      { key: 'many-a', isRepeat: false },
      { key: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
    const again = await answersTo([...commands, tagOf(member.id, 'b', { key: first[1]?.key ?? '' })]);
    expect(again).toMatchObject([
      { outcome: 'done', isRepeat: true, answer: { changed: 1, tags: ['a'] } },
      { outcome: 'done', isRepeat: false, answer: { changed: 0, tags: ['a', 'b'] } },
      { outcome: 'done', isRepeat: true, answer: { changed: 1, tags: ['a', 'b'] } },
    ]);
  });

  it('have keys that belong to their caller, and stand for one command each', async () => {
    const member = await newMember();
    const keyed = (tag: string) => tagOf(member.id, tag, { key: 'mine' });
    const [first, reused] = await answersTo([keyed('a'), keyed('b')]);
    expect([first, reused]).toMatchObject([{ outcome: 'done' }, { outcome: 'refused', code: 'command.key_reused' }]);
    const stranger: Caller = { ...till, id: 'k2' };
    expect(await answersTo([keyed('b')], by(stranger))).toMatchObject([{ outcome: 'done', isRepeat: false }]);
  });

  it('fail for themselves alone', async () => {
    const member = await newMember();
    const attribute = (attributes: FactPayload['x']) => ({
      member: member.id,
      command: 'attribute',
      input: { attributes: attributes ?? null },
    });
    const answers = await answersTo([
      tagOf(unknownId, 'x', { key: 'unknown' }),
      tagOf(unknownPhone, 'x'),
      tagOf(sharedPhone, 'x'),
      tagOf('nothing like a reference', 'x'),
      { member: member.id, command: 'tag', input: { tag: 'x' } },
      attribute({ name: 7 }),
      attribute([]),
      tagOf(member.id, 'x'),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([
      'member.not_found',
      'member.not_found',
      'member.ambiguous',
      'member.not_found',
      'request.invalid',
      'request.invalid',
      'request.invalid',
      undefined,
    ]);
    const title = { en: expect.stringMatching(/\w/), zh: expect.stringMatching(/\p{Script=Han}/u) };
    expect(answers[0]).toEqual({
      outcome: 'refused',
      key: 'unknown',
      isRepeat: false,
      code: 'member.not_found',
      title,
    });
    expect(answers.at(-1)?.outcome).toBe('done');
  });
});

describe('whoever may tag', () => {
  it.each([
    ['that moves value', 'takeShare', { resource: 'stock', units: 1 }],
    ['that nobody knows', 'fly', {}],
  ])('has no command carried out %s, with a key or without, and uses none up', async (_what, command, input) => {
    const member = await newMember();
    const before = await countOf('command');
    const one = { member: member.id, command, input };
    const answers = await answersTo([one, { ...one, key: `value-${command}` }]);
    expect(answers).toMatchObject([
      { outcome: 'refused', key: '', code: 'request.invalid' },
      { outcome: 'refused', key: `value-${command}`, code: 'request.invalid' },
    ]);
    expect(await countOf('command')).toBe(before);
  });

  it('and is confined to stores acts on nobody who was never there', async () => {
    const member = await newMember();
    const device: Caller = { kind: 'device', id: 'd1', name: 'till', storeId: 's1' };
    expect(await answersTo([tagOf(member.id, 'x')], by(device))).toMatchObject([
      { outcome: 'refused', code: 'member.not_found' },
    ]);
  });

  it('hears of one who is erased that she is, also under a key that was answered before', async () => {
    const member = await newMember();
    const before = tagOf(member.id, 'x', { key: 'before' });
    expect(await answersTo([before])).toMatchObject([{ outcome: 'done' }]);
    const privacy = {
      store: createPrivacyStore(installation.database, facets),
      keyring: installation.keyring,
      audit: async () => undefined,
      kept: () => keptOf(noProperties),
    };
    await eraseMember(privacy, member, { by: 'test', reason: 'asked for' });
    for (const one of [before, tagOf(member.id, 'x', { key: 'after' })])
      expect(await answersTo([one])).toMatchObject([{ outcome: 'rejected', code: 'member.erased' }]);
  });
});

describe('the audit log', () => {
  it('says of each to whom it was done, or that it was not, and names nobody by an identity', async () => {
    const member = await newMember();
    const attributes = { shoe: 39 };
    const commands = [
      tagOf(member.id, 'vip', { key: 'audited' }),
      { member: member.id, command: 'attribute', input: { attributes } },
      { member: member.id, command: 'attribute', input: { attributes: { name: 7 } } },
      tagOf(unknownPhone, 'vip'),
      { member: member.id, command: 'fly', input: {} },
    ];
    await answersTo(commands, by(till, 'audited'));
    expect(await actsOf('audited')).toEqual(
      [
        `${member.id}/vip|tag|done`,
        `${member.id}|attribute|done`,
        '|attribute|refused',
        '|tag|refused',
        '|fly|refused',
      ].toSorted(),
    );
    await answersTo(commands.slice(0, 1), by(till, 'audited again'));
    expect(await actsOf('audited again')).toEqual([`${member.id}/vip|tag|done`]);
  });

  it('takes nothing of what was rolled back', async () => {
    const member = await newMember();
    const before = await countOf('audit_log');
    let failures = 0;
    const { commandStore, database } = installation;
    const failing = createActOnMany({
      audit: createAudit(database),
      commands: installation.createCommands({
        store: {
          transaction: (name, work) =>
            commandStore.transaction(name, async (transaction) => {
              const result = await work(transaction);
              failures += 1;
              if (failures === 1) throw new Error('lost before the commit');
              return result;
            }),
        },
      }),
      findPlace: createFindPlace(createFindMember(database, testShardCount), testShardCount),
      resolveReference: async (reference) => referredBy(reference),
    });
    const commands = [tagOf(member.id, 'vip', { key: 'lost' })];
    expect((await failing(by(till, 'lost'), { commands })).answers).toMatchObject([
      { outcome: 'refused', key: 'lost', code: 'server.failed' },
    ]);
    expect([await actsOf('lost'), await countOf('audit_log')]).toEqual([[`${member.id}/vip|tag|failed`], before + 1]);
    expect((await failing(by(till, 'kept'), { commands })).answers).toMatchObject([
      { outcome: 'done', isRepeat: false },
    ]);
    expect(await actsOf('kept')).toEqual([`${member.id}/vip|tag|done`]);
  });
});
