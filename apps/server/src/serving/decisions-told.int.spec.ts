import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let members: Client['members'];
let by: string;

const [survivorPhone, absorbedPhone] = ['+8613822220001', '+8613822220002'];
const reason = 'one person';

beforeAll(async () => {
  served = await startServedPlatform();
  ({ members } = served.administrator);
  const orders = [survivorPhone, absorbedPhone].map((phone, n) => ({
    messageId: `decided-${n}`,
    type: 'order.paid',
    occurredAt: new Date(started - (20 - n) * dayMs).toISOString(),
    identities: { phone },
    payload: { orderId: `decided-${n}`, amountMinor: 1_000, currency: 'CNY', lines: [] },
  }));
  await served.send(orders);
  await served.caughtUp();
  const { user } = await served.administrator.session.me();
  by = user.name;
});
afterAll(() => served.close());

async function idOf(q: string): Promise<string> {
  const { items } = await members.search({ query: { q } });
  return items[0]?.member.id ?? '';
}

/** All of her timeline, two entries a page. */
async function timelineOf(memberId: string) {
  const items: Awaited<ReturnType<typeof members.timeline>>['items'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: { limit: number; cursor?: string } = { limit: 2, ...(cursor === '' ? {} : { cursor }) };
    const page = await members.timeline({ params: { memberId }, query });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  const instants = items.map(({ occurredAt }) => Date.parse(occurredAt));
  expect(instants).toEqual(instants.toSorted((a, b) => b - a));
  return items;
}

const decisionsOf = async (memberId: string) =>
  (await timelineOf(memberId)).filter(({ kind }) => kind === 'decision').toReversed();

async function exportOf(memberId: string): Promise<(kind: string) => readonly Record<string, unknown>[]> {
  const text = await (await members.export({ params: { memberId }, body: { reason } })).text();
  const lines = text
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  return (kind) => lines.filter((line) => line['kind'] === kind);
}

describe('what was decided about a member', () => {
  it('stands in her timeline with who decided, what and when, and in her export', async () => {
    const memberId = await idOf(absorbedPhone);
    await members.addTag({ params: { memberId, tag: 'vip' } });
    await members.setAttributes({ params: { memberId }, body: { attributes: { city: '厦门', realName: '王芳芳' } } });
    expect(by).not.toBe('');
    const [tag, attributes, ...none] = await decisionsOf(memberId);
    expect(none).toEqual([]);
    expect(tag).toMatchObject({ type: 'tag', payload: { registers: { writes: [{ name: 'vip', value: true }] } } });
    expect(tag?.by).toContain(by);
    expect(Date.parse(tag?.occurredAt ?? '')).toBeGreaterThanOrEqual(started);
    expect(attributes?.type).toBe('attribute');
    // Personal values are not shown: only that there was one.
    expect(JSON.stringify(attributes)).toContain('厦门');
    expect(JSON.stringify(attributes)).not.toContain('王芳芳');
    const exported = (await exportOf(memberId))('decision');
    expect(exported.map(({ command, memberId: of }) => [command, of])).toEqual([
      ['tag', memberId],
      ['attribute', memberId],
    ]);
    expect(exported.every((line) => String(line['by']).includes(by))).toBe(true);
    expect(JSON.stringify(exported)).toContain('王芳芳');
  });

  it('follows her whole family, with the merge and who said that two are one', async () => {
    const [survivorId, absorbedId] = [await idOf(survivorPhone), await idOf(absorbedPhone)];
    await members.addTag({ params: { memberId: survivorId, tag: 'gold' } });
    await members.merge({ params: { memberId: survivorId }, body: { absorb: absorbedId, reason } });
    await served.caughtUp();
    const decisions = await decisionsOf(survivorId);
    expect(decisions.map(({ type }) => type)).toEqual(['tag', 'attribute', 'tag', 'merge']);
    expect(decisions.at(-1)).toMatchObject({ payload: { survivorId, absorbedId } });
    expect(decisions.at(-1)?.by).toContain(by);
    const of = await exportOf(survivorId);
    expect(of('decision').map(({ memberId }) => memberId)).toEqual([survivorId, absorbedId, absorbedId]);
    expect(of('merge')).toMatchObject([{ status: 'merged', survivorId, absorbedId, by: decisions.at(-1)?.by }]);
    expect(new Set(of('derived').map(({ memberId }) => memberId))).toEqual(new Set([survivorId, absorbedId]));
    expect(of('derived').every(({ type, causeKind }) => type !== '' && causeKind !== '')).toBe(true);
  });

  it('goes by on whom it was decided when the two are parted again, and the undoing is told of both', async () => {
    const survivorId = await idOf(survivorPhone);
    await members.addTag({ params: { memberId: survivorId, tag: 'together' } });
    const { items } = await members.merges({ params: { memberId: survivorId } });
    const mergeId = items[0]?.id ?? '';
    const { splitId } = await members.undoMerge({ params: { memberId: survivorId, mergeId }, body: { reason } });
    await served.caughtUp();
    const typesOf = async (id: string) => (await decisionsOf(id)).map(({ type }) => type);
    expect(await typesOf(survivorId)).toEqual(['tag', 'merge', 'tag', 'undoMerge']);
    expect(await typesOf(splitId)).toEqual(['tag', 'attribute', 'merge', 'undoMerge']);
    const undone = (await decisionsOf(splitId)).at(-1);
    expect(undone?.by).toContain(by);
    const of = await exportOf(splitId);
    expect(of('merge')).toMatchObject([
      { status: 'undone', undoneBy: undone?.by, undoneAt: Date.parse(undone?.occurredAt ?? '') },
    ]);
    expect(of('decision').map(({ memberId }) => memberId)).toEqual([splitId, splitId]);
  });

  it('is not told as of a day before', async () => {
    const memberId = await idOf(survivorPhone);
    const asOf = new Date(started - dayMs).toISOString();
    const { items } = await members.timeline({ params: { memberId }, query: { asOf } });
    expect(items.some(({ kind }) => kind === 'decision')).toBe(false);
    expect(items.some(({ kind }) => kind === 'fact')).toBe(true);
  });
});
