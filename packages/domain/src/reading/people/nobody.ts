import { isPlaceholder } from '../../identity/placeholders.ts';

/** How MySQL writes an absent value into a file. */
const absentInMysql = '\\N';

/**
 * Whether a value in the place of a customer says that there is none: by the words that identify nobody at any door. `00017850` is
 * somebody.
 */
export function isNobody(text: string): boolean {
  const folded = text.normalize('NFKC').trim();
  return folded === absentInMysql || isPlaceholder(folded);
}
