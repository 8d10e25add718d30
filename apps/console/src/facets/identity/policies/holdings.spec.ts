import { expect, it } from 'vitest';
import { exceptionsOf, membersOver } from './holdings.ts';
import { policyOf } from './policy-list.ts';

const holdings = [
  { held: 1, members: 100 },
  { held: 2, members: 10 },
  { held: 5, members: 1 },
];

it('counts those who hold more than a limit, not those at it', () => {
  expect([1, 2, 4, 5].map((limit) => membersOver(holdings, limit))).toEqual([11, 1, 1, 0]);
  expect(membersOver([], 1)).toBe(0);
});

it('leaves out of a family what has a policy of its own', () => {
  const own = ['external_id:crm', 'external_id:*', 'phone', 'wechat_openid:wx1'].map((type) => policyOf(type, []));
  expect(exceptionsOf('external_id:*', own)).toEqual(['external_id:crm']);
  expect(exceptionsOf('external_id:crm', own)).toEqual([]);
});
