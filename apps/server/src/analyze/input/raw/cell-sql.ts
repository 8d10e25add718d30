import { sqlText } from '@perennial/clickhouse';
import { negativePlaceholders, placeholderLengthMax, placeholderWords } from '@perennial/domain';

/** SQL that reads cells of text as the import reads them. Each takes and gives an SQL expression. */

const guardedStart = `'^\\'+\\\\s*[=+@0-9\\\\t\\\\r\\\\n＝＋－＠-]'`;

/** The trimmed text without the dress of spreadsheets (an apostrophe before a number or sign, `="…"`); '' for what is absent. */
export function cellSql(column: string): string {
  const trimmed = `trim(both ' \\t\\r' from ifNull(${column}, ''))`;
  const formula = `replaceAll(substring(cell_, 3, length(cell_) - 3), '""', '"')`;
  return `arrayMap(cell_ -> multiIf(startsWith(cell_, '\\'') and match(cell_, ${guardedStart}), substring(cell_, 2),
    startsWith(cell_, '="') and endsWith(cell_, '"') and length(cell_) > 2, ${formula}, cell_), [${trimmed}])[1]`;
}

/** A number as nearly every program writes it; null for what has to be read with the rest of its column: other ways of writing, and `1.234`. */
export function plainNumberSql(cell: string): string {
  const value = `toFloat64OrNull(${cell})`;
  return `if(isFinite(ifNull(${value}, nan)) and ${isSettledSql(cell)} and positionCaseInsensitive(${cell}, 'e') = 0, ${value}, null)`;
}

/** Three digits behind a point may be thousands. */
function isSettledSql(cell: string): string {
  return `not (position(${cell}, '.') > 0 and length(${cell}) - position(${cell}, '.') = 3)`;
}

const seen = `'[\\\\x{00AD}\\\\x{200B}-\\\\x{200F}\\\\x{202A}-\\\\x{202E}\\\\x{2060}-\\\\x{2069}\\\\x{FEFF}]'`;
const edges = `'^[\\\\s\\\\x{00A0}\\\\x{3000}\\\\x{2000}-\\\\x{200A}]+|[\\\\s\\\\x{00A0}\\\\x{3000}\\\\x{2000}-\\\\x{200A}]+$'`;

/** The text without the marks that nobody sees. */
export function visibleSql(cell: string): string {
  return `if(length(${cell}) != lengthUTF8(${cell}), replaceRegexpAll(replaceRegexpAll(${cell}, ${seen}, ''), ${edges}, ''), ${cell})`;
}

/** An id without the decimals that spreadsheets give it and the marks that nobody sees; '' for the words that stand for nobody. */
function idSql(cell: string): string {
  const whole = `if(endsWith(id_, '0') and position(id_, '.') > 0, replaceRegexpOne(id_, '^(\\\\d+)\\\\.0+$', '\\\\1'), id_)`;
  // What most ids are, numbers, is seen at once; the letters of the others are looked up as identities are.
  const letters = `replaceRegexpAll(lowerUTF8(if(length(id_) != lengthUTF8(id_), normalizeUTF8NFKC(id_), id_)), '[^\\\\p{L}\\\\p{N}]+', '')`;
  const isWord = `length(id_) <= ${placeholderLengthMax} and ${letters} in (${['', ...placeholderWords].map(sqlText).join(', ')})`;
  const isNegative = `id_ in (${[...negativePlaceholders].map((digits) => sqlText(`-${digits}`)).join(', ')})`;
  const isZeros = `startsWith(id_, '0') and match(id_, '^0+(\\\\.0+)?$')`;
  const nobody = `toUInt64OrZero(id_) = 0 and ((${isWord}) or (${isNegative}) or (${isZeros}) or id_ = '\\\\N')`;
  return `arrayMap(id_ -> if(${nobody}, '', translate(${whole}, '\\t\\r\\n', '   ')), [${visibleSql(cell)}])[1]`;
}

/** Who bought: the first of these that is somebody. Addresses are compared without case, numbers without what stands between their digits. */
export function customerSql(cells: { readonly id: string; readonly email: string; readonly phone: string }): string {
  const lower = (text: string): string => `if(position(${text}, '@') > 0, lowerUTF8(${text}), ${text})`;
  const id = `arrayMap(one_ -> ${lower('one_')}, [${idSql(cells.id)}])[1]`;
  if (cells.email === `''` && cells.phone === `''`) return id;
  const email = `arrayMap(mail_ -> if(position(mail_, '@') > 0, lowerUTF8(mail_), ''), [${idSql(cells.email)}])[1]`;
  const phone = `arrayMap(phone_ -> if(position(phone_, '*') > 0, '', replaceRegexpAll(phone_, '[^+0-9]', '')), [${idSql(cells.phone)}])[1]`;
  return `arrayFirst(who_ -> who_ != '', [${id}, ${email}, ${phone}])`;
}

/** What stands before the time of day. Epochs become the UTC day, because a number of seconds names no zone. */
export function dateTextSql(cell: string, epoch: 'epoch_s' | 'epoch_ms' | undefined): string {
  if (epoch === undefined) {
    // A month or weekday with a name has a letter in one of these places, which is seen faster than by a pattern; 年 stands further on.
    const isNamed = [1, 3, 4].map((at) => `(substring(${cell}, ${at}, 1) between 'A' and 'z')`).join(' or ');
    const named = `replaceRegexpOne(${cell}, '^(.*?[^\\\\d]\\\\d{4})\\\\b.*$', '\\\\1')`;
    const bare = `substringIndex(substringIndex(${cell}, ' ', 1), 'T', 1)`;
    return `if(${isNamed}, ${named}, ${serialDaySql(bare)})`;
  }
  const seconds =
    epoch === 'epoch_s'
      ? `toInt64OrNull(extract(${cell}, '^\\\\d+'))`
      : `intDiv(toInt64OrNull(extract(${cell}, '^\\\\d+')), 1000)`;
  return `if(isNull(${seconds}), ${cell}, toString(toDate32(fromUnixTimestamp64Milli(assumeNotNull(${seconds}) * 1000, 'UTC'))))`;
}

/** Days as a spreadsheet counts them lose their time of day, so that a column has few different ones. */
function serialDaySql(text: string): string {
  return `if(position(${text}, '.') = 6 and match(${text}, '^\\\\d{5}\\\\.\\\\d+$'), substring(${text}, 1, 5), ${text})`;
}
