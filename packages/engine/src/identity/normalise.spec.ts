import { createIdentityPolicies } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { isIdentityType, normaliseIdentity, tailOf } from './normalise.ts';

const policies = createIdentityPolicies();
const normal = (type: string, value: string, region = 'CN') => {
  const result = normaliseIdentity(policies(type), value, region);
  return result.kind === 'value' ? result.value : result.kind;
};

describe('normal forms', () => {
  it.each([
    ['phone', '13812345678', '+8613812345678'],
    ['phone', '+86 138-1234-5678', '+8613812345678'],
    ['phone', '０１３８１２３４５６７８', '+8613812345678'],
    ['phone', '008613812345678', '+8613812345678'],
    ['phone', '+44 7911 123456', '+447911123456'],
    ['phone', '021-62881234', '+862162881234'],
    ['phone', "'+8613812345678", '+8613812345678'],
    ['phone', '\u202D+86 138 1234 5678\u202C', '+8613812345678'],
    ['phone', '13812345678.0', '+8613812345678'],
    ['email', '  Li.Lei@Example.CN ', 'li.lei@example.cn'],
    ['email', 'mailto:Li.Lei@Example.CN', 'li.lei@example.cn'],
    ['card_no', '6222 0212-3456', '622202123456'],
    ['external_id:shop', ' A-1 ', 'A-1'],
  ])('%s %s is %s', (type, given, expected) => {
    expect(normal(type, given)).toBe(expected);
  });

  it.each([
    ['phone', 'hello'],
    ['phone', '12'],
    ['email', 'li.example.cn'],
    ['email', 'a@b'],
    ['card_no', '   '],
    ['user_id', 'x'.repeat(257)],
  ])('%s %s is invalid', (type, given) => {
    expect(normal(type, given)).toBe('invalid');
  });

  it('knows that placeholders identify nobody', () => {
    expect([
      normal('user_id', 'undefined'),
      normal('user_id', 'NULL'),
      normal('email', 'Test@Test.com'),
      normal('card_no', '0'),
    ]).toEqual(['blocked', 'blocked', 'blocked', 'blocked']);
  });

  it('dials numbers without a country where the program is', () => {
    expect(normal('phone', '020 7946 0958', 'GB')).toBe('+442079460958');
  });

  it('has last four digits for numbers and cards alone', () => {
    expect(tailOf(policies('phone'), '+8613812345678')).toBe('5678');
    expect(tailOf(policies('card_no'), '12')).toBeNull();
    expect(tailOf(policies('email'), 'a1234@b.cn')).toBeNull();
  });

  it('takes types with at most one family part', () => {
    expect(['phone', 'wechat_openid:wx1', 'external_id:shop.cn-1'].every(isIdentityType)).toBe(true);
    expect(['', 'Phone', 'a b', 'a:b:c', '__proto__', 'x'.repeat(65)].some(isIdentityType)).toBe(false);
  });
});
