import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { openSignedInConsole, patienceMs, sendFacts } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of segments are skipped.\n');
}

/** These bought serum twice in 90 days, and not in the last 45, whatever the brand's own members did. */
const people = 3;
const dayMs = 86_400_000;
const goods = Array.from({ length: people }, (_, index) => index).flatMap((index) =>
  [80, 50].map((daysAgo) => ({
    messageId: `goods-${index}-${daysAgo}`,
    type: 'order.paid',
    occurredAt: new Date(Date.now() - daysAgo * dayMs).toISOString(),
    channel: 'web',
    identities: { phone: phoneOf(900 + index) },
    payload: {
      orderId: `G-${index}-${daysAgo}`,
      amountMinor: 9_900,
      currency: 'CNY',
      lines: [{ productId: 'serum', category: 'Serum', quantity: 1, amountMinor: 9_900 }],
    },
  })),
);

const orders = (days: number, operator: string, value: number) => ({
  did: 'bought',
  window: { window: 'days', days },
  measure: 'orders',
  operator,
  value,
});
const serum = { ...orders(365, '>=', 2), where: { field: 'product', operator: '=', value: 'serum' } };
const cooled = { combinator: 'and', rules: [orders(90, '>=', 2), { ...orders(45, '=', 0) }] };

/** How many a condition means, as the lens knows now. */
function countOf(page: Page, condition: object): Promise<number | undefined> {
  return page.evaluate(async (asked) => {
    const answer = await fetch('/v1/segments/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ condition: asked }),
    });
    const { members }: { members?: number } = await answer.json();
    return members;
  }, condition);
}

describe.skipIf(chromiumPath === undefined)('segments', () => {
  let opened: SignedInConsole;
  let page: Page;
  let segmentPath = '';
  let meant = 0;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
    await sendFacts(page, goods);
    await vi.waitUntil(async () => (await countOf(page, serum)) === people, { timeout: 30_000, interval: 500 });
    meant = (await countOf(page, cooled)) ?? 0;
  });

  afterAll(() => opened?.close());

  const size = (count: number) => page.locator(`.segment-size[data-listed="${count}"]`).waitFor();

  it('are built with the number in sight, saved, and opened as the list of just these', async () => {
    expect(meant).toBeGreaterThanOrEqual(people);
    await opened.open('/segments');
    await page.getByText('There are no segments yet.').waitFor();
    await page.getByRole('button', { name: 'New segment' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Cooling down');
    await page.getByRole('spinbutton', { name: 'Compared with' }).fill('2');
    await page.getByRole('button', { name: 'What she did' }).click();
    await page.getByRole('spinbutton', { name: 'How many days' }).nth(1).fill('45');
    await page.getByRole('combobox', { name: 'Comparison' }).nth(1).click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: 'equals' }).click();
    await page.getByRole('spinbutton', { name: 'Compared with' }).nth(1).fill('0');
    await size(meant);
    await page.getByText('number of orders is at least 2').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Cooling down', level: 1 }).waitFor();
    segmentPath = new URL(page.url()).pathname;
    await size(meant);
    await page.getByRole('link', { name: 'See all as a list' }).click();
    await page.getByRole('heading', { name: `${meant} members`, exact: true }).waitFor();
    await page
      .getByRole('list', { name: 'Filters in force' })
      .getByRole('link', { name: 'Segment: Cooling down' })
      .waitFor();
  });

  it('say who joins and who leaves before a change is saved, and take a step back', async () => {
    await opened.open(segmentPath);
    await page.getByRole('spinbutton', { name: 'Compared with' }).first().fill('3');
    await page.getByText(`Saving: 0 join, ${meant} leave, 0 stay.`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await size(meant);
    expect(await page.getByText('Saving:').count()).toBe(0);
  });

  it('are sound at a desk and on a phone', async () => {
    const settled = async (own: Page) => {
      await own.locator('.segment-figure').waitFor();
    };
    await expectSoundAtDeskAndOnPhone(opened, segmentPath, settled);
    await expectSoundAtDeskAndOnPhone(opened, '/segments', async (own) => {
      await own.getByRole('link', { name: 'Cooling down' }).waitFor();
    });
    expect(opened.broken).toEqual([]);
  });
});
