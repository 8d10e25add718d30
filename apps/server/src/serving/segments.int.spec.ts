import type { Client } from '@perennial/contracts/staff';
import type { FactValue } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
const dayMs = 86_400_000;

function viewed(person: string, daysAgo: number, product: string) {
  return {
    type: 'product.viewed',
    messageId: `${person} ${daysAgo} ${product}`,
    occurredAt: new Date(Date.now() - daysAgo * dayMs).toISOString(),
    identities: { external_id: person },
    payload: { productId: product, price: daysAgo + 0.5 },
  };
}

function ordered(person: string, daysAgo: number, lines: readonly object[]) {
  return {
    type: 'order.paid',
    messageId: `${person} paid ${daysAgo}`,
    occurredAt: new Date(Date.now() - daysAgo * dayMs).toISOString(),
    channel: 'web',
    identities: { external_id: person },
    payload: { orderId: `${person}-${daysAgo}`, amountMinor: 9_900, currency: 'CNY', lines },
  };
}

const serumLine = { productId: 'serum', category: 'Skin/Serum', quantity: 1, amountMinor: 9_900 };

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
  await served.send([
    viewed('ann', 60, 'serum'),
    viewed('ann', 50, 'serum'),
    viewed('ben', 50, 'serum'),
    viewed('ben', 48, 'serum'),
    viewed('ben', 3, 'serum'),
    viewed('cid', 50, 'tea'),
    viewed('dee', 89.9, 'serum'),
    viewed('dee', 46, 'serum'),
    ordered('eve', 80, [serumLine]),
    ordered('eve', 50, [serumLine, { productId: 'sample', quantity: 1, amountMinor: 0 }]),
    ordered('fay', 80, [serumLine]),
    ordered('fay', 5, []),
  ]);
  await served.caughtUp();
});
afterAll(() => served.close());

const serum = { field: 'property.productId', operator: '=', value: 'serum' };
const viewedSerum = (days: number, operator: string, value: number): FactValue => ({
  did: 'fact',
  type: 'product.viewed',
  where: serum,
  window: { window: 'days', days },
  measure: 'count',
  operator,
  value,
});
/** Looked at serum twice in ninety days, and not in the last forty-five: Ann and Dee. */
const cooled: FactValue = { combinator: 'and', rules: [viewedSerum(90, '>=', 2), viewedSerum(45, '=', 0)] };

