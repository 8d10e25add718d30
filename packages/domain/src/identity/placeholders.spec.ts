import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDummyNumber, isPlaceholder, isPlaceholderEmail } from './placeholders.ts';

describe('placeholders', () => {
  it.each([
    '',
    ' ',
    '-',
    '--',
    '()',
    '""',
    '[]',
    '{}',
    '.',
    '/',
    'null',
    'NULL',
    '(null)',
    '<null>',
    '"null"',
    "'null'",
    'Null',
    '\\null',
    '<nil>',
    'None',
    '#N/A',
    'n/a',
    'N.A.',
    'undefined',
    'undefined undefined',
    'NaN',
    'true',
    'False',
    '[object Object]',
    'not_authenticated',
    '0',
    '000',
    '0.0',
    '-1',
    '"-1"',
    '−1',
    '-999',
    '00000000-0000-0000-0000-000000000000',
    '{00000000-0000-0000-0000-000000000000}',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '11111111-1111-1111-1111-111111111111',
    '9774D56D682E549C',
    '02:00:00:00:00:00',
    'anonymous',
    'Anonymous User',
    'guest',
    'guest-user',
    'Test',
    'test_user',
    'unknown',
    'walk-in',
    'Walk-In Customer',
    '未知',
    '游客',
    '匿名',
    '匿名用户',
    '「游客」',
    '测试会员',
    '无',
    'xxx',
    '{{ user.id }}',
    '${userId}',
    '%%email%%',
    'd41d8cd98f00b204e9800998ecf8427e',
    '\u200bnull\u200b',
    'n u l l',
  ])('takes %s for nobody', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it.each([
    '1',
    '2',
    '10',
    'A-1',
    'x',
    'xx',
    'ann',
    'Nina',
    'nana',
    'Test-Smith-1',
    'guest-41',
    'user-17',
    'U000',
    '100000',
    '0f3a0000-0000-0000-0000-000000000000',
    '11111',
    '88888888',
    '张三',
    '无双',
    '游客四海',
    'Nullarbor',
    'nonesuch',
    '-2',
    '5-1',
    'cust-1',
    'ps-1',
    'Guestling',
    'Anonyma',
    'truelove',
  ])('takes %s for somebody', (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });

  it('are the same in any case, in quotes and with spaces around', () => {
    const words = fc.constantFrom('null', 'undefined', 'anonymous', 'guest', 'none', 'unknown', 'nan', '-1', '未知');
    const around = fc.constantFrom('"', "'", '(', ')', '<', '>', ' ', '`', '«', '“', '”', '\t', '*', '#', '[', ']');
    const letters = fc.tuple(words, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }));
    fc.assert(
      fc.property(letters, fc.array(around), fc.array(around), ([word, upper], before, after) => {
        const spelled = Array.from(word, (one, n) => (upper[n] === true ? one.toUpperCase() : one)).join('');
        expect(isPlaceholder(`${before.join('')}${spelled}${after.join('')}`)).toBe(true);
      }),
    );
  });

  it('leave what carries a number that tells one from another', () => {
    fc.assert(
      fc.property(fc.constantFrom('guest', 'user', 'c', 'T'), fc.integer({ min: 1, max: 1e9 }), (word, number) => {
        expect(isPlaceholder(`${word}-${number}`)).toBe(false);
      }),
    );
  });
});

describe('placeholders of e-mail', () => {
  it.each(
    [
      ['noreply@shop.cn', 'no-reply@shop.cn', 'no.reply@shop.cn', 'donotreply@mall.example', 'test@example.com'],
      ['test@test.com', 'test+3@gmail.com', 'noemail@noemail.com', 'ann@noemail.com', 'null@null.com', 'na@na.com'],
      ['guest@hotel.example', 'undefined@shop.cn', 'a@a.com', 'abc@abc.com', '000@qq.com', 'user@example.com'],
      ['email@email.com', 'unknown@unknown.de', 'test.user@firm.example'],
    ].flat(),
  )('takes %s for nobody', (address) => {
    expect(isPlaceholderEmail(address)).toBe(true);
  });

  it.each(
    [
      ['ann@x.example', 'ben@example.com', 'na@163.com', 'info@firm.example', 'user@firm.example', 'testa@gmail.com'],
      ['nonette@gmail.com', 'guestino@mail.example', '10086@qq.com', 'lee@leeds.example', 'null.lars@mail.example'],
    ].flat(),
  )('takes %s for somebody', (address) => {
    expect(isPlaceholderEmail(address)).toBe(false);
  });
});

describe('dummy numbers', () => {
  it.each([
    '11111111111',
    '000000',
    '12345678901',
    '1234567890',
    '0123456789',
    '9876543210',
    '98765432109',
    '123',
    '10000000000',
    '13000000000',
    '13800000000',
    '2100000000',
  ])('takes %s for nobody’s', (digits) => {
    expect(isDummyNumber(digits)).toBe(true);
  });

  it.each([
    '13812345678',
    '18888888888',
    '13800138000',
    '13900000001',
    '13888888888',
    '13123456789',
    '13800000',
    '2162881234',
    '4155550123',
    '12',
    '9012345679',
  ])('takes %s for a number', (digits) => {
    expect(isDummyNumber(digits)).toBe(false);
  });

  it('are none of the numbers that a mobile network of China gives out', () => {
    const digits = (count: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count });
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), digits(1), digits(8), (second, third, own) => {
        const number = `1${second}${third.join('')}${own.join('')}`;
        expect(isDummyNumber(number)).toBe(own.every((digit) => digit === 0));
      }),
    );
  });

  it('are all that is one digit, or a run of digits up or down, of any length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(0, 1, 9),
        fc.integer({ min: 3, max: 15 }),
        (first, step, length) => {
          const digits = Array.from({ length }, (_, n) => (first + n * step) % 10);
          expect(isDummyNumber(digits.join(''))).toBe(true);
          const spoilt = digits.with(length - 1, ((digits.at(-1) ?? 0) + 5) % 10);
          expect(isDummyNumber(spoilt.join(''))).toBe(false);
        },
      ),
    );
  });
});
