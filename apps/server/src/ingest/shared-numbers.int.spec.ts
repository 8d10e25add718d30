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
