/** Names as TextDecoder knows them. */
export const fileEncodings = ['utf-8', 'gb18030', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type FileEncoding = (typeof fileEncodings)[number];

const aliases: Readonly<Record<string, FileEncoding>> = {
  utf8: 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'utf-16': 'utf-16le',
};

/** The encoding that a name stands for, or undefined. */
export function toFileEncoding(name: string): FileEncoding | undefined {
  const lower = name.toLowerCase();
  return aliases[lower] ?? fileEncodings.find((one) => one === lower);
}

export interface EncodingEvidence {
  /** `headBytes` or fewer, from the beginning of the file. */
  readonly first: Buffer;
  readonly isUtf8: boolean;
  /** Parts of the file that are not plain ASCII. */
  readonly evidence: Buffer;
}

/** Chinese text in GBK has both bytes of nearly every pair from A1 on; accents of Latin-1 stand between plain letters. */
const pairsShareMin = 0.8;

/** UTF-8 where it is valid, because other text is so only by a chance that vanishes with length; else GBK or Latin-1 by their pairs. */
export function guessEncoding({ first, isUtf8, evidence }: EncodingEvidence): FileEncoding {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  const wide = wideWithoutMark(first);
  if (wide !== undefined) return wide;
  if (isUtf8) return 'utf-8';
  let pairs = 0;
  let singles = 0;
  for (let at = 0; at < evidence.length; at += 1) {
    if ((evidence[at] ?? 0) < 0x80) continue;
    const second = evidence[at + 1] ?? 0;
    if (second >= 0xa1 && (evidence[at] ?? 0) >= 0xa1) {
      pairs += 1;
      at += 1;
    } else singles += 1;
  }
  return pairs / Math.max(1, pairs + singles) >= pairsShareMin ? 'gb18030' : 'windows-1252';
}

/** So much of the beginning tells whether characters take two bytes each. */
export const headBytes = 4_096;
const pairsMin = 8;

/** UTF-16 without its mark: line ends, digits and delimiters have a zero byte, always on the same side. */
function wideWithoutMark(first: Buffer): FileEncoding | undefined {
  const pairs = Math.floor(first.length / 2);
  if (pairs < pairsMin || !first.includes(0)) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at += 1) if (first[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.1 && even === 0) return 'utf-16le';
  return even > pairs * 0.1 && odd === 0 ? 'utf-16be' : undefined;
}
