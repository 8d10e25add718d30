import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, phone, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let memberId: string;
let otherId: string;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator, memberId } = served);
  const { items } = await administrator.members.list();
  otherId = items.map(({ id }) => id).find((id) => id !== memberId) ?? '';
});
afterAll(() => served.close());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
}

/** A call as a program of somebody else makes it, with a key of its own for each test. */
async function send({ method, path, body, key }: Sent, secret: string) {
  const answer = await fetch(`${served.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await answer.json()) as Readonly<Record<string, unknown>>;
  return { status: answer.status, key: answer.headers.get('idempotency-key'), json, headers: answer.headers };
}

/** As a program does that was told to come again: a busy machine may not have a turn for everybody in time. */
async function untilAnswered(sent: Sent, secret: string) {
  for (;;) {
    const answer = await send(sent, secret);
    if (answer.status !== 503) return answer;
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

async function createKey(name: string): Promise<string> {
  const scopes = ['members.read', 'members.tag', 'members.merge'] as const;
  return (await administrator.keys.create({ body: { kind: 'api', name, scopes: [...scopes] } })).secret;
}

const tagsOf = async (id: string) => (await administrator.members.get({ params: { memberId: id } })).tags;
const attributesPath = () => `/v1/members/${memberId}/attributes`;

describe('the key of a command', () => {
  it('is made where none is sent, and goes back with the answer', async () => {
    const secret = await createKey('till');
    const first = await send({ method: 'PUT', path: `/v1/members/${memberId}/tags/made` }, secret);
    expect(first.status).toBe(200);
    expect(first.key).toMatch(/^[0-9a-f-]{36}$/);
    const second = await send({ method: 'PUT', path: `/v1/members/${memberId}/tags/made` }, secret);
    expect(second.key).not.toBe(first.key);
  });

  it('gives the first answer again, whatever happened since, and does nothing', async () => {
    const secret = await createKey('till again');
    const body = { attributes: { city: '上海', points: 3 } };
    const command = { method: 'PATCH', path: attributesPath(), body, key: 'set-city' };
    const first = await send(command, secret);
    expect([first.status, first.key, first.json]).toEqual([200, 'set-city', { changed: 2 }]);
    await send({ ...command, body: { attributes: { city: '北京' } }, key: 'set-other' }, secret);
    expect((await send(command, secret)).json).toEqual({ changed: 2 });
    const { attributes } = await administrator.members.get({ params: { memberId } });
    expect(attributes).toContainEqual(expect.objectContaining({ name: 'city', value: '北京' }));
  });

  it('is refused with another body, another member or another route, and belongs to its caller', async () => {
    const [secret, stranger] = await Promise.all([createKey('one'), createKey('two')]);
    const command = { method: 'PATCH', path: attributesPath(), body: { attributes: { size: 'L' } }, key: 'size' };
    expect((await send(command, secret)).status).toBe(200);
    const others = [
      { ...command, body: { attributes: { size: 'M' } } },
      { ...command, path: `/v1/members/${otherId}/attributes` },
      { method: 'PUT', path: `/v1/members/${memberId}/tags/size`, key: 'size' },
    ];
    for (const other of others) {
      const answer = await send(other, secret);
      expect([answer.status, answer.json['code'], answer.key]).toEqual([409, 'command.key_reused', 'size']);
    }
    expect((await send({ ...command, body: { attributes: { size: 'S' } } }, stranger)).status).toBe(200);
  });

  it.each([
    ['with a space', 'a b'],
    ['that is too long', 'k'.repeat(201)],
  ])('%s is invalid', async (_what, key) => {
    const secret = await createKey(`invalid ${key.slice(0, 3)}`);
    const answer = await send({ method: 'PUT', path: `/v1/members/${memberId}/tags/x`, key }, secret);
    expect([answer.status, answer.json['code']]).toEqual([400, 'request.invalid']);
  });

  it('sent twenty times at once does it once', async () => {
    const secret = await createKey('many');
    const command = { method: 'PATCH', path: attributesPath(), body: { attributes: { once: 1 } }, key: 'once' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => untilAnswered(command, secret)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.map(({ json }) => json)).toEqual(answers.map(() => ({ changed: 1 })));
  });
});

describe('attributes', () => {
  it('that are personal are kept as personal ones are, and held to the rules of facts', async () => {
    const params = { memberId };
    await administrator.members.setAttributes({ params, body: { attributes: { nickname: '小梅子' } } });
    expect(JSON.stringify(await administrator.members.get({ params }))).not.toContain('小梅子');
    const { attributes } = await administrator.members.reveal({ params, body: { reason: 'she asked' } });
    expect(attributes).toContainEqual(expect.objectContaining({ name: 'nickname', value: '小梅子' }));
    const wrong = administrator.members.setAttributes({ params, body: { attributes: { nickname: 7 } } });
    expect(await codeOf(wrong)).toBe('request.invalid');
    await administrator.members.setAttributes({ params, body: { attributes: { nickname: null } } });
  });
});

describe('many commands in one call', () => {
  it('are answered one by one, in their order, and sent again as a whole change nothing', async () => {
    const secret = await createKey('batch');
    const tag = (member: string, name: string, key: string) => ({
      member,
      command: 'tag',
      input: { tag: name, action: 'add' },
      key,
    });
    const body = {
      commands: [
        tag(`phone:${phone}`, 'batch', 'b1'),
        tag('phone:+8613700137000', 'batch', 'b2'),
        { ...tag(otherId, 'batch', 'b3'), input: { tag: 'batch' } },
        tag(otherId, 'batch', 'b4'),
        { member: otherId, command: 'fly', input: {} },
      ],
    };
    const first = await send({ method: 'POST', path: '/v1/members/commands', body }, secret);
    const title = { en: expect.stringMatching(/\w/), zh: expect.stringMatching(/\p{Script=Han}/u) };
    expect(first.json['answers']).toMatchObject([
      { outcome: 'done', key: 'b1', memberId, answer: { changed: 1 }, isRepeat: false },
      { outcome: 'refused', key: 'b2', code: 'member.not_found', title },
      { outcome: 'refused', key: 'b3', code: 'request.invalid' },
      { outcome: 'done', key: 'b4', memberId: otherId },
      { outcome: 'refused', code: 'request.invalid' },
    ]);
    const again = await send({ method: 'POST', path: '/v1/members/commands', body }, secret);
    expect(again.json['answers']).toMatchObject([
      { outcome: 'done', isRepeat: true, answer: { changed: 1 } },
      { outcome: 'refused' },
      { outcome: 'refused' },
      { outcome: 'done', isRepeat: true },
      { outcome: 'refused' },
    ]);
    expect(await tagsOf(otherId)).toContain('batch');
  });
});

describe('two members who are one', () => {
  it('are merged on somebody’s word, heard again by a retry, and parted again', async () => {
    const params = { memberId };
    const body = { absorb: otherId, reason: 'the same person, by her word' };
    const merged = await administrator.members.merge({ params, body, idempotencyKey: 'merge' });
    expect(merged).toMatchObject({ survivorId: memberId, absorbedId: otherId });
    expect(await administrator.members.merge({ params, body, idempotencyKey: 'merge' })).toEqual(merged);
    expect(await codeOf(administrator.members.merge({ params, body }))).toBe('merge.same_member');
    await served.caughtUp();
    const tagged = { params: { memberId: otherId, tag: 'moved' } };
    expect((await administrator.members.addTag(tagged)).tags).toContain('moved');
    expect(await tagsOf(memberId)).toContain('moved');
    const undo = { params: { memberId, mergeId: merged.mergeId }, body: { reason: 'they were two' } };
    const parted = await administrator.members.undoMerge({ ...undo, idempotencyKey: 'part' });
    expect(parted).toEqual({ survivorId: memberId, splitId: otherId });
    expect(await administrator.members.undoMerge({ ...undo, idempotencyKey: 'part' })).toEqual(parted);
    expect(await codeOf(administrator.members.undoMerge(undo))).toBe('merge.already_undone');
    expect(await codeOf(administrator.members.merge({ params, body }))).toBe('merge.kept_apart');
  });
});

describe('after an erasure', () => {
  it('every command hears that she is erased, also one that was answered before', async () => {
    const secret = await createKey('before');
    const command = { method: 'PUT', path: `/v1/members/${otherId}/tags/late`, key: 'late' };
    expect((await send(command, secret)).status).toBe(200);
    const reason = 'she asked to be forgotten';
    await administrator.members.erase({ params: { memberId: otherId }, body: { reason, confirm: otherId } });
    for (const key of ['late', 'later']) {
      const answer = await send({ ...command, key }, secret);
      expect([answer.status, answer.json['code']], key).toEqual([410, 'member.erased']);
    }
  });
});
