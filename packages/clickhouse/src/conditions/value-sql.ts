import type { FieldDefinition, LensField } from '@perennial/domain';
import { bindNumber } from './binder.ts';
import type { ConditionSource } from './source.ts';

type ValueField = Extract<LensField, { readonly column: string }>;

/** The value of a field of a member, null when there is none. Columns and tables are named by facets, never by callers. */
export function valueSql({ type }: FieldDefinition, lens: ValueField, source: ConditionSource): string {
  const { binder } = source;
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
