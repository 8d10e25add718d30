import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applyStep,
  attributeKey,
  attributeRows,
  compileProgram,
  createDayTable,
  createDefaultProgram,
  createFoldContext,
  createLensLayout,
  createMember,
  dayMs,
  facets,
  lastPurchaseAt,
  lifecycleFacet,
  openView,
  registersFacet,
  toDocument,
  toNullableInstant,
} from '@perennial/domain';
import type {
  DecisionStep,
  FactPayload,
  FactStep,
  FoldContext,
  MemberId,
  NumberSpaces,
  OwnStep,
} from '@perennial/domain';
import type { Lens, ShippedFact, ShippedMember, ShippedRows } from '@perennial/engine';
import { openEmbeddedLens } from '../../client/connect.ts';
import type { LensConnection } from '../../client/lens-query.ts';
import { createClickhouseLens } from '../../shipping/clickhouse-lens.ts';
import { taggedAsOf } from '../registers/tagged-as-of.ts';
import { orderFiguresAsOf, placesAsOf } from './figures-as-of.ts';
import { spaceParams } from './order-space.ts';
import { createRandom, createTestMembers, shippedMember } from '../../testing/test-members.ts';

const membersCount = 160;
const spanDays = 300;
const startAt = Date.UTC(2025, 0, 1);
const random = createRandom(7);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0];
const idOf = (member: number) => `00000000-0000-7000-8000-${member.toString(16).padStart(12, '0')}` as MemberId;
/** Every tenth member was taken in by the one before, every twentieth by one that was taken in herself. */
const mergedInto = (member: number): number | null =>
  member === 0 || member % 10 !== 0 ? null : member - (member % 20 === 0 ? 10 : 1);
function ownerOf(member: number): number {
  const into = mergedInto(member);
  return into === null ? member : ownerOf(into);
}
function chainOf(member: number): readonly number[] {
  const into = mergedInto(member);
  return into === null ? [member] : [member, ...chainOf(into)];
}

const days = createDayTable('Asia/Shanghai');
const ownSpaces: NumberSpaces = { spaces: [] };
function contextOf(purchaseCountsWhen: 'placed' | 'paid', numberSpaces = ownSpaces): FoldContext {
  const documents = createDefaultProgram();
  const settings = { ...(documents['settings.json'] as FactPayload), purchaseCountsWhen };
  const program = compileProgram(
    { ...documents, 'settings.json': settings, 'number-spaces.json': toDocument(numberSpaces) },
    { version: 1, effectiveAt: 0 },
    { days, facets },
  );
  return createFoldContext({ programs: [program], days });
}

let position = 0;
function tell(member: number, type: string, parts: { at: number; payload: FactPayload; storeId?: string }): FactStep {
  position += 1;
  const { at, payload, storeId = '' } = parts;
  const place = { shard: member % 16, position, memberId: idOf(member), source: pick(['till', 'shop', 'till-2']) };
  const step = {
    ...place,
    messageId: `m${below(1e9)}-${position}`,
    type,
    occurredAt: at,
    recordedAt: startAt + position,
  };
  return { kind: 'fact', ...step, isBackfill: true, channel: 'shop', storeId, payload: () => payload };
}

/** Half of the instants are whole days, so that orders, refunds and cancellations meet. */
function instant(): number {
  return startAt + (below(2) === 0 ? below(spanDays) * dayMs : below(spanDays * dayMs));
}

function history(member: number): readonly FactStep[] {
  const facts: FactStep[] = [
    tell(member, 'member.registered', { at: instant(), payload: {}, storeId: pick(['', 's0', 's1']) }),
  ];
  const orders = member % 8 === 0 ? 20 + below(25) : below(6);
  for (let order = 0; order < orders; order += 1) facts.push(...orderStory(member, `o${order}`));
  for (let tag = below(4); tag > 0; tag -= 1)
    facts.push(
      tell(member, pick(['tag.added', 'tag.removed']), { at: instant(), payload: { tag: pick(['vip', 'new']) } }),
    );
  return facts;
}

