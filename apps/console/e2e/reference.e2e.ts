import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { openSignedInConsole, patienceMs, sendFacts, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write(
    'No Chromium on this machine (CHROMIUM_PATH): the browser tests of reference data are skipped.\n',
  );
}

const waitingReason = 'no rate is published for "USD"';

describe.skipIf(chromiumPath === undefined)('reference data', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
  });

  afterAll(() => opened?.close());

  it('adds a product, changes it by a new version, and shows what changed', async () => {
    await opened.open('/data/reference');
    await page.getByRole('button', { name: 'Add a product' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Id', { exact: true }).fill('SKU-1');
    await dialog.getByLabel('Name').fill('Serum');
    await dialog.getByLabel('Category').fill('Beauty/Face');
    await dialog.getByLabel('Price (CNY)').fill('99.5x');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('A number with at most 2 decimals').waitFor();
    await dialog.getByLabel('Price (CNY)').fill('99.50');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('link', { name: 'SKU-1' }).click();
    expect(await dialog.getByLabel('Id', { exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel('Price (CNY)').fill('89.00');
    await dialog.getByRole('button', { name: 'Save as a new version' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('cell', { name: '¥89.00' }).waitFor();
    // The entry has an address of its own.
    await opened.open('/data/reference?id=products&item=SKU-1');
    const versions = page.getByRole('table', { name: 'Versions' });
    await versions.getByText('Price: ¥99.50 → ¥89.00').waitFor();
    await versions.getByText('First version').waitFor();
    expect(await versions.getByRole('row').count()).toBe(3);
  });

  it('keeps the search in the address, and exports what it finds', async () => {
    await opened.open('/data/reference?id=products&q=nothing');
    await page.getByText('Nothing matches “nothing”.').waitFor();
    await page.getByRole('textbox', { name: 'Search' }).fill('serum');
    await page.getByRole('link', { name: 'SKU-1' }).waitFor();
    expect(page.url()).toMatch(/[?&]q=serum/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('products.csv');
  });

  it('publishes a rate, and replays the facts that waited for it as a group', async () => {
    const order = (id: string) => ({
      messageId: id,
      type: 'order.paid',
      occurredAt: Date.now(),
      payload: { orderId: id, amountMinor: 1_000, currency: 'USD' },
    });
    await sendFacts(page, [order('usd-1'), order('usd-2')]);
    await opened.open('/data/reference?id=rates');
    await page.getByText('2 facts wait in quarantine for a rate').waitFor();
    await page.getByRole('button', { name: 'Publish a rate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Currency').fill('USD');
    await dialog.getByLabel('Currency').press('Enter');
    await dialog.getByLabel('From').fill('2020-01-01');
    await dialog.getByLabel('1 USD in CNY').fill('0');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('A decimal above 0, such as 7.1234').waitFor();
    await dialog.getByLabel('1 USD in CNY').fill('7.1234');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('cell', { name: '7.1234' }).waitFor();
    await page.getByRole('link', { name: waitingReason }).click();
    const row = page.getByRole('table', { name: 'Why they wait' }).getByRole('row', { name: waitingReason });
    await row.getByRole('button', { name: 'Replay all 2' }).click();
    await page.getByText('2 of 2 tried: 2 accepted', { exact: false }).waitFor({ timeout: patienceMs });
    await row.waitFor({ state: 'detached' });
  });

  it.each([
    '/data/reference?id=products&item=SKU-1',
    '/data/reference?id=rates',
    '/data/reference?id=rates&act=new',
    '/data/quarantine',
  ])('%s has no serious accessibility finding at a desk and on a phone', async (path) => {
    await expectSoundAtDeskAndOnPhone(opened, path, async (own) => {
      await own.locator('main table').first().waitFor();
      if (/item|act/.test(path)) await own.locator('.reference-fields').waitFor();
    });
  });

  it('lets a viewer look, and says why nothing can be changed', async () => {
    const viewer = await signInAs(opened, 'viewer');
    await viewer.goto('/data/reference?id=rates&item=USD+2020-01-01');
    const save = viewer.getByRole('button', { name: 'Save as a new version' });
    await save.waitFor();
    expect(await save.isDisabled()).toBe(true);
    expect(await save.getAttribute('aria-description')).toMatch(/^This needs one of these roles: /);
    expect(await viewer.getByRole('button', { name: 'Withdraw' }).isDisabled()).toBe(true);
    await viewer.context().close();
  });

  it('withdraws a rate after asking, and keeps its versions', async () => {
    await opened.open('/data/reference?id=rates&item=USD+2020-01-01');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page
      .getByRole('dialog', { name: 'Withdraw the rate USD 2020-01-01' })
      .getByRole('button', { name: 'Withdraw' })
      .click();
    await page.getByRole('cell', { name: 'withdrawn' }).waitFor();
    await page.getByRole('link', { name: 'USD' }).click();
    await page.getByRole('table', { name: 'Versions' }).getByText('Rate: 7.1234 → withdrawn').waitFor();
    expect(opened.broken).toEqual([]);
  });
});
