/**
 * How a name is taken apart, the same for one that is kept and for one that is looked for. Scripts without spaces between words are one
 * run of characters, in which any two that follow each other are found; other scripts are words, found by how they begin.
 */
export interface NamePiece {
  readonly kind: 'run' | 'word';
  /** In small letters, without accents. */
  readonly text: string;
}

/** Longer than any name: what is longer is a text, of which the beginning is enough. */
const nameLengthMax = 200;

const piece =
  /(?<run>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー]+)|(?<word>[[\p{L}\p{M}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]+)/gv;
/** Inside a word: O'Brien is one. */
const joiners = /['’‘ʼ`´]/gu;
const latinMarks = /[\u0300-\u036f]/gu;
/** Letters that no decomposition takes apart. */
const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};
const spelledOutPattern = new RegExp(`[${Object.keys(spelledOut).join('')}]`, 'gu');

export function namePieces(name: string): readonly NamePiece[] {
  const pieces: NamePiece[] = [];
  for (const { groups } of fold(name.slice(0, nameLengthMax)).matchAll(piece)) {
    const { run, word } = groups ?? {};
    const last = pieces.at(-1);
    if (word !== undefined) pieces.push({ kind: 'word', text: word });
    // 王 小雅 is 王小雅.
    else if (run !== undefined && last?.kind === 'run')
      pieces[pieces.length - 1] = { kind: 'run', text: last.text + run };
    else if (run !== undefined) pieces.push({ kind: 'run', text: run });
  }
  return pieces;
}

function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(latinMarks, '')
    .normalize('NFC')
    .replaceAll(joiners, '')
    .replaceAll(spelledOutPattern, (letter) => spelledOut[letter] ?? letter);
}

/** Whether a name has everything that is looked for: each run of characters within one of its own, each word as the beginning of one. */
export function hasPieces(name: readonly NamePiece[], wanted: readonly NamePiece[]): boolean {
  return wanted.every((one) =>
    name.some(
      ({ kind, text }) => kind === one.kind && (kind === 'run' ? text.includes(one.text) : text.startsWith(one.text)),
    ),
  );
}
