import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMemberReference, memberReference, parseMemberReference } from './member-reference.ts';

const id = '0197f3a0-5b1e-7c3d-9e2f-0123456789ab';

describe('a member reference', () => {
  it('is a member id, in whatever case it was copied', () => {
    for (const text of [id, id.toUpperCase(), ` ${id}\n`])
      expect(parseMemberReference(text)).toEqual({ kind: 'id', memberId: id });
  });

  it('is an identity of a type, its value left as it was sent', () => {
    for (const [text, value] of [
      ['phone:+8613800138000', '+8613800138000'],
      ['phone:138 0013 8000', '138 0013 8000'],
    ] as const) {
      const readings = [{ type: 'phone', value }];
      expect(parseMemberReference(text)).toEqual({ kind: 'identity', readings });
    }
    expect(parseMemberReference('card_no:会员/一号')).toMatchObject({ readings: [{ value: '会员/一号' }] });
  });

  it('is read in both ways where a colon may belong to the type or to the value', () => {
    expect(parseMemberReference('external_id:shop:42')).toEqual({
      kind: 'identity',
      readings: [
        { type: 'external_id:shop', value: '42' },
        { type: 'external_id', value: 'shop:42' },
      ],
    });
    expect(parseMemberReference('external_id:shop:gid://x/Customer/42')).toMatchObject({
      readings: [{ type: 'external_id:shop', value: 'gid://x/Customer/42' }, { type: 'external_id' }],
    });
  });

  it('is read in one way where the part between the colons is no scope, or nothing follows it', () => {
    for (const value of [':42', 'my shop:42', 'shop:', 'shop: ', '店:42'])
      expect(parseMemberReference(`external_id:${value}`)).toEqual({
        kind: 'identity',
        readings: [{ type: 'external_id', value: value.trim() }],
      });
  });

  it.each([
    '',
    ' ',
    ':',
    'phone',
    'phone:',
    'phone: \t',
    ':138',
    '13800138000',
    'not-an-id',
    'mei@example.com',
    'Phone:138',
    'ph one:138',
    'phone：138',
    '1phone:138',
    '__proto__',
    `{${id}}`,
    id.slice(1),
    `${id}0`,
    'phone:138\u0000',
    'phone:13\u00078',
    'phone:138\n139',
    'phone:\ud800',
    `${'t'.repeat(65)}:1`,
    `phone:${'1'.repeat(257)}`,
    `phone:${' '.repeat(100_000)}1`,
  ])('is nothing else: %j', (text) => {
    expect(parseMemberReference(text)).toBeUndefined();
    expect(memberReference.safeParse(text).success).toBe(false);
  });

  it('takes type and value up to their limits, and drops the reading whose type is too long', () => {
    expect(parseMemberReference(`${'t'.repeat(64)}:${'1'.repeat(256)}`)).toMatchObject({ kind: 'identity' });
    expect(parseMemberReference(`external_id:${'s'.repeat(60)}:42`)).toEqual({
      kind: 'identity',
      readings: [{ type: 'external_id', value: `${'s'.repeat(60)}:42` }],
    });
  });

  it('is written as it is read', () => {
    const type = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}(:[A-Za-z0-9_.-]{1,20})?$/);
    const value = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => text === text.trim() && !/\p{Cc}/u.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(type, value, (ofType, text) => {
        const read = parseMemberReference(formatMemberReference({ type: ofType, value: text }));
        expect(read).toMatchObject({ kind: 'identity' });
        if (read?.kind === 'identity') expect(read.readings).toContainEqual({ type: ofType, value: text });
      }),
    );
    expect(parseMemberReference(formatMemberReference({ memberId: id }))).toEqual({ kind: 'id', memberId: id });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const read = parseMemberReference(text);
        expect(memberReference.safeParse(text).success).toBe(read !== undefined && text.length <= 321);
      }),
    );
  });
});
