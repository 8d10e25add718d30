import { nameMark } from '../keys/digests.ts';
import { currentHashKey, type HashKey, type Keyring } from '../keys/keyring.ts';
import { namePieces, type NamePiece } from './name-pieces.ts';

/**
 * Fields whose values are what somebody is called, in small letters and without separators. Whom she has something sent to is somebody
 * else as often, and is not found by.
 */
const nameFields = new Set(
  'name fullname realname firstname lastname familyname givenname surname nickname displayname 姓名 真实姓名 昵称'.split(
    ' ',
  ),
);

/** Whether a personal value of this name is what the member is called. */
export function isNameOfMember(secretName: string): boolean {
  return nameFields.has(secretName.toLowerCase().replaceAll(/[_\-.\s]/g, ''));
}

/** A name has no more than this of them: what is longer is a text, and is found by how it begins. */
const marksMax = 64;

/**
 * What a name is found by: blind marks of the whole of it, of each two characters that follow each other, and of whole words, under a
 * key that serves nothing else. Decimal texts of 64 bits; none of a value that is no name, so that it need not be looked at again.
 */
export function nameMarksOf(
  keyring: Keyring,
  secret: { readonly name: string; readonly value: string },
): readonly string[] {
  if (!isNameOfMember(secret.name)) return noMarks;
  const name = textIn(secret.value);
  const key = currentHashKey(keyring);
  return name === undefined ? noMarks : marksIn(namePieces(name)).map((text) => nameMark(key, text));
}

const noMarks: readonly string[] = [];

/** Values are JSON texts. */
export function textIn(json: string): string | undefined {
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' ? value : undefined;
}

function marksIn(pieces: readonly NamePiece[]): readonly string[] {
  const marks = new Set(pieces.length === 0 ? [] : [wholeMark(pieces)]);
  for (const piece of pieces) {
    for (const mark of pairMarks(piece)) marks.add(mark);
    if (piece.kind === 'word') marks.add(`=${piece.text}`);
  }
  return [...marks].slice(0, marksMax);
}

function wholeMark(pieces: readonly NamePiece[]): string {
  return `@${pieces.map(({ text }) => text).join(' ')}`;
}

/** Each two characters; of a word the first two are told from those within it, because it is found by how it begins. */
function pairMarks({ kind, text }: NamePiece): readonly string[] {
  const characters = Array.from(text);
  return characters.slice(1).map((character, n) => {
    const isBeginning = kind === 'word' && n === 0;
    return `${isBeginning ? '^' : '-'}${characters[n]}${character}`;
  });
}

/** What names are looked for by. */
export interface NameQuery {
  readonly pieces: readonly NamePiece[];
  /** For each hash key that is known, for names are marked by the one that was in use. */
  readonly marks: readonly NameQueryMarks[];
}

export interface NameQueryMarks {
  /** Of the piece that has most of them; a value of hers has all. */
  readonly first: readonly string[];
  /** Of the next one, which may stand in another value of hers, as a last name; empty where there is one piece. */
  readonly second: readonly string[];
  /** Of the text as a whole name. */
  readonly whole: string;
}

/** Undefined for what names nobody: no letter, or nowhere two characters together. */
export function nameQueryOf(keyring: Keyring, text: string): NameQuery | undefined {
  const pieces = namePieces(text);
  const [first, second = noMarks] = pieces.map(pairMarks).toSorted((one, other) => other.length - one.length);
  if (first === undefined || first.length === 0 || !/\p{L}/u.test(text)) return undefined;
  const under = (key: HashKey): NameQueryMarks => ({
    first: first.map((mark) => nameMark(key, mark)),
    second: second.map((mark) => nameMark(key, mark)),
    whole: nameMark(key, wholeMark(pieces)),
  });
  return { pieces, marks: keyring.hashKeys.map(under) };
}
