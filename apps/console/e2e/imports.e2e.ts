import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, patienceMs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of imports are skipped.\n');
}

describe.skipIf(chromiumPath === undefined)('an import by upload', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
  });
  afterAll(() => opened?.close());

  async function choose(name: string, text: string): Promise<void> {
    await opened.open('/data/imports');
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('heading', { name: /What the columns mean/ }).waitFor();
  }
  async function takeRowsFor(kind: string): Promise<void> {
    await page.getByRole('combobox', { name: 'The rows are' }).press('ArrowDown');
    await page.locator('.ant-select-item-option').getByText(kind, { exact: true }).click();
  }
  const column = (field: string) => page.getByRole('combobox', { name: `Column of the file · ${field}`, exact: true });
  const fields = () =>
    page.getByRole('table', { name: 'Field' }).getByRole('row').locator('span[title]:not([class])').allTextContents();
  const primary = () => page.locator('main button.ant-btn-primary').allTextContents();

  it('can be mapped as whatever the rows are, and finds again what was put right', async () => {
    await choose('stock.csv', 'sku,description,group,price\nS1,Serum,Skin,199.00\nM1,Mask,Skin,39.50\n');
    await expect.poll(fields, { timeout: patienceMs }).toContain('brand');
    await column('brand').press('ArrowDown');
    await page.locator('.ant-select-item-option').getByText('group', { exact: true }).click();
    await takeRowsFor('Orders');
    await expect.poll(fields, { timeout: patienceMs }).toContain('time');
    expect(await fields()).not.toContain('brand');
    // What orders must say is not in this file.
    expect(await page.getByRole('button', { name: 'Check all rows' }).isDisabled()).toBe(true);
    await column('time').press('ArrowDown');
    await page.locator('.ant-select-item-option').getByText('group', { exact: true }).last().click();
    await takeRowsFor('Products');
    await expect.poll(fields, { timeout: patienceMs }).toContain('brand');
    await expect
      .poll(() => page.getByRole('row').filter({ hasText: 'brand' }).textContent(), { timeout: patienceMs })
      .toContain('Skin');
    expect(await page.getByRole('button', { name: 'Check all rows' }).isDisabled()).toBe(false);
  });

  it('asks for the country of telephone numbers, and reads them by it', async () => {
    await choose('people.csv', 'phone,name\n020 7946 0018,Ann\n');
    await takeRowsFor('Members');
    const country = page.getByRole('combobox', { name: 'Country of telephone numbers without one' });
    await country.fill('United K');
    await page.locator('.ant-select-item-option').getByText('United Kingdom (GB)').click();
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/v1/imports')),
      page.getByRole('button', { name: 'Check all rows' }).click(),
    ]);
    expect(request.postDataJSON()).toMatchObject({ mapping: { phoneCountry: 'GB' } });
    await page.getByRole('heading', { name: /people\.csv · Done · check only/ }).waitFor();
    await page.getByText('Checked: 1 can be imported', { exact: false }).waitFor();
  });

  it('offers the check first, and the import once the check is done', async () => {
    await choose('till.csv', 'customer_id,date,amount\nC1,2025-03-01,10.50\nC2,2025-03-02,7.00\n');
    expect(await primary()).toEqual(['Check all rows']);
    expect(await page.locator('main .mapping-row').last().getByRole('button').allTextContents()).toEqual([
      'Check all rows',
      'Import without checking',
    ]);
    await page.getByRole('button', { name: 'Check all rows' }).click();
    await page.getByRole('heading', { name: /till\.csv · Done · check only/ }).waitFor();
    await expect.poll(primary, { timeout: patienceMs }).toEqual(['Import']);
    // Another mapping is one that nobody has checked.
    await takeRowsFor('Order lines');
    await expect.poll(primary, { timeout: patienceMs }).toEqual(['Check all rows']);
  });
});
