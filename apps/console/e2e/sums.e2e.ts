import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, patienceMs, sendFacts } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of sums are skipped.\n');
}

const dayMs = 86_400_000;
const refund = (member: number, payload: object) => ({
  messageId: `refund-${member}`,
  type: 'order.refunded',
  occurredAt: Date.now() - dayMs,
  identities: { phone: phoneOf(member) },
  payload: { refundId: 'r', currency: 'CNY', ...payload },
});

describe.skipIf(chromiumPath === undefined)('sums on the screen', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    page = opened.page;
    page.setDefaultTimeout(patienceMs);
    await sendFacts(page, [
      refund(0, { orderId: 'O-0-1', amountMinor: 5_000 }),
      // Of more than the order was, and of one that nobody told of.
      refund(4, { orderId: 'O-4-1', amountMinor: 99_999 }),
      refund(5, { orderId: 'before-all', amountMinor: 777 }),
    ]);
  });

  afterAll(() => opened?.close());

  const panel = (name: string) => page.getByRole('region', { name });
  const figure = (name: string) => page.locator('.figure', { hasText: name }).locator('strong');

  it('are gross sales, refunds and net sales, by the words of the glossary', async () => {
    // The eight who bought 3 and 20 days ago, less half an order and a whole one.
    await expect
      .poll(
        async () => {
          await opened.open('/overview');
          await expect.poll(() => figure('Net sales of members').textContent()).toMatch(/^¥/);
          return figure('Refunds of members').textContent();
        },
        { timeout: 60_000 },
      )
      .toBe('¥154.00');
    expect(await figure('Gross sales of members').textContent()).toBe('¥828.00');
    expect(await figure('Net sales of members').textContent()).toBe('¥674.00');
  });

  it('are compared with one baseline, which every panel names', async () => {
    const words = page.getByText(/^The last 30 days, compared with the 30 days before, .+, and with last year, /);
    await expect.poll(() => words.count()).toBe(2);
    const [strip, sales] = await words.allTextContents();
    expect(strip).toBe(sales);
    expect(strip).toMatch(/each up to the same time of day$/);
  });

  it('say which month is of a part alone', async () => {
    const sales = panel('Sales of members and anonymous sales');
    await sales.getByRole('button', { name: 'Show rows' }).click();
    const last = sales.getByRole('row').last();
    expect(await last.getByRole('cell').last().textContent()).toMatch(/^only /);
    await sales.getByRole('button', { name: 'Show chart' }).click();
  });

  it('leave the console as a picture that stands by itself, on the ground of either theme', async () => {
    for (const [theme, ground] of [
      ['light', [255, 255, 255]],
      ['dark', [0, 0, 0]],
    ] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await opened.open('/overview');
      const chart = panel('Members by stage over time');
      await chart.locator('canvas').waitFor();
      const download = page.waitForEvent('download');
      await chart.getByRole('button', { name: 'Export PNG' }).click();
      const bytes = await readFile(await (await download).path());
      const picture = await page.evaluate(readPicture, [...bytes]);
      const drawn = await chart.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.clientHeight * 2);
      // Title, days and as-of instant stand above the chart.
      expect(picture.height).toBeGreaterThan(drawn + 100);
      expect(picture.corner[3]).toBe(255);
      for (const part of [0, 1, 2] as const)
        expect(Math.abs((picture.corner[part] ?? 0) - ground[part]), theme).toBeLessThan(60);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('of facts: a member’s timeline says as many as her export has', async () => {
    await opened.open(`/members?q=${phoneOf(0)}`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('3 facts, as her export has them').waitFor();
  });
});

describe.skipIf(chromiumPath === undefined)('the editor of stages', () => {
  it('warns of a stage that no one can reach, says of a window of nothing what is wrong, and lets the first be published', async () => {
    const opened = await openSignedInConsole();
    try {
      const { page } = opened;
      page.setDefaultTimeout(patienceMs);
      await opened.open('/lifecycle');
      const silent = page.getByRole('listitem', { name: /^Stage 4: Silent/ });
      const days = silent.getByRole('spinbutton').first();
      await days.fill('90');
      await silent.getByText('No member can be in this stage').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Publish' }).isEnabled()).toBe(true);
      await days.fill('0');
      await silent.getByText('A window as short as this one holds for nobody').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Publish' }).isEnabled()).toBe(false);
    } finally {
      await opened.close();
    }
  });
});

/** Runs in the page: size and first pixel of a picture. */
async function readPicture(bytes: readonly number[]) {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  return { height: bitmap.height, corner: [...(context?.getImageData(0, 0, 1, 1).data ?? [])] };
}