describe('segments', () => {
  it('are counted before they are saved, and the list that they open has that count', async () => {
    const preview = await administrator.segments.preview({ body: { condition: cooled } });
    expect(preview).toMatchObject({ class: 'lens', members: 2, isSlow: true });
    expect(preview.everybody).toBeGreaterThanOrEqual(4);
    expect(preview.sample).toHaveLength(2);
    const { count, items } = await administrator.members.list({ query: { who: JSON.stringify(cooled) } });
    expect(count).toBe(2);
    expect(items.map(({ id }) => id).toSorted()).toEqual(preview.sample.map(({ id }) => id).toSorted());
  });

  it('are saved in versions, each with who changed it, and nobody writes over another', async () => {
    const made = await administrator.segments.create({ body: { name: 'Cooled on serum', condition: cooled } });
    expect(made).toMatchObject({ version: 1, class: 'lens', isArchived: false });
    const params = { segmentId: made.id };
    const wider: FactValue = { combinator: 'and', rules: [viewedSerum(90, '>=', 1), viewedSerum(45, '=', 0)] };
    const narrower: FactValue = { combinator: 'and', rules: [viewedSerum(90, '>=', 2), viewedSerum(2, '=', 0)] };
    expect(await administrator.segments.compare({ params, body: { condition: narrower } })).toMatchObject({
      stay: 2,
      join: 1,
      leave: 0,
    });
    const said = { name: 'Cooled', description: 'by serum', condition: wider };
    const changed = await administrator.segments.update({ params, body: { ...said, version: 1 } });
    expect(changed).toMatchObject({ version: 2, name: 'Cooled', createdBy: made.createdBy });
    const late = administrator.segments.update({ params, body: { ...said, version: 1 } });
    expect(await codeOf(late)).toBe('segment.conflict');
    const { items } = await administrator.segments.versions({ params });
    expect(items.map(({ version, name }) => [version, name])).toEqual([
      [2, 'Cooled'],
      [1, 'Cooled on serum'],
    ]);
    const twice = administrator.segments.create({ body: said });
    expect(await codeOf(twice)).toBe('segment.name_taken');
    const { count } = await administrator.members.list({ query: { segment: made.id } });
    expect(count).toBe(2);
  });

  it('leave the list when they are archived, and only then can be removed', async () => {
    const body = { name: 'Short-lived', condition: { bucket: 'a', from: 0, to: 5000 } };
    const params = { segmentId: (await administrator.segments.create({ body })).id };
    expect(await codeOf(administrator.segments.remove({ params }))).toBe('segment.not_archived');
    await administrator.segments.archive({ params });
    const names = async () => (await administrator.segments.list()).items.map(({ name }) => name);
    expect(await names()).not.toContain('Short-lived');
    await administrator.segments.restore({ params });
    expect(await names()).toContain('Short-lived');
    await administrator.segments.archive({ params });
    await administrator.segments.remove({ params });
    expect(await codeOf(administrator.segments.get({ params }))).toBe('segment.not_found');
    expect(await codeOf(administrator.members.list({ query: { segment: params.segmentId } }))).toBe(
      'segment.not_found',
    );
  });

  it('say why somebody is in, by which facts, and until when', async () => {
    const { sample } = await administrator.segments.preview({ body: { condition: viewedSerum(45, '>=', 1) } });
    const [ben] = sample;
    const condition = viewedSerum(45, '>=', 1);
    const told = await administrator.segments.explain({ body: { memberId: ben?.id ?? '', condition } });
    expect(told).toMatchObject({ isIn: true, clause: { isTrue: true, actual: 1, rule: condition } });
    expect(told.clause.evidence).toHaveLength(1);
    expect(Math.round((Date.parse(told.until ?? '') - Date.now()) / dayMs)).toBe(42);
    const out = await administrator.segments.explain({ body: { memberId: ben?.id ?? '', condition: cooled } });
    expect(out.isIn).toBe(false);
    expect(out.clause.clauses?.map(({ isTrue }) => isTrue)).toEqual([true, false]);
  });

  it('ask what was bought: lines of orders that count, without gifts; an order without lines is one', async () => {
    const bought = (days: number, least: number, where: FactValue = null): FactValue => ({
      did: 'bought',
      where,
      window: { window: 'days', days },
      measure: 'orders',
      operator: '>=',
      value: least,
    });
    const members = async (condition: FactValue) =>
      (await administrator.segments.preview({ body: { condition } })).members;
    const ofSerum = { field: 'product', operator: '=', value: 'serum' };
    expect(await members(bought(90, 2, ofSerum))).toBe(1);
    expect(await members(bought(90, 1, ofSerum))).toBe(2);
    expect(await members(bought(90, 1, { field: 'product', operator: '=', value: 'sample' }))).toBe(0);
    const fay = {
      combinator: 'and',
      rules: [bought(10, 1, { field: 'product', operator: 'null' }), bought(90, 2)],
    };
    expect(await members(fay)).toBe(1);
    await served.send([
      { ...ordered('eve', 4, []), type: 'order.cancelled', messageId: 'eve no', payload: { orderId: 'eve-80' } },
    ]);
    await served.caughtUp();
    expect(await members(bought(90, 2, ofSerum))).toBe(0);
    // The serum of the one order that is left comes back, and nothing else of it.
    const back = { orderId: 'eve-50', lines: [{ productId: 'serum', quantity: 1 }] };
    await served.send([{ ...ordered('eve', 3, []), type: 'order.refunded', messageId: 'eve back', payload: back }]);
    await served.caughtUp();
    expect(await members(bought(90, 1, ofSerum))).toBe(1);
  });

  it('name each place of a condition that is wrong, and know nothing of the past', async () => {
    const wrong = administrator.segments.preview({
      body: { condition: { combinator: 'and', rules: [{ did: 'fact', type: 'x', measure: 'often' }] } },
    });
    expect(await codeOf(wrong)).toBe('segment.invalid');
    const past = administrator.members.list({ query: { who: JSON.stringify(cooled), asOf: '2026-01-01' } });
    expect(await codeOf(past)).toBe('members.condition_invalid');
  });
});
