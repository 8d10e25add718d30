import { describe, expect, it } from 'vitest';
import { createOwnTexts } from './own-texts.ts';

const texts = createOwnTexts({
  identities: ['+8613912340100', 'zoe@mail.example', '42'],
  values: ['"Zoe Adler"', '"王"', '+8613912340100', 'zoe@mail.example', '42'],
});

describe('an identity of hers', () => {
  it.each([
    '+8613912340100',
    '13912340100',
    '139 1234 0100',
    '(+86) 139-1234-0100',
    'ZOE@mail.example',
    '{"phone":"13912340100"}',
  ])('is known as %s', (value) => expect(texts.isIdentity(value)).toBe(true));

  it.each(['42', '0100', '13912340101', 'zoe@mail.example.cn', '2026-01-03', '', 'Zoe Adler'])(
    'is not taken for %s',
    (value) => expect(texts.isIdentity(value)).toBe(false),
  );
});

describe('a text that tells of her', () => {
  it.each(['call zoe adler', 'order of 13912340100 belongs to another', '王', 'quoted "139 1234 0100"'])('%s', (text) =>
    expect(texts.isMentionedIn(text)).toBe(true),
  );

  it.each(['王府井', 'order 42-1 is empty', 'Zoe'])('not: %s', (text) => expect(texts.isMentionedIn(text)).toBe(false));
});
