import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyersPerAge } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, patienceMs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of a past day are skipped.\n');
}

const dayMs = 86_400_000;
const boughtOnce = `condition=${encodeURIComponent('{"field":"purchase.count","operator":"<=","value":1}')}`;

describe.skipIf(chromiumPath === undefined)('the console as of a past day', () => {
  const asOf = new Date(Date.now() - 30 * dayMs).toISOString().slice(0, 10);
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
  });

  afterAll(() => opened?.close());

  it('lists members by the orders of then, and says so', async () => {
    // Who bought three and twenty days ago had bought once by then; all others had done so twice.
    await opened.open(`/members?asOf=${asOf}&${boughtOnce}`);
    await page.getByRole('heading', { name: `${2 * buyersPerAge} members` }).waitFor();
    await page.getByText(/^As of .*“Changed next” tells what did come\.$/).waitFor();
    await page.getByRole('columnheader', { name: 'Changed next' }).waitFor();
    await opened.open(`/members?${boughtOnce}`);
    await page.getByRole('heading', { name: '5 members' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Changed next' }).count()).toBe(0);
    expect(opened.broken).toEqual([]);
  });

  it('shows a member of then, and lets nothing be changed or erased from there', async () => {
    await opened.open(`/members?asOf=${asOf}&${boughtOnce}`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByText(/^As of .*are those of today\.$/).waitFor();
    await page.getByText('Purchases', { exact: true }).first().waitFor();
    expect(await page.getByRole('textbox', { name: 'Add a tag' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'More' }).isDisabled()).toBe(true);
    await page.goto(page.url().replace(/[?&]asOf=[\d-]+/, ''));
    await page.getByRole('button', { name: 'More' }).waitFor();
    expect(await page.getByRole('button', { name: 'More' }).isDisabled()).toBe(false);
    expect(await page.getByRole('textbox', { name: 'Add a tag' }).isDisabled()).toBe(false);
    expect(opened.broken).toEqual([]);
  });
});
