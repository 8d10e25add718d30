import { mentions, spellingsIn, textsOf, wholeValues } from './whose-body.ts';

/** What is personal of who is erased, in clear, while it can still be read: to be looked for in what stands outside the log. */
export interface PersonalFound {
  /** Values of identities. */
  readonly identities: readonly string[];
  /** Everything personal, identities too; JSON texts or plain. */
  readonly values: readonly string[];
}

/** Tells texts that are about somebody by what she is known by. */
export interface OwnTexts {
  /** Whether a value is an identity of hers, also written with spaces or without its country. */
  isIdentity(value: string): boolean;
  /** Whether a text holds a value of hers. */
  isMentionedIn(text: string): boolean;
}

/** A shorter one, as the number of a customer in a shop, is met as a price or a quantity of anybody. */
const identityLengthMin = 6;
/** Digits of the longest code of a country. */
const countryLengthMax = 3;
/** Numbers as they are dialled, with what people write between digits. */
const dialled = /\+?\d(?:[\s().-]{0,2}\d){6,}/g;

export function createOwnTexts({ identities, values }: PersonalFound): OwnTexts {
  const spellings = spellingsIn(values);
  const known = new Set([...spellingsIn(identities)].filter(({ length }) => length >= identityLengthMin));
  const numbers = [...known].filter((one) => /^\+\d+$/.test(one)).map((one) => one.slice(1));
  const holdsNumber = (text: string) =>
    (text.match(dialled) ?? []).some((one) => {
      const digits = one.replaceAll(/\D/g, '').replace(/^0+/, '');
      return numbers.some((number) => digits.length >= number.length - countryLengthMax && number.endsWith(digits));
    });
  return {
    isIdentity: (value) =>
      textsOf(value).some((text) => wholeValues(text).some((one) => known.has(one)) || holdsNumber(text)),
    isMentionedIn: (text) => mentions(textsOf(text), spellings) || textsOf(text).some(holdsNumber),
  };
}
