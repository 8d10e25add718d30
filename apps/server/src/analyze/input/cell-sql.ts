/** SQL that reads cells of text as the import reads them: trimmed, numbers as people write them. Each takes and gives an SQL expression. */

/** The trimmed text; '' for what is absent. */
export function cellSql(column: string): string {
  return `trim(both ' \\t\\r' from ifNull(${column}, ''))`;
}

/** A number as people write it (`1,234.50`, `1.234,50`, `12,5`, `¥ 88`, `(3.00)`); null where there is none. The rules are those of the import. */
export function numberSql(cell: string): string {
  const bare = `replaceRegexpAll(${cell}, '[\\\\s\\'¥￥$€£元圆]|^[A-Z]{3}|[A-Z]{3}$', '')`;
  const inner = `replaceRegexpOne(bare_, '^\\\\((.*)\\\\)$', '\\\\1')`;
  const read = `multiIf(
    match(inner_, '^[+-]?\\\\d+(\\\\.\\\\d+)?(e[+-]?\\\\d{1,3})?$') or match(inner_, '^[+-]?\\\\d+(\\\\.\\\\d+)?E[+-]?\\\\d{1,3}$'), toFloat64OrNull(inner_),
    match(inner_, '^[+-]?\\\\d{1,3}(,\\\\d{3})+(\\\\.\\\\d+)?$'), toFloat64OrNull(replaceAll(inner_, ',', '')),
    match(inner_, '^[+-]?\\\\d+,\\\\d{1,2}$'), toFloat64OrNull(replaceAll(inner_, ',', '.')),
    match(inner_, '^[+-]?\\\\d{1,3}(\\\\.\\\\d{3})+,\\\\d+$'), toFloat64OrNull(replaceAll(replaceAll(inner_, '.', ''), ',', '.')),
    null)`;
  const careful = `arrayMap(bare_ -> arrayMap(inner_ -> if(startsWith(bare_, '('), -1, 1) * ${read}, [${inner}])[1], [${bare}])[1]`;
  // Nearly every cell is a plain number; the careful reading, which costs ten times as much, runs on the others alone.
  const plain = `toFloat64OrNull(${cell})`;
  return `if(isFinite(ifNull(${plain}, nan)) or ${cell} = '', ${plain}, ${careful})`;
}

/** A customer's number without the decimals that spreadsheets give it; '' for the words that stand for nobody. */
export function customerSql(cell: string): string {
  const whole = `if(endsWith(${cell}, '0') and position(${cell}, '.') > 0, replaceRegexpOne(${cell}, '^(\\\\d+)\\\\.0+$', '\\\\1'), ${cell})`;
  const nobody = `lower(${cell}) in ('null', 'nan', 'none', 'n/a', 'na', '-', '\\\\n', 'undefined', '#n/a')`;
  return `if(${nobody}, '', translate(${whole}, '\\t\\r\\n', '   '))`;
}

/** What stands before the time of day. Epochs become the UTC day, because a number of seconds names no zone. */
export function dateTextSql(cell: string, epoch: 'epoch_s' | 'epoch_ms' | undefined): string {
  if (epoch === undefined) {
    // A month or weekday with a name has a letter in one of these places, which is seen faster than by a pattern; 年 stands further on.
    const isNamed = [1, 3, 4].map((at) => `(substring(${cell}, ${at}, 1) between 'A' and 'z')`).join(' or ');
    const named = `replaceRegexpOne(${cell}, '^(.*?[^\\\\d]\\\\d{4})\\\\b.*$', '\\\\1')`;
    return `if(${isNamed}, ${named}, substringIndex(substringIndex(${cell}, ' ', 1), 'T', 1))`;
  }
  const seconds =
    epoch === 'epoch_s'
      ? `toInt64OrNull(extract(${cell}, '^\\\\d+'))`
      : `intDiv(toInt64OrNull(extract(${cell}, '^\\\\d+')), 1000)`;
  return `if(isNull(${seconds}), ${cell}, toString(toDate32(fromUnixTimestamp64Milli(assumeNotNull(${seconds}) * 1000, 'UTC'))))`;
}
