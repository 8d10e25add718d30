import type { LensScalar, LensType } from '@perennial/domain';

const scalars: Readonly<Record<LensScalar, string>> = {
  boolean: 'Bool',
  instant: 'Int64',
  integer: 'Int64',
  name: 'LowCardinality(String)',
  number: 'Float64',
  text: 'String',
};
const nullables: Readonly<Record<LensScalar, string>> = {
  boolean: 'Nullable(Bool)',
  instant: 'Nullable(Int64)',
  integer: 'Nullable(Int64)',
  name: 'LowCardinality(Nullable(String))',
  number: 'Nullable(Float64)',
  text: 'Nullable(String)',
};

/** The type of a column as ClickHouse itself writes it. */
export function sqlTypeOf(type: LensType): string {
  if (type === 'dated name') return 'Tuple(Int64, String)';
  const list = /^list of (.+)$/.exec(type)?.[1];
  if (list !== undefined) return `Array(${itemType(list)})`;
  const map = /^map of (.+)$/.exec(type)?.[1];
  if (map !== undefined) return `Map(LowCardinality(String), ${itemType(map)})`;
  return itemType(type);
}

function itemType(item: string): string {
  const nullable = /^nullable (.+)$/.exec(item)?.[1];
  const name = nullable ?? item;
  if (!isScalar(name)) throw new TypeError(`The lens has no type ${item}`);
  return nullable === undefined ? scalars[name] : nullables[name];
}

function isScalar(name: string): name is LensScalar {
  return Object.hasOwn(scalars, name);
}
