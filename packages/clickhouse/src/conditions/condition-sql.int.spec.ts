import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attributeRows,
  checkCondition,
  compileCondition,
  compileProgram,
  createActivityState,
  createDayTable,
  createDefaultProgram,
  createLensLayout,
  createMember,
  createProblemList,
  categoryHash,
  dayMs,
  facets,
  fieldValueOf,
  lifecycleFacet,
  openView,
  registersFacet,
  seenMember,
  trackedKinds,
} from '@perennial/domain';
import type {
  ActivityState,
  ConditionNode,
  FactPayload,
  FactValue,
  FieldDefinition,
  MemberId,
  SeenMember,
} from '@perennial/domain';
import { openEmbeddedLens } from '../client/connect.ts';
import type { LensConnection } from '../client/lens-query.ts';
import { createClickhouseLens } from '../shipping/clickhouse-lens.ts';
import { createRandom } from '../testing/test-members.ts';
import { createBinder } from './binder.ts';
import { conditionSql } from './condition-sql.ts';

/** The two interpreters of conditions, the fold's in memory and the lens's in SQL, over the same made-up members. */

const zone = 'Asia/Shanghai';
const membersCount = 250;
const at = Date.parse('2026-03-01T00:00:00+08:00');
const random = createRandom(11);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0];

const documents = createDefaultProgram();
const program = compileProgram(
  {
    ...documents,
    'settings.json': {
      ...(documents['settings.json'] as FactPayload),
      metrics: [{ id: 'm30', name: { en: 'm', zh: 'm' }, kind: 'purchases_within', days: 30 }],
    },
    'statistics.json': { brandGapDays: 33.7, categoryCycles: [{ category: 'tea', days: 20.3 }] },
  },
  { version: 1, effectiveAt: 0 },
  { days: createDayTable(zone), facets },
);

/** On whole days, in their middle, or anywhere: edges of windows are met, and halves of milliseconds. */
function instant(): number {
  const daysAgo = below(200);
  return at - daysAgo * dayMs + pick([0, 0, dayMs / 2, 1, below(dayMs)]);
}

function randomActivity(): ActivityState {
  const state = createActivityState();
  const purchases = Array.from({ length: pick([0, 0, 1, 2, 3, 9, 17]) }, instant).toSorted((a, b) => a - b);
  state.factCount = purchases.length + below(5);
  state.recentPurchases = purchases;
  state.purchaseCount = purchases.length + (purchases.length === 17 ? below(9) : 0);
  state.firstPurchaseAt = purchases[0] ?? state.firstPurchaseAt;
  state.grossMinor = state.purchaseCount * pick([100, 333, 5000]);
  state.refundedMinor = below(state.grossMinor + 1);
  state.cancelledCount = below(3);
  state.refundCount = below(3);
  state.reviewCount = below(4);
  state.ratingSum = state.reviewCount * pick([250, 333, 500]);
  state.lastCategory = pick([0, categoryHash('tea'), categoryHash('coffee')]);
  if (below(2) === 0) state.registeredAt = instant();
  state.lastAt = state.lastAt.map((never) => (below(2) === 0 ? never : instant()));
  state.days = state.days.map(() => pick([0, 0, 1, 12]));
  return state;
}

/** Bought twice, so far apart that half of the gap is half a millisecond more than whole ones, and just so long ago. */
function onTheEdge(agoMs: number, gapMs: number): ActivityState {
  const state = createActivityState();
  state.recentPurchases = [at - agoMs - gapMs, at - agoMs];
  state.purchaseCount = 2;
  state.firstPurchaseAt = at - agoMs - gapMs;
  return state;
}
const oddGapMs = 40 * dayMs + 1;
const edges = [-1, 0, 1].map((more) => onTheEdge(20 * dayMs + 1 + more, oddGapMs));

