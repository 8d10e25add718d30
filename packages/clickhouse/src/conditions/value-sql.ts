import type { FieldDefinition, LensField } from '@perennial/domain';
import { bindNumber } from './binder.ts';
import type { ConditionSource } from './source.ts';

type ValueField = Extract<LensField, { readonly column: string } | { readonly filledText: string }>;

/** The value of a field of a member, null when there is none. Columns and tables are named by facets, never by callers. */
export function valueSql({ type }: FieldDefinition, lens: ValueField, source: ConditionSource): string {
  const { binder } = source;
  if ('filledText' in lens) return `nullIf(${lens.filledText}, '')`;
  if ('withinMs' in lens) {
    const [window, at] = [binder.bind('Int64', lens.withinMs), binder.bind('Int64', source.at)];
    return `arrayCount(entry -> entry + ${window} > ${at}, ${lens.column})`;
  }
  if ('element' in lens) return `has(${lens.column}, ${binder.bind('String', lens.element)})`;
  if ('table' in lens) return `nullIf(place, '')`;
  if ('key' in lens) return entrySql(type, lens, source);
  if (lens.per === undefined) return lens.column;
  const divisor = typeof lens.per === 'number' ? bindNumber(binder, lens.per) : `nullIf(${lens.per}, 0)`;
  return `(${lens.column} / ${divisor})`;
}

type EntryField = Extract<ValueField, { readonly key: string }>;

/** An entry that is an empty text says nothing. */
function entrySql(type: FieldDefinition['type'], lens: EntryField, { binder, at }: ConditionSource): string {
  const { column, keys, otherwise, aheadPer } = lens;
  const key = binder.bind('String', lens.key);
  const absent = otherwise === undefined ? 'null' : bindNumber(binder, otherwise);
  const entry =
    keys === undefined
      ? mapEntrySql(column, key, absent)
      : `if(has(${keys}, ${key}), ${column}[indexOf(${keys}, ${key})], ${absent})`;
  if (aheadPer !== undefined) return `((${entry} - ${binder.bind('Int64', at)}) / ${bindNumber(binder, aheadPer)})`;
  return type === 'text' ? `nullIf(${entry}, '')` : entry;
}

export function mapEntrySql(map: string, key: string, absent = 'null'): string {
  return `if(mapContains(${map}, ${key}), ${map}[${key}], ${absent})`;
}

/** What stands in a JSON text, as SQL by its type: null where it is of another one. */
export interface JsonReader {
  /** The name of its type. */
  readonly type: string;
  readonly text: string;
  /** A double, as everything that reads JSON has numbers. */
  readonly number: string;
  readonly flag: string;
}

export function jsonReader(
  { payload, path }: Extract<LensField, { readonly payload: string }>,
  { binder }: Pick<ConditionSource, 'binder'>,
): JsonReader {
  const place = [payload, ...path.map((key) => binder.bind('String', key))].join(', ');
  const type = `toString(JSONType(${place}))`;
  return {
    type,
    text: `if(${type} = 'String', JSONExtractString(${place}), null)`,
    number: `if(${type} in ('Int64', 'UInt64', 'Double'), JSONExtractFloat(${place}), null)`,
    flag: `if(${type} = 'Bool', JSONExtractBool(${place}), null)`,
  };
}
