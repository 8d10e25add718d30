import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateOfInstant, endOfDay } from '../src/format/zoned-days.ts';
import { chromiumPath } from './browser.ts';
import { desktop, openSignedInConsole, patienceMs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of zones are skipped.\n');
}

/** Of the program, as every installation begins unless it is told another one. */
const zone = 'Asia/Shanghai';
const minuteMs = 60_000;

/** Days on which the clocks of the browser change, or change at midnight. */
const changes = {
  'America/Los_Angeles': ['2026-03-08', '2026-11-01'],
  'Pacific/Auckland': ['2026-04-05', '2026-09-27'],
  'America/Santiago': ['2026-04-05', '2026-09-06'],
} as const;

describe.skipIf(chromiumPath === undefined)('days of the console', () => {
  let opened: SignedInConsole;

  beforeAll(async () => {
    opened = await openSignedInConsole();
  });

  afterAll(() => opened?.close());

  async function openIn(timezoneId: string): Promise<Page> {
    const context = await opened.browser.newContext({
      viewport: desktop,
      locale: 'en-US',
      timezoneId,
      baseURL: opened.server.url,
      reducedMotion: 'reduce',
      storageState: await opened.context.storageState(),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    return page;
  }

  const calendar = (page: Page) => page.getByRole('textbox', { name: 'As of' });
  const cell = (page: Page, day: string) => page.locator(`.ant-picker-cell-in-view[title="${day}"]`);

  it.each(Object.keys(changes))(
    'are those of the program for a browser in %s, on both sides of its midnight',
    async (browserZone) => {
      const today = dateOfInstant(Date.now(), zone);
      const midnightMs = endOfDay(today, zone) + 1;
      for (const at of [midnightMs - minuteMs, midnightMs + minuteMs]) {
        const page = await openIn(browserZone);
        await page.clock.install({ time: at });
        await page.goto('/overview');
        await page.locator('main h1').waitFor();
        await calendar(page).click();
        const day = dateOfInstant(at, zone);
        await page.locator('.ant-picker-cell-today').first().waitFor();
        expect(await page.locator('.ant-picker-cell-today').first().getAttribute('title')).toBe(day);
        await page.locator('.ant-picker-now-btn, .ant-picker-today-btn').first().click();
        await page.waitForURL(new RegExp(`asOf=${day}`));
        expect(await calendar(page).inputValue()).toBe(day);
        await page.context().close();
      }
    },
  );

  it.each(Object.entries(changes))(
    'are chosen as they are named where the clocks of %s change',
    async (browserZone, days) => {
      const page = await openIn(browserZone);
      for (const day of days) {
        const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
        await page.goto(`/overview?asOf=${next}`);
        await page.locator('main h1').waitFor();
        expect(await calendar(page).inputValue()).toBe(next);
        await calendar(page).click();
        await cell(page, day).click();
        await page.waitForURL(new RegExp(`asOf=${day}`));
        expect(await calendar(page).inputValue()).toBe(day);
      }
      await page.context().close();
    },
  );

  it('go on at midnight on a page that was left open', async () => {
    const page = await openIn('America/Los_Angeles');
    const today = dateOfInstant(Date.now(), zone);
    const midnightMs = endOfDay(today, zone) + 1;
    await page.clock.install({ time: midnightMs - minuteMs });
    await page.goto('/overview');
    await page.locator('main h1').waitFor();
    const asked = page.waitForRequest((request) => request.url().includes(`to=${dateOfInstant(midnightMs, zone)}`));
    await page.clock.fastForward(2 * minuteMs);
    await asked;
    await page.context().close();
  });
});
