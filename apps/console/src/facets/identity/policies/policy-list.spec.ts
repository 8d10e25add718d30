import { defaultIdentityPolicies } from '@perennial/domain';
import { expect, it } from 'vitest';
import {
  blockedInNormalForm,
  numbersWithoutCountry,
  policiesInForce,
  policyOf,
  putPolicy,
  removePolicy,
} from './policy-list.ts';

const phone = defaultIdentityPolicies.find(({ type }) => type === 'phone')!;
const crm = { ...policyOf('external_id:crm', []), perMemberMax: 1 };

it('shows own policies in the place of the default ones of the same type, strongest first', () => {
  const views = policiesInForce([{ ...phone, priority: 25, perMemberMax: 2 }, crm]);
  expect(views).toHaveLength(defaultIdentityPolicies.length + 1);
  expect(views.slice(0, 2).map(({ type, origin }) => [type, origin])).toEqual([
    ['wechat_unionid', 'default'],
    ['phone', 'changed'],
  ]);
  expect(views.find(({ type }) => type === 'external_id:crm')).toMatchObject({ origin: 'own', perMemberMax: 1 });
  expect(policiesInForce([]).every(({ origin }) => origin === 'default')).toBe(true);
});

it('begins a new type with what it falls under today', () => {
  expect(policyOf('external_id:crm', [])).toMatchObject({ type: 'external_id:crm', priority: 40, strength: 'strong' });
  expect(policyOf('member_no', [])).toMatchObject({ type: 'member_no', priority: 80, perMemberMax: 5 });
});

it('keeps no policy that says what the default says', () => {
  const own = putPolicy([], { ...phone, perMemberMax: 1 });
  expect(own).toHaveLength(1);
  expect(putPolicy(own, { ...phone, perMemberMax: 2 })).toMatchObject([{ perMemberMax: 2 }]);
  expect(putPolicy(own, { ...phone, blockedValues: phone.blockedValues.toReversed() })).toEqual([]);
  expect(removePolicy(own, 'phone')).toEqual([]);
  expect(removePolicy(own, 'email')).toEqual(own);
});

it('tells a policy from the default by its blocked values alone', () => {
  const own = putPolicy([], { ...phone, blockedValues: [...phone.blockedValues, '+8613800000000'] });
  expect(own[0]?.blockedValues).toContain('+8613800000000');
});

it('keeps blocked values as identities are compared', () => {
  expect(blockedInNormalForm(' Till@Shop.CN ', 'email')).toBe('till@shop.cn');
  expect(blockedInNormalForm('+86 138-0000 0000', 'phone')).toBe('+8613800000000');
  expect(blockedInNormalForm('6222 0212-3456', 'digits')).toBe('622202123456');
  expect(blockedInNormalForm(' Guest-A ', 'exact')).toBe('Guest-A');
});

it('warns of numbers that are blocked without a country, but not of placeholders', () => {
  expect(
    numbersWithoutCountry(['13800000000', '021-62881234', '+8613800000000', '0', '-', 'unknown', '00000000-0000']),
  ).toEqual(['13800000000', '021-62881234']);
});