const texts = ['', 'Paris', "O'Neil", 'a\\b', 'line\nbreak', '中文', '\u{1F600}', '\uFFFD', 'true', '3'] as const;
const numbers = [0, -1, 3, 2.5, 0.1, 1e-7, 123_456_789.125, 9_007_199_254_740_993] as const;
const attributeValues: readonly [FactValue, ...FactValue[]] = [
  null,
  true,
  false,
  ['s', 'm'],
  { a: 1 },
  ...texts,
  ...numbers,
];

function createMade(index: number): SeenMember {
  const id = `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}` as MemberId;
  const member = createMember(facets, id, index % 16);
  member.programVersion = 1;
  const lifecycle = openView(member, lifecycleFacet);
  lifecycle.state.activity = edges[index] ?? randomActivity();
  const stage = pick(['new', 'active', 'silent', '']);
  const standing = { lifecycle: 'main', stage, since: instant(), nextAt: at + below(100) * dayMs, reactivations: 0 };
  lifecycle.state.lifecycle.standings = stage === '' ? [] : [standing];
  const registers = openView(member, registersFacet).rows(attributeRows);
  const put = (kind: 'attribute' | 'tag' | 'consent', name: string, value: FactValue) =>
    registers.put({ kind, name, value: JSON.stringify(value), occurredAt: 0, message: '' });
  for (const name of ['city', "it's", '__proto__']) if (below(4) > 0) put('attribute', name, pick(attributeValues));
  if (below(2) === 0) put('tag', 'vip', pick([true, null, false]));
  if (below(2) === 0) put('consent', 'sms', pick([true, false]));
  return seenMember({ member, program, createdAt: at });
}

const everybody = Array.from({ length: membersCount }, (_, index) => createMade(index));

let folder: string;
let lens: LensConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-conditions-'));
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
  const members = everybody.map((seen) => ({
    ...header,
    shard: seen.member.shard,
    memberId: seen.member.id,
    values: layout.memberValues(seen),
  }));
  await target.replaceMembers(1, members);
});
afterAll(async () => {
  await lens.close();
  rmSync(folder, { recursive: true, force: true });
});

function check(value: FactValue): ConditionNode {
  const problems = createProblemList();
  const node = checkCondition(value, { path: '', problems }, { catalogue: program.catalogue, purpose: 'list' });
  if (node === null) throw new Error(`${JSON.stringify(value)}: ${JSON.stringify(problems.problems)}`);
  return node;
}

/** As a number or as a boolean, but never as nothing. */
function verdictOf(value: unknown): unknown {
  return value === 1 || value === 0 ? value === 1 : value;
}

const perQuery = 40;

/** Asks both of everybody; the lens of many conditions at once, each a column. */
async function expectSame(conditions: readonly FactValue[]): Promise<number> {
  let held = 0;
  for (let from = 0; from < conditions.length; from += perQuery) {
    const some = conditions.slice(from, from + perQuery);
    const binder = createBinder();
    const source = { binder, at, zone, placesOf: () => '(select member_id as who, store as place from nowhere)' };
    const columns = some.map((condition, index) => `${conditionSql(check(condition), source)} as held_${index}`);
    const rows = await lens.read({
      sql: `select toString(member_id) as id, ${columns.join(', ')} from member final`,
      params: binder.params,
    });
    const byId = new Map(rows.map((row) => [row['id'], row]));
    for (const [index, condition] of some.entries()) {
      const predicate = compileCondition(check(condition), program.world);
      const verdicts = everybody.map(({ subject }) => predicate.test(subject, at));
      const found = everybody.map(({ member }) => verdictOf(byId.get(member.id)?.[`held_${index}`]));
      expect(found, JSON.stringify(condition)).toEqual(verdicts);
      held += verdicts.filter(Boolean).length;
    }
  }
  return held;
}

const windows: readonly FactValue[] = [
  { window: 'days', days: 20 },
  { window: 'days', days: 61.5 },
  { window: 'personal', multiple: 0.5, minDays: 2, maxDays: 90 },
  { window: 'personal', multiple: 1.1, minDays: 10, maxDays: 40 },
  { window: 'cycle', multiple: 1.7, fallbackDays: 33.3 },
];
const dates: readonly FactValue[] = ['2026-03-01', '2026-02-09', '2025-11-30'];

