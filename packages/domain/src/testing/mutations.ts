import fc from 'fast-check';
import type { FactValue } from '../kernel/base/payload.ts';
import { isObject } from '../kernel/documents/read-json.ts';

/** Changes of a document that an author might make by mistake, and some that nobody would. */
export type Change = (node: FactValue) => FactValue;

export interface Mutation {
  /** Which of the document's nodes, counted in the order in which they stand there, over and over. */
  readonly node: number;
  readonly change: Change;
}

const name = { en: 'Name', zh: '名称' };

/** Bounds of what documents hold, and what lies just beyond them. */
const numbers = [-1, 0, 0.04, 1 / 24, 0.09, 0.1, 1, 1.5, 2, 12, 16, 17, 20, 20.1, 100, 101, 1000, 1001, 3660, 3661];
const texts = [
  '',
  'a',
  'A',
  'a b',
  'GB',
  'gb',
  'phone',
  'external_id:*',
  'box.colour',
  '.box',
  'purchase',
  'placed',
  'lost',
  'days',
  '2026-03-08',
  '2026-02-30',
  '2026-3-8',
  ...[20, 21, 30, 31, 100, 101, 200, 201].map((length) => 'a'.repeat(length)),
];
const windows: readonly FactValue[] = [
  { window: 'days', days: 30 },
  { window: 'days', days: 1 },
  { window: 'days', days: 30, multiple: 2 },
  { window: 'personal', multiple: 2, minDays: 30, maxDays: 60 },
  { window: 'personal', multiple: 2, minDays: 60, maxDays: 30 },
  { window: 'personal', multiple: 2, days: 30 },
  { window: 'cycle', multiple: 2, fallbackDays: 30 },
  { window: 'weeks', weeks: 2 },
];
const others: readonly FactValue[] = [null, true, false, {}, [], [1, 2], [2, 1], [1], ['a'], ['a', 1], [''], name];
const operators = ['within', 'before', 'null', '=', '!=', '<', '>=', 'between', 'contains', 'in', 'equals'];
const wrongKeys = ['not', 'metric', 'ID', '$schema', 'days', 'id', 'rules', 'field', 'condition', 'unknown'];
const counts = [0, 1, 2, 3, 12, 13, 20, 21, 50, 51, 64, 65, 100, 101, 200, 201, 500, 501, 1000, 1001, 2001];

/** Values that documents hold in some place, and values that they hold nowhere. */
export const samples: readonly FactValue[] = [...numbers, ...texts, ...windows, ...others];
const values = fc.constantFrom(...samples);

function ofObject(change: (entries: [string, FactValue][]) => [string, FactValue][]): Change {
  return (node) => (isObject(node) ? Object.fromEntries(change(Object.entries(node))) : node);
}

/** One entry replaced by what is made of it, which may be nothing. */
function ofEntry(index: number, change: (entry: [string, FactValue]) => [string, FactValue][]): Change {
  return ofObject((entries) =>
    entries.flatMap((entry, at) => (at === index % entries.length ? change(entry) : [entry])),
  );
}

function resized(count: number): Change {
  return (node) => {
    if (!Array.isArray(node)) return node;
    const items = node as readonly FactValue[];
    return Array.from({ length: count }, (_, index) => renumbered(items[index] ?? items[0] ?? 'a', index));
  };
}

/** Another one for every place: of twins a list would be refused for that. */
function renumbered(item: FactValue, index: number): FactValue {
  if (typeof item === 'string') return `${item}${index}`.slice(-19);
  if (!isObject(item)) return item;
  return { ...item, ...('id' in item && index > 0 ? { id: `x${index}` } : {}) };
}

function nested(depth: number): Change {
  return (node) => {
    let inner = node;
    for (let count = 0; count < depth; count += 1) inner = { combinator: 'and', rules: [inner] };
    return inner;
  };
}

/** Changes of any node; `fields` are names to ask for in rules. */
export function mutations(fields: readonly string[]): fc.Arbitrary<Mutation> {
  const place = fc.nat(30);
  const change: fc.Arbitrary<Change> = fc.oneof(
    values.map(
      (value): Change =>
        () =>
          value,
    ),
    place.map((index) => ofEntry(index, () => [])),
    place.map((index) => ofEntry(index, ([key, value]) => [[`${key}s`, value]])),
    fc.tuple(place, values).map(([index, value]) => ofEntry(index, ([key]) => [[key, value]])),
    fc.tuple(fc.constantFrom(...wrongKeys), values).map(([key, value]) => ofObject((all) => [...all, [key, value]])),
    fc.constantFrom(...counts).map(resized),
    fc.integer({ min: 1, max: 6 }).map(nested),
    fc.constantFrom(...operators).map((operator) => ofObject((all) => [...all, ['operator', operator]])),
    fc.constantFrom(...fields).map((field) => ofObject((all) => [...all, ['field', field]])),
    place.map(
      (index): Change =>
        (node) =>
          Array.isArray(node) ? [...node, node[index % node.length] ?? null] : node,
    ),
  );
  return fc.record({ node: fc.nat(200), change });
}

/** The document with one node changed. */
export function mutate(document: FactValue, { node, change }: Mutation): FactValue {
  let left = node % countNodes(document);
  const walk = (value: FactValue): FactValue => {
    if (left === 0) {
      left -= 1;
      return change(value);
    }
    left -= 1;
    if (Array.isArray(value)) return (value as readonly FactValue[]).map(walk);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(document);
}

function countNodes(value: FactValue): number {
  const inner = Array.isArray(value) ? (value as readonly FactValue[]) : isObject(value) ? Object.values(value) : [];
  return inner.reduce<number>((sum, one) => sum + countNodes(one), 1);
}
