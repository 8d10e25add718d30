import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { addressesOf } from './addresses.ts';
import { phoneOf } from './brand.ts';
import { chromiumPath, seriousFindings } from './browser.ts';
import { desktop, openSignedInConsole, patienceMs, phone } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';
import { createSegment } from './segment.ts';
import { createWebhook } from './webhook.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of looks are skipped.\n');
}

/** What the tests beside these do not look at: English and light at a desk, Chinese and dark on a phone are theirs. */
const windows = [
  { name: 'at a desk, in Chinese and dark', viewport: desktop, locale: 'zh-CN', colorScheme: 'dark' },
  { name: 'on a phone, in English and light', viewport: phone, locale: 'en-US', colorScheme: 'light' },
] as const;

interface Window {
  readonly viewport: typeof desktop;
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
}

/** Can only be edited as a whole. */
const either = {
  combinator: 'or',
  rules: [
    { field: 'purchase.count', operator: '>=', value: 1 },
    { field: 'tag.vip', operator: '=', value: true },
  ],
};

/** A table with more rows than this is no longer one screen: nobody scrolls past it to act. */
const rowsBeforeActMax = 10;

describe.skipIf(chromiumPath === undefined)('every page', () => {
  let opened: SignedInConsole;
  let member: string;
  let webhookId: string;
  let segmentId: string;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    await opened.open(`/members?q=${phoneOf(0)}`);
    const href = await opened.page.getByRole('table').getByRole('link').first().getAttribute('href');
    member = new URL(href ?? '', opened.server.url).pathname;
    webhookId = await createWebhook(opened.page);
    segmentId = await createSegment(opened.page);
  });

  afterAll(() => opened?.close());

  async function openWindow(window: Window): Promise<Page> {
    const { cookies } = await opened.context.storageState();
    const context = await opened.browser.newContext({
      ...window,
      baseURL: opened.server.url,
      storageState: { cookies, origins: [] },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    return page;
  }

  async function settle(page: Page): Promise<void> {
    await page.locator('main h1:visible').waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  }

  const paths = () => [
    ...addressesOf({ memberId: member.split('/').at(-1) ?? '', webhookId, segmentId }).map(({ path }) => path),
    ...['timeline', 'orders', 'stages', 'merges'].map((tab) => `${member}?tab=${tab}`),
    ...['metrics', 'identities', 'sources', 'settings', 'versions'].map((tab) => `/lifecycle?tab=${tab}`),
    ...['stores', 'staff', 'rates'].map((id) => `/data/reference?id=${id}`),
    '/settings/api?call=members.list',
    '/overview?asOf=2026-01-01',
    '/nowhere',
  ];

  it.each(windows)('is sound $name', { timeout: 600_000 }, async ({ viewport, locale, colorScheme }) => {
    const page = await openWindow({ viewport, locale, colorScheme });
    for (const path of paths()) {
      await page.goto(path);
      await settle(page);
      expect({ path, findings: await seriousFindings(page) }).toEqual({ path, findings: [] });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({ path, over: Math.max(0, over) }).toEqual({ path, over: 0 });
      const hidden = viewport === phone ? await actsOutOfReach(page) : [];
      expect({ path, hidden }).toEqual({ path, hidden: [] });
    }
    await page.context().close();
  });

  /** On a phone: main acts after a long table, or under the bar. */
  function actsOutOfReach(page: Page): Promise<readonly string[]> {
    return page.evaluate((rowsMax) => {
      const bar = document.querySelector('nav.nav-bar');
      const tables = [...document.querySelectorAll('main table')].filter(
        (table) => table.querySelectorAll('tbody tr').length > rowsMax,
      );
      return [...document.querySelectorAll<HTMLElement>('main .ant-btn-primary')].flatMap((button) => {
        const after = tables.some(
          (table) => (table.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
        );
        button.scrollIntoView({ block: 'end' });
        const box = button.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        const isCovered = top !== null && bar?.contains(top) === true;
        globalThis.scrollTo(0, document.body.scrollHeight);
        const atEnd = button.getBoundingClientRect();
        const barTop = bar?.getBoundingClientRect().top ?? innerHeight;
        const isUnder = atEnd.top < innerHeight && atEnd.bottom > barTop;
        return after || (isCovered && isUnder) ? [`${button.textContent}${after ? ' after a table' : ' covered'}`] : [];
      });
    }, rowsBeforeActMax);
  }

  const sizes = [desktop, phone];
  /** What is opened on a page, and how. */
  const openings: readonly {
    readonly name: string;
    readonly path: () => string;
    readonly open: (page: Page) => Promise<void>;
  }[] = [
    {
      name: 'with hits under the search',
      path: () => '/overview',
      open: async (page) => {
        await page.locator('#member-search').fill(phoneOf(1));
        await page.locator('.search-hit').first().waitFor();
      },
    },
    {
      name: 'with nothing found by the search',
      path: () => '/overview',
      open: async (page) => {
        await page.locator('#member-search').fill('99999999999');
        await page.getByText('Nothing matches').waitFor();
      },
    },
    {
      name: 'with nothing found among choices',
      path: () => '/settings/audit',
      open: async (page) => {
        await page.getByRole('combobox', { name: 'Action' }).fill('zzz');
        await page.getByText('Nothing matches').waitFor();
      },
    },
    {
      name: 'with choices open',
      path: () => '/members',
      open: async (page) => {
        await page.getByRole('combobox', { name: 'Stage' }).click();
        await page.locator('.ant-select-item-option').first().waitFor();
      },
    },
    {
      name: 'with fields to filter by',
      path: () => '/members',
      open: async (page) => {
        await page.getByRole('button', { name: 'Add a filter' }).click();
        await page.getByRole('textbox', { name: 'Search fields' }).fill('first');
      },
    },
    {
      name: 'with its filters in a drawer',
      path: () => `/members?condition=${encodeURIComponent(JSON.stringify(either))}`,
      open: async (page) => {
        await page.locator('.filter-chip button, button.filter-chip').first().click();
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'with nothing found in the list',
      path: () => '/members?q=99999999999',
      open: (page) => page.locator('main h1').waitFor(),
    },
    {
      name: 'with no rows by its filters',
      path: () => `/members?condition=${encodeURIComponent('{"field":"purchase.count","operator":">=","value":99}')}`,
      open: (page) => page.getByText('No member matches these filters.').waitFor(),
    },
    {
      name: 'with its keys shown',
      path: () => '/overview',
      open: async (page) => {
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'with a person being added',
      path: () => '/settings/users',
      open: async (page) => {
        await page.getByRole('button', { name: 'Add a user' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'with a fact being repaired',
      path: () => '/data/quarantine',
      open: async (page) => {
        await page.getByRole('table').last().getByRole('link').first().click();
        await page.getByRole('dialog').waitFor();
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      },
    },
    {
      name: 'with an entry being added',
      path: () => '/data/reference?act=new',
      open: async (page) => {
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'with the day being chosen',
      path: () => '/overview',
      open: async (page) => {
        await page.getByRole('textbox', { name: 'As of' }).click();
        await page.locator('.ant-picker-cell-today').first().waitFor();
      },
    },
    {
      name: 'with what a number means',
      path: () => '/overview',
      open: async (page) => {
        await page.getByRole('button', { name: 'Why this number: Members by stage', exact: true }).click();
        await page.getByText('GET /v1/overview/stages', { exact: false }).waitFor();
      },
    },
    {
      name: 'with a problem in its panels',
      path: () => '/members',
      open: async (page) => {
        await page.goto('/members?cursor=garbage');
        await page.locator('.problem').waitFor();
      },
    },
  ];

  // Light and dark in turn: what is opened is made of few kinds, each of which comes in both.
  const inTurn = openings.map((opening, n) => ({ ...opening, colorScheme: n % 2 === 0 ? 'light' : 'dark' }) as const);

  it.each(inTurn)('is sound $name, $colorScheme', { timeout: 300_000 }, async ({ path, open, colorScheme }) => {
    const page = await openWindow({ viewport: desktop, locale: 'en-US', colorScheme });
    await page.goto(path());
    await settle(page);
    await open(page);
    await expectAccessible(page, sizes);
    await page.context().close();
  });
});