function valuesFor(field: FieldDefinition, operator: string): readonly FactValue[] {
  switch (operator) {
    case 'null':
    case 'notNull':
      return [null];
    case 'within':
    case 'notWithin':
      return windows;
    case 'before':
    case 'onOrAfter':
      return dates;
    case 'between':
      return numbersOf(field)
        .flatMap((low) => [[low, low + 2] as const])
        .filter(([, high]) => fits(field, high));
    case 'contains':
      return ['i', "'", '\\', '文', '\n'];
    case 'in':
    case 'notIn':
      return [['active', 'Paris', "O'Neil"], ['nobody'], ['a\\b', 'line\nbreak', '中文']];
    default:
      return scalarsFor(field, operator);
  }
}

function scalarsFor(field: FieldDefinition, operator: string): readonly FactValue[] {
  const isEquality = operator === '=' || operator === '!=';
  const someTexts = texts.filter((text) => text !== '');
  switch (field.type) {
    case 'number':
      return numbersOf(field);
    case 'boolean':
      return [true, false];
    case 'text':
      return ['active', 'silent', 'nobody'];
    case 'any':
      return [...someTexts, ...numbers, ...(isEquality ? [true, false] : [])];
    case 'instant':
      return [];
  }
}

function fits({ numberMax }: FieldDefinition, value: number): boolean {
  return numberMax === null || value <= numberMax;
}

/** Some that members have, and some beside them. */
function numbersOf(field: FieldDefinition): readonly number[] {
  const known = everybody
    .map(({ subject }) => fieldValueOf(field, { subject, at }))
    .filter((value) => typeof value === 'number');
  const some = [...new Set(known)].slice(0, 4);
  return [...some, ...some.map((value) => value + 0.5), 0, 1, -3].filter((value) => fits(field, value));
}

const families = [
  'attribute.city',
  "attribute.it's",
  'attribute.__proto__',
  'attribute.unheard',
  'tag.vip',
  'tag.unheard',
  'consent.sms',
];
const fields = [...program.catalogue.fields, ...families.flatMap((name) => program.catalogue.find(name) ?? [])].filter(
  (field) => field.class === 'fold' && field.lens !== null,
);

describe('a condition asked of the lens', () => {
  it('is about every field that the fold knows', () => {
    const without = program.catalogue.fields.filter((field) => field.lens === null);
    expect(without).toEqual([]);
    expect(fields.length).toBeGreaterThan(40);
    for (const kind of trackedKinds) expect(fields.some(({ field }) => field === `${kind}.last`)).toBe(true);
  });

  it.each(fields.map((field) => [field.field, field] as const))(
    'over %s says what the fold says, by every operator',
    async (_, field) => {
      const conditions = field.operators.flatMap((operator) =>
        valuesFor(field, operator).map((value) => ({ field: field.field, operator, value })),
      );
      expect(conditions.length).toBeGreaterThanOrEqual(field.operators.length);
      await expectSame(conditions);
    },
  );

  it('is joined, turned around and nested as in the fold', async () => {
    const leaf = (): FactValue => {
      const field = pick(fields as [FieldDefinition, ...FieldDefinition[]]);
      const operator = pick(field.operators as [string, ...string[]]);
      const values = valuesFor(field, operator);
      return { field: field.field, operator, value: values[below(values.length)] ?? null };
    };
    const tree = (depth: number): FactValue =>
      depth === 0 || below(3) === 0
        ? leaf()
        : {
            combinator: pick(['and', 'or']),
            not: below(2) === 0,
            rules: Array.from({ length: 1 + below(3) }, () => tree(depth - 1)),
          };
    const held = await expectSame(Array.from({ length: 120 }, () => tree(3)));
    expect(held).toBeGreaterThan(0);
  });
});
