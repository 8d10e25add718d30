import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkSegment,
  compileProgram,
  compileSegment,
  createDayTable,
  createDefaultProgram,
  createLensLayout,
  createProblemList,
  facets,
} from '@perennial/domain';
import type { CompiledProgram, FactValue, SegmentNode } from '@perennial/domain';
import { openEmbeddedLens } from '../client/connect.ts';
import type { LensConnection } from '../client/lens-query.ts';
import { createClickhouseLens } from '../shipping/clickhouse-lens.ts';
import { createBinder } from '../conditions/binder.ts';
import { segmentSql } from './segment-sql.ts';
import { below, createMade, pick, shippedFacts, shippedLines, types } from './testing/made-members.ts';

/*
 * The two interpreters of segments, in memory and in SQL, over the same made-up members. See `testing/made-members.ts` for whom and
 * what they did.
 */

/** Beirut has no midnight on 29 March 2026; Havana has two on 1 November 2026. */
const worlds = [
  { zone: 'Asia/Shanghai', at: Date.parse('2026-03-01T00:00:00+08:00') },
  { zone: 'Asia/Beirut', at: Date.parse('2026-04-02T09:30:00Z') },
  { zone: 'America/Havana', at: Date.parse('2026-11-03T04:59:59.999Z') },
] as const;
const membersCount = 120;

type World = (typeof worlds)[number];

function program(zone: string): CompiledProgram {
  return compileProgram(createDefaultProgram(), { version: 1, effectiveAt: 0 }, { days: createDayTable(zone), facets });
}

const windows: readonly [FactValue, ...FactValue[]] = [
  null,
  null,
  { window: 'days', days: 1 },
  { window: 'days', days: 30 },
  { window: 'days', days: 30, until: 7 },
  { window: 'days', days: 90.5 },
  { window: 'calendarDays', days: 1 },
  { window: 'calendarDays', days: 31 },
  { window: 'dates', from: '2026-01-30', through: '2026-03-29' },
  { window: 'dates', from: '2026-10-31' },
  { window: 'dates', through: '2026-02-28' },
  { window: 'this', unit: 'month' },
  { window: 'previous', unit: 'month' },
  { window: 'this', unit: 'week' },
  { window: 'previous', unit: 'quarter' },
  { window: 'this', unit: 'year' },
];
const operators = ['=', '!=', '<', '<=', '>', '>='] as const;

function where(): FactValue {
  if (below(2) === 0) return null;
  const rules: readonly [FactValue, ...FactValue[]] = [
    { field: 'property.name', operator: '=', value: pick(['tea', "O'Neil", 'a\\b\n', '茶\u{1F600}', 1, 1e20, true]) },
    { field: 'property.name', operator: '!=', value: 'tea' },
    { field: 'property.name', operator: 'notNull' },
    { field: 'property.name', operator: 'null' },
    { field: 'property.name', operator: '>', value: pick([0, 'shoes', -2.5]) },
    { field: 'property.name', operator: 'contains', value: pick(['e', '\\']) },
    { field: 'property.deep.size', operator: 'in', value: ['s', 'l'] },
    { field: 'property.price', operator: 'between', value: [10, 30] },
    { field: 'channel', operator: '=', value: 'web' },
    { field: 'channel', operator: 'null' },
    { field: 'store', operator: 'notNull' },
    { field: 'source', operator: 'notIn', value: ['web', 'Ä'] },
  ];
  return below(3) === 0
    ? { combinator: pick(['and', 'or']), not: below(2) === 0, rules: [pick(rules), pick(rules)] }
    : pick(rules);
}

type Measure = keyof typeof measured;

function bought() {
  const rules: readonly [FactValue, ...FactValue[]] = [
    null,
    { field: 'product', operator: '=', value: 'serum' },
    { field: 'product', operator: 'null' },
    { field: 'category', operator: 'contains', value: 'k' },
    { field: 'quantity', operator: '>', value: 1 },
    { field: 'quantity', operator: '=', value: 0.333 },
    { field: 'amount', operator: 'between', value: [500, 20_000] },
    { field: 'channel', operator: 'in', value: ['web'] },
  ];
  return { did: 'bought', where: pick(rules), window: pick(windows) };
}

const did = () => ({ did: 'fact', type: pick(types), where: where() });
const measured = {
  count: () => ({ ...did(), window: pick(windows), measure: 'count', operator: pick(operators), value: below(4) }),
  days: () => ({ ...did(), window: pick(windows), measure: 'days', operator: pick(operators), value: below(4) }),
  sum: () => amount('sum'),
  average: () => amount('average'),
  least: () => amount('least'),
  greatest: () => amount('greatest'),
  distinct: () => ({
    ...did(),
    window: pick(windows),
    measure: 'distinct',
    of: pick(['property.name', 'channel', 'property.deep.size']),
    operator: pick(operators),
    value: below(4),
  }),
  first: () => ({ ...did(), window: pick(windows), measure: 'first', is: pick(['in', 'notIn']), span: span() }),
  last: () => ({ ...did(), window: pick(windows), measure: 'last', is: pick(['in', 'notIn']), span: span() }),
  followed: () => followed('followed'),
  notFollowed: () => followed('notFollowed'),
  orders: () => ({ ...bought(), measure: 'orders', operator: pick(operators), value: below(4) }),
  lines: () => {
    const measure = pick(['count', 'days', 'sum', 'average', 'least', 'greatest', 'distinct']);
    if (measure === 'count' || measure === 'days')
      return { ...bought(), measure, operator: pick(operators), value: below(5) };
    const of = measure === 'distinct' ? pick(['product', 'category', 'quantity']) : pick(['amount', 'quantity']);
    const value =
      measure === 'distinct' ? below(4) : of === 'amount' ? pick([999, 10_000, 5549.5]) : pick([1, 1.5, 0.333]);
    return { ...bought(), measure, of, operator: pick(operators), value };
  },
  linesFirst: () => ({ ...bought(), measure: pick(['first', 'last']), is: pick(['in', 'notIn']), span: span() }),
  linesRhythm: () => ({
    ...bought(),
    window: null,
    measure: 'rhythm',
    is: pick(['regular', 'stopped', 'again']),
    everyDays: 30,
    times: 1 + below(2),
    quiet: 1,
  }),
  rhythm: () => ({
    ...did(),
    where: null,
    measure: 'rhythm',
    is: pick(['regular', 'stopped', 'again']),
    everyDays: pick([7, 30]),
    times: 1 + below(3),
    quiet: 1 + below(2),
  }),
};

