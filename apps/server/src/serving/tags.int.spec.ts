import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, order, settled, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
const people = 12;
const withTag = (tag: string) => JSON.stringify({ field: `tag.${tag}`, operator: '=', value: true });
const bought = { field: 'purchase.count', operator: '>=', value: 1 };

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
  const facts = Array.from({ length: people }, (_, n) =>
    order(`t${n}`, 4, { identities: { phone: `+8613744${String(n).padStart(6, '0')}` } }),
  );
  await served.send(facts);
  await served.caughtUp();
});
afterAll(() => served.close());

type Change = Parameters<Client['tags']['change']>[0]['body'];

/** Resolves with the change at its end, when the lens holds it. */
async function changed(body: Change) {
  const { id } = await administrator.tags.change({ body });
  const params = { changeId: id };
  await settled(async () => expect((await administrator.tags.progress({ params })).finishedAt).not.toBeNull());
  await served.caughtUp();
  return administrator.tags.progress({ params });
}

const countOf = async (condition: string) => (await administrator.members.list({ query: { condition } })).count;
const tagsNow = async () => (await administrator.tags.list()).items.map(({ tag, members }) => [tag, members] as const);
const all = JSON.stringify(bought);

const nobody = '00000000-0000-4000-8000-000000000000';

describe('tags of many', () => {
  it('are given to all whom a list shows, once their number is confirmed, and taken off those alone who had them not', async () => {
    const membersMeant = await countOf(all);
    expect(membersMeant).toBe(people + 2);
    const [first] = (await administrator.members.list({ query: { condition: all } })).items;
    await administrator.members.addTag({ params: { memberId: first?.id ?? '', tag: 'vip' } });
    await served.caughtUp();
    const add = { kind: 'add', tag: 'vip', filter: { condition: all }, membersMeant } as const;
    const wrong = administrator.tags.change({ body: { ...add, membersMeant: 3 } });
    expect(await codeOf(wrong)).toBe('members.count_changed');
    const done = await changed(add);
    expect(done).toMatchObject({ status: 'succeeded', changed: people + 1, refused: 0, done: people + 2, tag: 'vip' });
    const [listed] = (await administrator.tags.list()).items;
    expect(listed).toMatchObject({ tag: 'vip', members: people + 2, isMasked: false });
    expect(await countOf(withTag('vip'))).toBe(listed?.members);
    expect(Date.parse(String(listed?.lastUsedAt))).toBeGreaterThan(Date.now() - 60_000);
    expect(await changed({ kind: 'undo', changeId: done.id })).toMatchObject({ kind: 'undo', changed: people + 1 });
    expect(await tagsNow()).toEqual([['vip', 1]]);
  });

  it('are renamed and deleted wherever they stand, and what was deleted comes back', async () => {
    await changed({ kind: 'add', tag: 'old', filter: { condition: all }, membersMeant: people + 2 });
    expect(await changed({ kind: 'rename', tag: 'old', to: 'new name', membersMeant: people + 2 })).toMatchObject({
      changed: people + 2,
      to: 'new name',
    });
    expect(await tagsNow()).toEqual([
      ['new name', people + 2],
      ['vip', 1],
    ]);
    const gone = await changed({ kind: 'delete', tag: 'new name', membersMeant: people + 2 });
    expect(await tagsNow()).toEqual([['vip', 1]]);
    await changed({ kind: 'undo', changeId: gone.id });
    expect(await tagsNow()).toHaveLength(2);
    const same = administrator.tags.change({ body: { kind: 'rename', tag: 'vip', to: 'vip', membersMeant: 1 } });
    expect(await codeOf(same)).toBe('request.invalid');
  });

  it('stand in the audit log once, with how many, and in the timeline of each by whom', async () => {
    const { items } = await administrator.audit.list({ query: { action: 'members.tags_changed' } });
    expect(items.at(-1)).toMatchObject({
      subject: 'vip',
      outcome: 'done',
      reason: `add: ${people + 1} of ${people + 2} members changed`,
    });
    const { items: listed } = await administrator.members.list({ query: { condition: all } });
    const { items: told } = await administrator.members.timeline({ params: { memberId: listed[3]?.id ?? '' } });
    expect(told[0]).toMatchObject({ kind: 'decision', type: 'tag', by: expect.stringContaining('First') });
  });

  it('are changed by their masked name where they look personal', async () => {
    const tag = 'call 13812345678';
    await changed({ kind: 'add', tag, filter: { condition: all }, membersMeant: people + 2 });
    const masked = (await administrator.tags.list()).items.find(({ isMasked }) => isMasked)?.tag ?? '';
    expect(masked).not.toContain('13812345678');
    await changed({ kind: 'delete', tag: masked, membersMeant: people + 2 });
    expect((await administrator.tags.list()).items.some(({ isMasked }) => isMasked)).toBe(false);
  });

  it('are as before when a renaming onto another tag is taken back', async () => {
    const some = JSON.stringify({ field: 'purchase.count', operator: '>=', value: 1 });
    const few = (await administrator.members.list({ query: { condition: some } })).count;
    await changed({ kind: 'add', tag: 'first', filter: { condition: some }, membersMeant: few });
    await changed({ kind: 'add', tag: 'second', filter: { condition: all }, membersMeant: people + 2 });
    const { id } = await changed({ kind: 'rename', tag: 'first', to: 'second', membersMeant: few });
    await changed({ kind: 'undo', changeId: id });
    const counts = Object.fromEntries((await administrator.tags.list()).items.map((one) => [one.tag, one.members]));
    expect([counts['first'], counts['second']]).toEqual([few, people + 2]);
  });

  it('are for administrators and operators, and a job that there is not is not found', async () => {
    const { link } = await administrator.users.create({
      body: { email: 'a@example.com', name: 'A', role: 'analyst' },
    });
    const analyst = served.clientWith(await served.signInByLink(link.url));
    expect((await analyst.tags.list()).items.length).toBeGreaterThan(0);
    const body = { kind: 'delete', tag: 'vip', membersMeant: 1 } as const;
    expect(await codeOf(analyst.tags.change({ body }))).toBe('auth.forbidden');
    expect(await codeOf(administrator.tags.change({ body: { kind: 'undo', changeId: nobody } }))).toBe('job.not_found');
    expect(await codeOf(administrator.tags.progress({ params: { changeId: nobody } }))).toBe('job.not_found');
  });
});