function orderStory(member: number, orderId: string): readonly FactStep[] {
  const facts: FactStep[] = [];
  const add = (type: string, payload: FactPayload) =>
    facts.push(
      tell(member, type, { at: instant(), payload: { orderId, ...payload }, storeId: pick(['', 's1', 's2']) }),
    );
  const amount = () => pick([0, 100, 700, 701, 5000]);
  for (const type of ['order.placed', 'order.placed', 'order.paid', 'order.paid'])
    if (below(2) === 0)
      add(
        type,
        below(2) === 0 ? { amountMinor: amount() } : { lines: [{ amountMinor: amount() }, { amountMinor: 1 }] },
      );
  if (below(6) === 0) add('order.fulfilled', {});
  if (below(4) === 0) add('order.cancelled', {});
  for (let refund = below(4) - 1; refund > 0; refund -= 1)
    add('order.refunded', {
      ...pick<FactPayload>([{}, { refundId: 'r' }]),
      ...pick<FactPayload>([{}, { amountMinor: amount() }, { lines: [{ amountMinor: 50 }] }]),
    });
  return facts;
}

const facts = Array.from({ length: membersCount }, (_, member) => history(member)).flat();

/** What staff decided of a tag: no fact says it. */
function decision(member: number): DecisionStep {
  position += 1;
  const writes = [{ kind: 'tag', name: pick(['vip', 'new']), value: pick([true, null]) }];
  const place = { shard: member % 16, position, memberId: idOf(member), recordedAt: instant() };
  return {
    kind: 'decision',
    ...place,
    command: 'tag',
    decisionId: `d${position}`,
    parts: () => ({ registers: { writes } }),
  };
}
const decisions = Array.from({ length: membersCount }, (_, member) => decision(member));

const whenOf = (step: OwnStep) => (step.kind === 'fact' ? step.occurredAt : step.recordedAt);
const numberOf = (id: MemberId) => Number.parseInt(id.slice(-12), 16);
/** Undone merges have given each third fact of each fourth member to somebody else. */
function givenTo({ kind, memberId, position: at }: OwnStep): MemberId | null {
  const member = numberOf(memberId);
  return kind === 'fact' && member % 4 === 1 && at % 3 === 0 ? idOf((member + 3) % membersCount) : null;
}
const owned = Map.groupBy([...facts, ...decisions], (step) => idOf(ownerOf(numberOf(givenTo(step) ?? step.memberId))));

/** What the table of owners says of all that. */
function ownerRows(): ShippedRows {
  const rows = Array.from({ length: membersCount }, (_, member) => {
    const takenIn = Array.from({ length: membersCount }, (_other, other) => other).filter(
      (other) => other !== member && chainOf(other).includes(member),
    );
    const given = facts.filter((step) => givenTo(step) === idOf(member));
    const places = [given.map(({ shard }) => shard), given.map((step) => step.position)];
    return { shard: member % 16, memberId: idOf(member), values: [takenIn.map(idOf), ...places] };
  });
  return { table: 'owner', rows: rows.filter(({ values }) => values.some((list) => list.length > 0)) };
}

function shipped(step: FactStep): ShippedFact {
  const { shard, position: at, memberId, source, messageId, type, occurredAt, recordedAt, isBackfill } = step;
  const place = { channel: step.channel, storeId: step.storeId, payload: JSON.stringify(step.payload()) };
  return { shard, position: at, memberId, source, messageId, type, occurredAt, recordedAt, isBackfill, ...place };
}

function snapshots(): readonly ShippedMember[] {
  const [model] = createTestMembers(1);
  if (model === undefined) throw new Error('a model is needed');
  return Array.from({ length: membersCount }, (_, member) => {
    const into = mergedInto(member);
    const status = into === null ? 'live' : 'absorbed';
    return shippedMember({
      ...model.member,
      shard: member % 16,
      memberId: idOf(member),
      status,
      mergedInto: into === null ? null : idOf(into),
    });
  });
}

/** What steps stand for in the tables of facets, as the shipping sends it with a block. */
async function putStepRows(target: Lens): Promise<void> {
  for (const { part } of createLensLayout(facets).tables) {
    const { steps } = part;
    if (steps === undefined) continue;
    const heard = [...facts.filter(({ type }) => steps.facts.includes(type)), ...(steps.hasDecisions ? decisions : [])];
    const rows = heard.flatMap((step) =>
      steps.rows(step).map((values) => ({ shard: step.shard, memberId: step.memberId, values })),
    );
    await target.putRows(1, { table: part.name, rows });
  }
}

let folder: string;
let lens: LensConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-figures-'));
  lens = await openEmbeddedLens({ folder });
  const target = createClickhouseLens(lens, facets);
  await target.prepare();
  await target.replaceMembers(1, snapshots());
  await target.putRows(1, ownerRows());
  await target.addFacts(1, facts.map(shipped));
  await putStepRows(target);
});
afterAll(async () => {
  await lens.close();
  rmSync(folder, { recursive: true, force: true });
});

