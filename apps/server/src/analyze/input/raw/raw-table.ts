import { sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import { numberFields } from '../columns/fields.ts';
import type { Field, FieldMap, NumberField } from '../columns/fields.ts';
import { cellSql, customerSql, dateTextSql, plainNumberSql, visibleSql } from './cell-sql.ts';

export type EpochFormat = 'epoch_s' | 'epoch_ms';

/** The SQL name of a field. */
export function columnOf(field: Field): string {
  return field.replace('-', '_');
}

/** The number fields that any of the files has. */
export function numbersIn(maps: readonly FieldMap[]): readonly NumberField[] {
  return numberFields.filter((field) => maps.some((map) => map[field] !== undefined));
}

/**
 * One row a line of the files, cut into fields. Of each number: `n_`, where nearly every program would have written it so; else `t_`, its
 * text, which is read when the whole column is known; `d_`, whether the plain one has a point.
 */
export async function createRawTable(store: ScratchStore, numbers: readonly NumberField[]): Promise<void> {
  const columns = numbers
    .map(columnOf)
    .map((name) => `n_${name} Nullable(Float64), t_${name} String, d_${name} UInt8,`);
  await store.execute(`create table raw (
    file UInt8, line UInt32, extra UInt16, cells Int16,
    customer String, date_text LowCardinality(String), order_id String,
    product String, product_name String, category LowCardinality(String), store LowCardinality(String),
    channel LowCardinality(String), currency LowCardinality(String), country LowCardinality(String),
    status LowCardinality(String), is_cancelled UInt8,
    ${columns.join('\n')}
    is_utf8 UInt8, fingerprint UInt64
  ) engine = MergeTree partition by file order by line`);
  // Every table here is written once and thrown away; merging its parts in the meantime takes a third of the processor.
  await store.execute('system stop merges');
}

export interface InsertParts {
  readonly index: number;
  readonly from: string;
  readonly columns: readonly string[];
  readonly map: FieldMap;
  /** Number fields of all files: those that this one has not are null. */
  readonly numbers: readonly NumberField[];
  readonly nameOf: (at: number) => string;
  readonly width: number;
  /** The copy carries the numbers of the lines. */
  readonly hasLines: boolean;
  /** One cell more than the file has columns is read, so that rows too short or too long show. */
  readonly isCut: boolean;
  /** Rows before the first one of data. */
  readonly firstLine: number;
  readonly epoch: EpochFormat | undefined;
}

/** The statement that reads a file into `raw`. */
export function insertSql(parts: InsertParts): string {
  const { columns, map, nameOf, width, numbers } = parts;
  const raw = (field: Field): string | undefined => {
    const at = columns.indexOf(map[field] ?? '');
    return map[field] === undefined || at < 0 ? undefined : nameOf(at);
  };
  const text = (field: Field): string => (raw(field) === undefined ? `''` : `cell_${columnOf(field)}`);
  const cells = [...new Set(Object.keys(map))].flatMap((field) => {
    const name = raw(field as Field);
    return name === undefined ? [] : [`${cellSql(name)} as cell_${columnOf(field as Field)}`];
  });
  const all = Array.from({ length: width }, (_, at) => nameOf(at));
  const values = numbers.flatMap((field) =>
    raw(field) === undefined ? [] : [`${plainNumberSql(text(field))} as plain_${columnOf(field)}`],
  );
  const number = (field: NumberField): string => {
    if (raw(field) === undefined) return `null, '', 0`;
    const plain = `plain_${columnOf(field)}`;
    return `${plain}, if(isNull(${plain}), ${text(field)}, ''), isNotNull(${plain}) and position(${text(field)}, '.') > 0`;
  };
  const lineSql = parts.hasLines ? 'line_' : '_row_number + 1';
  const customer = customerSql({ id: text('customer'), email: text('email'), phone: text('phone') });
  const whole = `concat(${all.map((name) => `ifNull(${name}, '')`).join(`, '\\x1f', `)}, '') as whole_`;
  return `insert into raw
with ${[...cells, ...values, whole].join(',\n')}
select ${parts.index}, ${lineSql},
  ${parts.isCut ? `least(countSubstrings(whole_, '\\n'), 65535)` : '0'},
  ${parts.isCut ? cellCountSql(width) : '0'},
  ${customer}, ${dateTextSql(text('date'), parts.epoch)}, ${text('order') === `''` ? `''` : visibleSql(text('order'))},
  ${text('product')}, translate(${text('product-name')}, '\\t\\r\\n', '   '), ${text('category')}, ${text('store')},
  ${text('channel')}, upperUTF8(${text('currency')}), ${text('country')}, ${text('status')}, ${raw('cancelled') === undefined ? '0' : `match(${text('cancelled')}, '[1-9]')`},
  ${numbers.map((field) => `${number(field)},`).join('\n')}
  isValidUTF8(whole_), cityHash64(whole_)
from ${parts.from}${parts.firstLine === 0 ? '' : ` where _row_number >= ${parts.firstLine}`}`;
}

/** 0 where a row has as many cells as the file has columns; else the count that it has, -1 for more. An empty line counts as 1 cell and is left out later. */
function cellCountSql(width: number): string {
  const missing = Array.from({ length: width }, (_, at) => `isNull(c${at})`).join(' + ');
  return `if(isNotNull(c${width}), -1, if(isNull(c${width - 1}), toInt16(${width} - (${missing})), 0))`;
}

/** The `file` function over cells of text. */
export function cellStructure(width: number): string {
  return Array.from({ length: width }, (_, at) => `c${at} Nullable(String)`).join(', ');
}

export function fileSql(
  path: string,
  {
    format,
    structure,
    compression = 'none',
  }: { readonly format: string; readonly structure: string; readonly compression?: string },
): string {
  return `file(${sqlText(path)}, '${format}', ${sqlText(structure)}, '${compression}')`;
}