function amount(measure: string): FactValue {
  const value = pick([0, 10, 20.5, 30, 25.25, 12.3456]);
  const of = pick(['property.price', 'property.price', 'property.name']);
  return { ...did(), window: pick(windows), measure, of, operator: pick(operators), value };
}

function span(): FactValue {
  return pick(windows) ?? { window: 'days', days: 14 };
}

function followed(measure: string): FactValue {
  const within = pick([{ days: 1 }, { hours: 1 }, { days: 30 }, { hours: 0.5 }]);
  return { ...did(), window: pick(windows), measure, by: did(), within };
}

function tree(depth: number): FactValue {
  if (depth > 0 && below(3) > 0) {
    const rules = Array.from({ length: 1 + below(3) }, () => tree(depth - 1));
    return { combinator: pick(['and', 'or']), not: below(2) === 0, rules };
  }
  if (below(6) === 0) return { bucket: pick(['a', '盐']), from: below(5000), to: 5000 + below(5000) };
  if (below(6) === 0) return { field: 'purchase.count', operator: pick(operators), value: below(4) };
  return measured[pick(Object.keys(measured) as [Measure, ...Measure[]])]();
}

describe.each(worlds)('a segment in $zone', ({ zone, at }: World) => {
  const compiled = program(zone);
  const everybody = Array.from({ length: membersCount }, (_, index) => createMade(index, at));
  let folder: string;
  let lens: LensConnection;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'perennial-segments-'));
    lens = await openEmbeddedLens({ folder });
    const target = createClickhouseLens(lens, facets);
    await target.prepare();
    const layout = createLensLayout(facets);
    const header = {
      status: 'live',
      mergedInto: null,
      position: 1,
      clockAt: at,
      programVersion: 1,
      createdAt: at,
    } as const;
    const { facts, owners } = shippedFacts(everybody);
    await target.addFacts(1, facts);
    await target.putRows(3, { table: 'owner', rows: owners });
    await target.putRows(3, {
      table: 'bought_line',
      rows: everybody.map(({ person, seen }) => ({
        shard: seen.member.shard,
        memberId: seen.member.id,
        values: shippedLines(person),
      })),
    });
    await target.replaceMembers(
      2,
      everybody.map(({ seen }) => ({
        ...header,
        shard: seen.member.shard,
        memberId: seen.member.id,
        values: layout.memberValues(seen),
      })),
    );
  });
  afterAll(async () => {
    await lens.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function check(value: FactValue): SegmentNode {
    const problems = createProblemList();
    const members = { catalogue: compiled.catalogue, purpose: 'list' } as const;
    const node = checkSegment(value, { path: '', problems }, { members });
    if (node === null) throw new Error(`${JSON.stringify(value)}: ${JSON.stringify(problems.problems)}`);
    return node;
  }

  /** The shares of members that both say are in, of each condition: the lens is asked of all in one statement. */
  async function expectSame(conditions: readonly FactValue[]): Promise<readonly number[]> {
    const nodes = conditions.map(check);
    const binder = createBinder();
    const parts = nodes.map(
      (node, index) =>
        `select ${index} as n, toString(member_id) as id from ${segmentSql({ node, at, world: compiled.world }, binder).sql}`,
    );
    const rows = await lens.read({ sql: parts.join(' union all '), params: binder.params, role: 'long' });
    const found = Map.groupBy(rows, (row) => Number(row['n']));
    return nodes.map((node, index) => {
      const judge = compileSegment(node, compiled.world);
      const expected = everybody.filter(({ person }) => judge(person, at)).map(({ person }) => person.memberId);
      const ids = (found.get(index) ?? []).map((row) => String(row['id'])).toSorted();
      expect(ids, JSON.stringify(conditions[index])).toEqual(expected);
      return expected.length / everybody.length;
    });
  }

  it.each(Object.keys(measured) as Measure[])('asks %s as it is judged in memory', async (measure) => {
    const shares = await expectSame(Array.from({ length: 16 }, () => measured[measure]()));
    const telling = shares.filter((share) => share >= 0.05 && share <= 0.95);
    expect(telling.length).toBeGreaterThanOrEqual(2);
  });

  it('is joined, turned around and nested alike', async () => {
    for (let round = 0; round < 5; round += 1) await expectSame(Array.from({ length: 8 }, () => tree(3)));
  });
});
