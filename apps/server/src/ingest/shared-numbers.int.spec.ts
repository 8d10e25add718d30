import { createDefaultProgram } from '@perennial/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntilFolded } from '../platform/platform.ts';
import { startTestPlatform, type TestPlatform } from '../platform/testing/test-platform.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await startTestPlatform();
});
afterAll(() => test?.close());

async function take(source: string, messageId: string, fact: object): Promise<void> {
  const values = [{ messageId, occurredAt: Date.now() - 60_000, ...fact }];
  const [verdict] = await test.platform.ingestion.ingest.takeValues(values, { source, isBackfill: false });
  expect(verdict?.kind).toBe('accepted');
}

const paid = { type: 'order.paid', payload: { orderId: '4711', amountMinor: 9_900, currency: 'CNY' } };

it('takes the sources that share numbers from the program in force, for facts and for members that are folded', async () => {
  const placed = { type: 'order.placed', identities: { phone: '13800138000' }, payload: paid.payload };
  await take('shop', 'm-1', placed);
  await take('till', 'm-2', paid);
  expect(await test.query(`select message_id from fact where type = 'order.paid' and member_id is not null`)).toEqual(
    [],
  );

  const spaces = [{ id: 'retail', sources: ['shop', 'till'] }];
  const { platform } = test;
  await platform.programStore.publish({
    documents: { ...createDefaultProgram(), 'number-spaces.json': { spaces } },
    publishedAt: Date.now(),
    publishedBy: 'test',
    note: '',
    restores: null,
  });
  const inForce = () => platform.programs.context.programs.at(-1);
  await expect
    .poll(() => (inForce()?.version === 2 ? (inForce()?.effectiveAt ?? Infinity) : Infinity))
    .toBeLessThan(Date.now());
  await take('till', 'm-3', { ...paid, type: 'order.fulfilled' });
  await waitUntilFolded(platform.database);
  const orders = await test.query(
    `select space, paid_at is not null as is_paid, fulfilled_at is not null as is_fulfilled from member_order`,
  );
  expect(orders).toEqual([{ space: 'space/retail', is_paid: true, is_fulfilled: true }]);
});

async function ownersOf(messageIds: readonly string[]): Promise<readonly unknown[]> {
  const rows = await test.query(
    `select message_id, member_id from fact where message_id in (${messageIds.map((id) => `'${id}'`).join()}) and kind = 0`,
  );
  const byId = new Map(rows.map((row) => [row['message_id'], row['member_id']]));
  return messageIds.map((id) => byId.get(id));
}

it('knows a customer number of sources that share numbers as one person’s, and of others as two', async () => {
  const seen = (source: string) => ({ type: 'store.visited', identities: { [`external_id:${source}`]: '00815' } });
  await take('shop', 'c-1', seen('shop'));
  await take('till', 'c-2', seen('till'));
  await take('web', 'c-3', seen('web'));
  const [shop, till, web] = await ownersOf(['c-1', 'c-2', 'c-3']);
  expect(till).toBe(shop);
  expect(web).not.toBe(shop);
  // One that does not say whose number it is, is of its source.
  for (const source of ['till', 'web'])
    await take(source, `c-bare-${source}`, { type: 'store.visited', identities: { external_id: '00815' } });
  expect(await ownersOf(['c-bare-till', 'c-bare-web'])).toEqual([shop, web]);
});

it('reads telephone numbers without a country in that of their source', async () => {
  const { platform } = test;
  await platform.programStore.publish({
    documents: { ...createDefaultProgram(), 'sources.json': { sources: [{ id: 'london', phoneCountry: 'GB' }] } },
    publishedAt: Date.now(),
    publishedBy: 'test',
    note: '',
    restores: null,
  });
  await expect.poll(() => platform.programs.sources).toHaveLength(1);
  const visit = (phone: string) => ({ type: 'store.visited', identities: { phone } });
  await take('london', 'p-1', visit('07700 900123'));
  await take('web', 'p-2', visit('+44 7700 900123'));
  await take('web', 'p-3', visit('137 0000 0123'));
  const [national, international, home] = await ownersOf(['p-1', 'p-2', 'p-3']);
  expect(national).toBe(international);
  expect(home).not.toBe(national);
});
