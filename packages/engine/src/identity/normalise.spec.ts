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
    ['phone', '1381234567'],
    ['phone', '+86 138 1234 567'],
    ['phone', '12912345678'],
    ['phone', '138001380'],
    ['phone', '62881234'],
    ['phone', '+86 800138000'],
    ['phone', '95588'],
    ['user_id', 'x'.repeat(257)],
  ])('%s %s is invalid', (type, given) => {
    expect(normal(type, given)).toBe('invalid');
  });

  it.each([
    ['user_id', 'undefined'],
    ['user_id', 'NULL'],
    ['user_id', '“Ｎｕｌｌ”'],
    ['external_id:shop', '[object Object]'],
    ['anonymous_id', '00000000-0000-0000-0000-000000000000'],
    ['device_id', '9774D56D682E549C'],
    ['card_no', '0'],
    ['card_no', '   '],
    ['phone', '未知'],
    ['phone', '000 0000 0000'],
    ['phone', '+86 000 0000 0000'],
    ['phone', '11111111111'],
    ['phone', '＋８６ １１１ １１１１ １１１１'],
    ['phone', '12345678901'],
    ['phone', '138 0000 0000'],
    ['phone', '+8619900000000'],
    ['phone', '+1 (555) 555-5555'],
    ['email', 'Test@Test.com'],
    ['email', 'No-Reply@shop.example'],
    ['loyalty_app', 'guest'],
  ])('%s %s identifies nobody', (type, given) => {
    expect(normal(type, given)).toBe('blocked');
  });

  it('knows what a policy blocks however it is spelled there and here', () => {
    const phone = { ...policies('phone'), blockedValues: ['138 0013 8000', ' +86-21-6288-1234 '] };
    const card = { ...policies('card_no'), blockedValues: ['Till-1'] };
    const kindOf = (policy: typeof phone, value: string) => normaliseIdentity(policy, value, 'CN').kind;
    expect(['13800138000', '+8613800138000', '021-62881234'].map((value) => kindOf(phone, value))).toEqual([
      'blocked',
      'blocked',
      'blocked',
    ]);
    expect(['till-1', 'TILL 1', 'Till-1'].map((value) => kindOf(card, value))).toEqual([
      'blocked',
      'blocked',
      'blocked',
    ]);
    expect([kindOf(phone, '13800138001'), kindOf(card, 'till-2')]).toEqual(['value', 'value']);
  });

  it('takes placeholders for nobody under a policy of the program’s own as well', () => {
    const own = { ...policies('user_id'), blockedValues: [] };
    expect(normaliseIdentity(own, 'null', 'CN')).toEqual({ kind: 'blocked' });
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
