/**
 * What programs, forms and tills write where nobody is known, in lower case. The one list: identities are blocked by it, and rows of
 * files are anonymous by it.
 */
export const nobodyWords = [
  'unknown',
  'undefined',
  'null',
  '(null)',
  '\\n',
  'nil',
  'none',
  'nan',
  'n/a',
  '#n/a',
  'na',
  'anonymous',
  'anon',
  'guest',
  'visitor',
  'guest user',
  'guest customer',
  'guest checkout',
  'walk in',
  'walk-in customer',
  'cash customer',
  'walk-in',
  'test',
  'true',
  'false',
  'not_authenticated',
  'not authenticated',
  '[object object]',
  '00000000-0000-0000-0000-000000000000',
  '0',
  '-',
  '--',
  '–',
  '—',
  '/',
  '?',
  '匿名',
  '匿名用户',
  '游客',
  '访客',
  '散客',
  '未知',
  '无',
] as const;

const words: ReadonlySet<string> = new Set(nobodyWords);

/** A number of nothing but zeros, as tables of numbers write "no customer". */
const zeros = /^0+(\.0+)?$/;

/** Whether a value in the place of a customer says that there is none. `00017850` is somebody. */
export function isNobody(text: string): boolean {
  const folded = text.normalize('NFKC').trim().toLowerCase();
  return folded === '' || words.has(folded) || zeros.test(folded);
}