function folded(id: MemberId, at: number, context: FoldContext) {
  const member = createMember(facets, id, 0);
  const known = (owned.get(id) ?? []).filter((step) => whenOf(step) <= at).toSorted((a, b) => whenOf(a) - whenOf(b));
  for (const [index, step] of known.entries())
    applyStep(member, { ...step, memberId: id, position: index + 1 }, { context });
  const tags = openView(member, registersFacet).rows(attributeRows);
  return { activity: openView(member, lifecycleFacet).state.activity, tags };
}

/** Before all facts, on whole days, between them, and after all. */
const instants = [-1, 33.3, 120, 244, 301].map((day) => startAt + Math.round(day * dayMs));

const shared: NumberSpaces = { spaces: [{ id: 'counter', sources: ['till', 'shop'] }] };

describe.each([
  ['placed', ownSpaces],
  ['paid', ownSpaces],
  ['placed', shared],
] as const)('figures as of an instant, of orders that count when %s, by the number spaces %j', (countsWhen, spaces) => {
  it('are what the fold makes of the facts that had occurred by then, merges included', async () => {
    const rules = { purchaseCountsWhen: countsWhen, numberSpaces: spaces };
    const context = contextOf(countsWhen, spaces);
    let [seen, withdrawn] = [0, 0];
    for (const asOf of instants) {
      const rows = await lens.read({
        sql: `select toString(who) as id, orders, net_minor, first_order_at, last_order_at from ${orderFiguresAsOf(rules)}`,
        params: { asOf, ...spaceParams(spaces) },
      });
      const found = new Map(rows.map((row) => [row['id'], row]));
      for (const id of owned.keys()) {
        const { activity } = folded(id, asOf, context);
        const row = found.get(id);
        const figures = [
          row?.['orders'] ?? 0,
          row?.['net_minor'] ?? 0,
          row?.['first_order_at'] ?? null,
          row?.['last_order_at'] ?? null,
        ];
        expect(
          figures.map((value) => (value === null ? null : Number(value))),
          `${id} at ${asOf}`,
        ).toEqual([
          activity.purchaseCount,
          activity.grossMinor - activity.refundedMinor,
          toNullableInstant(activity.firstPurchaseAt),
          toNullableInstant(lastPurchaseAt(activity)),
        ]);
        seen = Math.max(seen, activity.purchaseCount);
        if (activity.recentPurchases.length < Math.min(17, activity.purchaseCount)) withdrawn += 1;
      }
      expect([...found.keys()].every((id) => owned.has(id as MemberId))).toBe(true);
    }
    // The histories reach beyond what the fold remembers, and take back from within it.
    expect([seen > 17, withdrawn > 0]).toEqual([true, true]);
  });
});

describe('tags and places as of an instant', () => {
  const context = contextOf('placed');

  it('are those told last by then', async () => {
    for (const asOf of instants) {
      const tagged = await lens.read({
        sql: `select toString(who) as id from ${taggedAsOf}`,
        params: { asOf, tags: ['vip', 'none'] },
      });
      const byFold = [...owned.keys()].filter(
        (id) => folded(id, asOf, context).tags.get(attributeKey('tag', 'vip'))?.value === 'true',
      );
      expect(tagged.map((row) => String(row['id'])).toSorted()).toEqual(byFold.toSorted());
      const places = await lens.read({
        sql: `select toString(who) as id, place from ${placesAsOf('store_id')}`,
        params: { asOf },
      });
      const byHand = [...owned.keys()].flatMap((id) => placeByHand(id, asOf));
      expect(places.map((row) => `${String(row['id'])} ${String(row['place'])}`).toSorted()).toEqual(byHand.toSorted());
    }
  });
});

function placeByHand(id: MemberId, at: number): string[] {
  const bought = new Set(['order.placed', 'order.paid', 'order.fulfilled']);
  const seen = (owned.get(id) ?? [])
    .filter((step) => step.kind === 'fact')
    .filter((step) => step.occurredAt <= at && step.storeId !== '');
  const best = (among: readonly FactStep[]) =>
    among.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.storeId < b.storeId ? -1 : 1)).at(-1);
  const last =
    best(seen.filter(({ type }) => bought.has(type))) ?? best(seen.filter(({ type }) => type === 'member.registered'));
  return last === undefined ? [] : [`${id} ${last.storeId}`];
}
