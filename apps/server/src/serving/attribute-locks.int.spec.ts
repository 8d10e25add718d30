import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, phone } from './testing/served-platform.ts';
import { nextKey, startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

let server: WalletServer;
let params: { memberId: string };

beforeAll(async () => {
  const attributes = [
    { name: 'birthday', personal: false, lock: { changes: 1, every: 'year' } },
    { name: 'city', personal: false },
  ];
  server = await startWalletServer({ 'properties.json': { attributes } });
  params = { memberId: server.memberId };
});
afterAll(() => server?.close());

const members = () => server.administrator.members;
const set = (birthday: string | null) =>
  members().setAttributes({ params, body: { attributes: { birthday } }, idempotencyKey: nextKey() });
const birthdayOf = async () =>
  (await members().get({ params })).attributes.find(({ name }) => name === 'birthday')?.value;

describe('a locked attribute', () => {
  it('may be set and changed once; then it is refused with its own code', async () => {
    expect(await set('05-17')).toEqual({ changed: 1 });
    expect(await set('05-18')).toEqual({ changed: 1 });
    expect(await codeOf(set('05-19'))).toBe('attribute.locked');
    expect(await codeOf(set(null))).toBe('attribute.locked');
    expect(await birthdayOf()).toBe('05-18');
  });

  it('is not let pass in a batch, which cannot override', async () => {
    const input = { attributes: { birthday: '05-19' }, reason: 'because', by: 'till' };
    const { answers } = await members().act({
      body: {
        commands: [
          { command: 'attribute', member: params.memberId, input: { attributes: { birthday: '05-19' } } },
          { command: 'overrideAttribute', member: params.memberId, input },
        ],
      },
    });
    expect(answers.map(({ code }) => code)).toEqual(['attribute.locked', 'request.invalid']);
    expect(await birthdayOf()).toBe('05-18');
  });

  it('is changed by an administrator with a reason, which its log says', async () => {
    const body = { attributes: { birthday: '05-20' }, reason: 'Read her passport' };
    expect(await members().overrideAttributes({ params, body, idempotencyKey: nextKey() })).toEqual({ changed: 1 });
    const { locks, items } = await members().attributeLog({ params });
    expect(items.map(({ outcome, before, value, reason }) => [outcome, before, value, reason])).toEqual([
      ['overridden', '05-18', '05-20', 'Read her passport'],
      ['changed', '05-17', '05-18', ''],
      ['set', null, '05-17', ''],
    ]);
    expect(locks).toMatchObject([{ attribute: 'birthday', changes: 1, every: 'year', isLocked: true }]);
    expect(locks[0]?.mayChangeAt).toMatch(/Z$/);
  });

  it('is overridden by nobody without a reason, and by no key', async () => {
    const attributes = { birthday: '05-21' };
    const without = members().overrideAttributes({ params, body: { attributes, reason: ' ' } });
    expect(await codeOf(without)).toBe('request.invalid');
    const till = await server.clientWithScopes('members.read', 'members.tag');
    const body = { attributes, reason: 'I like it' };
    expect(await codeOf(till.members.overrideAttributes({ params, body }))).toBe('auth.forbidden');
    expect(await birthdayOf()).toBe('05-20');
  });

  it('has what was refused in the log when a fact brings it, and others are as free as before', async () => {
    const attributes = { birthday: '12-24', city: 'Paris' };
    const occurredAt = server.inHours(1);
    const told = { messageId: 'profile-1', type: 'attributes.changed', identities: { phone } };
    await server.passHours(2);
    await server.send([{ ...told, occurredAt, payload: { attributes } }]);
    await server.caughtUp();
    expect(await birthdayOf()).toBe('05-20');
    const { items } = await members().attributeLog({ params });
    expect(items[0]).toMatchObject({ outcome: 'refused', value: '12-24', before: '05-20' });
    expect(items[0]?.mayChangeAt).not.toBeNull();
    const profile = await members().get({ params });
    expect(profile.attributes.find(({ name }) => name === 'city')?.value).toBe('Paris');
  });

  it('has no log of a member who is erased', async () => {
    const body = { reason: 'she asked', confirm: params.memberId };
    await members().erase({ params, body });
    expect((await members().attributeLog({ params })).items).toEqual([]);
  });
});
