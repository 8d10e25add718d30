import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;

beforeAll(async () => {
  served = await startServedPlatform();
});
afterAll(() => served.close());

it('a member whose key is damaged is shown as unreadable, fails no list, and can be erased', async () => {
  const { administrator, memberId, platform } = served;
  const [damage] = await platform.database.rows<{ id: string }>(
    {
      name: 'damage_key',
      text: `update member_key set wrapped_key = set_byte(wrapped_key, 20, 255 - get_byte(wrapped_key, 20))
              where member_id = $1 returning member_id as id`,
    },
    [memberId],
  );
  expect(damage?.id).toBe(memberId);
  const { items } = await administrator.members.list();
  expect(Object.fromEntries(items.map((row) => [row.id === memberId, row.isUnreadable]))).toEqual({
    true: true,
    false: false,
  });
  expect(items.find((row) => row.id === memberId)?.label).toBe(`#${memberId.slice(-6)}`);
  const profile = await administrator.members.get({ params: { memberId } });
  expect([profile.isUnreadable, profile.metrics.length > 0]).toEqual([true, true]);
  await administrator.members.erase({ params: { memberId }, body: { confirm: memberId, reason: 'she asked for it' } });
  await expect(administrator.members.get({ params: { memberId } })).resolves.toMatchObject({ status: 'erased' });
});
