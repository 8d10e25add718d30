const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const month =
  '(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const weekday = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\\s+)?';
const day = '(?<d>\\d{1,2})(?:st|nd|rd|th)?';
const year = '(?<y>\\d{4}|\\d{2})(?![\\d:]),?';

const dayFirst = new RegExp(`^${weekday}${day}(?:[ -]|\\. ?| of )${month}[.,]?[ -]?${year}`, 'i');
const monthFirst = new RegExp(`^${weekday}${month}\\.?[ -]?${day}(?:, ?|[ -])${year}`, 'i');

/** The day that begins a text and names its month in English: `12 Jan 2011`, `Jan 12, 2011`, `12-JAN-2011`, `Wed, 12th January 2011`. Null where none does. */
export function readNamedDay(
  text: string,
): { readonly length: number; readonly ymd: readonly [number, number, number] } | null {
  const match = dayFirst.exec(text) ?? monthFirst.exec(text);
  if (match === null) return null;
  const { y, name = '', d } = match.groups ?? {};
  return {
    length: match[0].length,
    ymd: [toFullYear(y), months.indexOf(name.slice(0, 3).toLowerCase()) + 1, Number(d)],
  };
}

/** Years of two digits are of this century: orders are. */
export function toFullYear(text = ''): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}
