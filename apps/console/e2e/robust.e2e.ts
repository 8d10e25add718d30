import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesOf } from './addresses.ts';
import type { Address } from './addresses.ts';
import { phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, patienceMs, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';
import { createSegment } from './segment.ts';
import { createWebhook } from './webhook.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of robust pages are skipped.\n');
}

/** What people, chat programs and older releases make of an address: as the rest of `?name`. */
const garbage = ['=garbage', '=-1', '=99999999999999999999', '=%00', '=2026-02-30', '=%7B%22a%22', '.x=1', '=a&NAME=b'];
/** What the frame of a page is drawn with; the rest may fail. */
const frameCalls = /\/v1\/(?:session|installation)(?:\?|$)/;

describe.skipIf(chromiumPath === undefined)('a page of the console', () => {
  let opened: SignedInConsole;
  let page: Page;
  let addresses: readonly Address[];

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
    await opened.open(`/members?q=${phoneOf(0)}`);
    const href = await page.getByRole('table').getByRole('link').first().getAttribute('href');
    const memberId = new URL(href ?? '', opened.server.url).pathname.split('/').at(-1) ?? '';
    addresses = addressesOf({ memberId, webhookId: await createWebhook(page), segmentId: await createSegment(page) });
  });

  afterAll(() => opened?.close());

  /** Goes there within the running page, as a link would. */
  const go = (href: string) => page.evaluate((to) => history.pushState(null, '', to), href);
  const frame = () => page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link').first();
  const settled = async () => {
    await frame().waitFor();
    // A page that is on its way stands hidden beside the one before.
    await page.locator('main h1:visible').waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  };

  it('never loses its frame to what an address says', { timeout: 600_000 }, async () => {
    let turn = 0;
    for (const { path, parameters } of addresses) {
      await page.goto(path);
      for (const name of parameters) {
        // Two in turn for each: every one is tried on many pages, and a reader of one kind stands on several.
        for (const rest of [garbage[turn % garbage.length], garbage[(turn + 3) % garbage.length]]) {
          await go(`${path}?${name}${(rest ?? '').replace('NAME', name)}`);
          await settled();
        }
        turn += 1;
      }
      await page.goto(`${path}?${parameters.map((name) => `${name}=%00garbage`).join('&')}&other=1`);
      await settled();
      expect(opened.broken, path).toEqual([]);
    }
  });

  it('says in words what of its address was left out, once', async () => {
    await page.goto('/overview?asOf=garbage&days=90&stagee=silent');
    const notice = page.getByRole('alert').filter({ hasText: 'Parts of this address are not known' });
    await notice.getByText('asOf = “garbage”, stagee = “silent”').waitFor();
    expect(new URL(page.url()).search).toBe('?days=90');
    await page.goto('/members?lifecycle=nope&limit=7777');
    await notice.getByText('limit = “7777”').waitFor();
    await page.getByRole('heading', { name: /\d+ members/ }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await notice.getByRole('button', { name: 'Close' }).click();
    await notice.waitFor({ state: 'detached' });
    await page.goto('/data/quarantine?status=odd');
    await notice.getByText('status = “odd”').waitFor();
  });

  it('leads from a page of a list that there is not to the first', async () => {
    for (const path of ['/members', '/data/quarantine', '/data/reference', '/settings/audit', '/settings/webhooks']) {
      await page.goto(`${path}?cursor=garbage`);
      await page.getByText('The cursor is not one of this list').waitFor();
      await page.getByRole('button', { name: 'First page' }).click();
      await page.getByText('The cursor is not one of this list').waitFor({ state: 'detached' });
      expect(new URL(page.url()).searchParams.has('cursor')).toBe(false);
    }
  });

  const failures = [
    { name: 'no network', fail: undefined, says: 'The server did not answer' },
    { name: 'a server that fails', fail: { status: 500, code: 'server.failed' }, says: 'says server.failed' },
    {
      name: 'a server that is away',
      fail: { status: 503, code: 'server.unavailable' },
      says: 'says server.unavailable',
    },
    { name: 'too many calls', fail: { status: 429, code: 'request.rate_limited' }, says: 'says request.rate_limited' },
    { name: 'a refusal', fail: { status: 403, code: 'auth.forbidden' }, says: 'says auth.forbidden' },
    {
      name: 'a proxy in between',
      fail: { status: 502, code: undefined },
      says: 'The way to the server is blocked (status 502)',
    },
  ] as const;

  it.each(failures)(
    'keeps its frame through $name, says so, and goes on afterwards',
    { timeout: 600_000 },
    async ({ fail, says }) => {
      // One of the failures is tried on every page, the others where there are several parts.
      const several = addresses.filter(({ path }) => path === '/overview' || path === '/members');
      const chosen = fail === undefined ? addresses : several;
      await page.goto('/settings/account');
      await settled();
      for (const { path } of chosen) {
        const context = await opened.browser.newContext({
          baseURL: opened.server.url,
          locale: 'en-US',
          storageState: await opened.context.storageState(),
        });
        const own = await context.newPage();
        const broken: string[] = [];
        own.on('pageerror', (error) => broken.push(error.message));
        await own.route('**/v1/**', async (route) => {
          if (frameCalls.test(route.request().url())) return route.continue();
          if (fail === undefined) return route.abort();
          const body =
            fail.code === undefined
              ? '<h1>Bad gateway</h1>'
              : JSON.stringify({ type: 'x', title: `says ${fail.code}`, status: fail.status, code: fail.code });
          return route.fulfill({
            status: fail.status,
            body,
            headers: fail.status === 429 ? { 'retry-after': '2' } : {},
          });
        });
        await own.goto(path);
        await own.getByRole('navigation', { name: 'Main navigation' }).getByRole('link').first().waitFor();
        await own.locator('main h1:visible').waitFor();
        await own.locator('.skeleton').first().waitFor({ state: 'detached', timeout: patienceMs });
        const problems = own.locator('.problem');
        const isAsking = (await problems.count()) > 0;
        if (isAsking) await problems.first().getByText(says).waitFor();
        await own.unroute('**/v1/**');
        while ((await problems.count()) > 0) {
          const before = await problems.count();
          await problems.first().getByRole('button', { name: 'Try again', exact: true }).click();
          await expect.poll(() => problems.count(), { timeout: patienceMs }).toBeLessThan(before);
        }
        expect(broken, path).toEqual([]);
        await context.close();
      }
    },
  );

  it('of a parent address is its first one that the reader may see', async () => {
    await page.goto('/data');
    await page.waitForURL(/\/data\/sources$/);
    await page.goto('/settings');
    await page.waitForURL(/\/settings\/account$/);
    const staff = await signInAs(opened, 'store_staff', ['S1']);
    await staff.goto('/data');
    await staff.waitForURL(/\/data\/reference$/);
    await staff.goto('/settings/api');
    await staff.getByText('Your role does not include this page').waitFor();
    await staff.getByRole('tab', { name: 'Account' }).waitFor();
    await staff.context().close();
  });

  it('that there is not keeps the frame, with ways on', async () => {
    for (const path of ['/nowhere', '/data/nowhere', '/members/a/b/c', '/settings/account/more', '/members/%00']) {
      await page.goto(path);
      await frame().waitFor();
      await page
        .locator('main')
        .getByText(/There is no page at this address|The request does not have|null byte/)
        .first()
        .waitFor();
      expect(opened.broken, path).toEqual([]);
    }
  });

  it('follows back and forward through every change of period, filter and tab, each an entry once', async () => {
    // A window keeps fifty entries; this one has none yet.
    const page = await opened.context.newPage();
    const open = async (path: string) => {
      await page.goto(path);
      await page.locator('main h1:visible').waitFor();
    };
    await open('/overview');
    const before = await page.evaluate(() => history.length);
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByTitle('Last 90 days').click();
    await page.waitForURL(/days=90/);
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByTitle('Last 180 days').click();
    await page.waitForURL(/days=180/);
    // The same once more is no change.
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.locator('.ant-select-item-option-selected').click();
    expect(await page.evaluate(() => history.length)).toBe(before + 2);
    await page.goBack();
    await page.waitForURL(/days=90/);
    await page.locator('.period').getByText('Last 90 days').waitFor();
    await page.goForward();
    await page.locator('.period').getByText('Last 180 days').waitFor();
    await open('/lifecycle');
    const tabs = page.getByRole('tab');
    const first = await tabs.nth(0).textContent();
    await tabs.nth(1).click();
    await page.waitForURL(/tab=/);
    await page.goBack();
    await page.getByRole('tab', { name: first ?? '', selected: true }).waitFor();
    await open('/data/reference');
    const length = await page.evaluate(() => history.length);
    await page.getByRole('textbox', { name: 'Search' }).pressSequentially('abc');
    await page.waitForURL(/q=abc/);
    expect(await page.evaluate(() => history.length)).toBe(length + 1);
    await page.goBack();
    await expect.poll(() => page.getByRole('textbox', { name: 'Search' }).inputValue()).toBe('');
    await page.close();
  });
});
