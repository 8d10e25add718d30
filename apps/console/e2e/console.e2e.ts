import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedStages, phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import type { ServerProcess } from './server-process.ts';
import { openSignedInConsole, patienceMs, phone } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of the console are skipped.\n');
}

describe.skipIf(chromiumPath === undefined)('the console', () => {
  let opened: SignedInConsole;
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ server, browser, page } = opened);
  });

  afterAll(() => opened?.close());

  const open = (path: string) => opened.open(path);
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 });

  it('lets a one-time link in once only', async () => {
    const stranger = await browser.newContext({ baseURL: server.url, locale: 'en-US' });
    const other = await stranger.newPage();
    await other.goto(server.signInUrl);
    await other.getByText('This link is used up or too old').waitFor();
    await other.goto('/members');
    await other.waitForURL(/\/sign-in\?next=/);
    await stranger.close();
  });

  it('counts members by stage, and a stage leads to just those members', async () => {
    await open('/overview');
    const tile = (name: string) => page.locator('.strip-tile', { hasText: name });
    await expect
      .poll(() => tile('Active').locator('.strip-count').textContent(), { timeout: patienceMs })
      .toBe(String(expectedStages.active));
    expect(await tile('Silent').locator('.strip-count').textContent()).toBe(String(expectedStages.silent));
    expect(await tile('Churned').locator('.strip-count').textContent()).toBe(String(expectedStages.churned));
    await tile('Silent').click();
    await page.waitForURL(/\/members\?.*silent/);
    await page.getByRole('heading', { name: `${expectedStages.silent} members` }).waitFor();
  });

  it('draws charts, and shows and exports the rows behind them', async () => {
    await open('/overview');
    const panel = page.getByRole('region', { name: 'Members by stage over time' });
    await panel.locator('canvas').waitFor();
    await panel.getByRole('button', { name: 'Show rows' }).click();
    // The day, six stages, and whether the month is whole.
    expect(await panel.getByRole('columnheader').count()).toBe(8);
    const download = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toBe('Members by stage over time.csv');
  });

  it('says what a number means, as of when, and by which query', async () => {
    await open('/overview');
    await page.getByRole('button', { name: 'Why this number: Members by stage', exact: true }).click();
    await page.getByText('GET /v1/overview/stages', { exact: false }).waitFor();
  });

  it('switches language and theme live and keeps them', async () => {
    await open('/overview');
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await heading('总览').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: '主题' }).click();
    await page.getByRole('menuitem', { name: '深色' }).click();
    await page.reload();
    await heading('总览').waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: '语言' }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await heading('Overview').waitFor();
  });

  it('is driven by the keyboard', async () => {
    await open('/overview');
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.waitForURL(/\/members/);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.id), { timeout: patienceMs })
      .toBe('member-search');
  });

  it('finds a member by phone and explains her stage clause by clause', async () => {
    await open(`/members?q=${phoneOf(0)}`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
    await page.getByRole('heading', { name: /Why is she here/ }).waitFor();
    await page.locator('.why-stage.holds', { hasText: 'Active' }).waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('Order paid').first().waitFor();
    await page.getByRole('tab', { name: 'Orders' }).click();
    await page.getByText('O-0-1').waitFor();
  });

  it('shows personal data only with a reason', async () => {
    await open(`/members?q=${phoneOf(1)}`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Reveal' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reveal personal data' });
    await dialog.getByRole('button', { name: 'Reveal' }).click();
    expect(await page.getByText(`+86${phoneOf(1)}`).count()).toBe(0);
    await dialog.getByLabel('Reason').fill('The member called');
    await dialog.getByRole('button', { name: 'Reveal' }).click();
    await page.getByText(`+86${phoneOf(1)}`).waitFor();
  });

  it('counts who would move before a lifecycle is published, publishes it, and rolls back', async () => {
    await open('/lifecycle');
    const active = page.getByRole('listitem', { name: /^Stage 3: Active/ });
    await active.getByRole('spinbutton').fill('30');
    await active.getByRole('spinbutton').press('Tab');
    await page.getByText(/of 45 members would change stage/).waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: /Publish version/ });
    await dialog.getByText(/12 members would change stage/).waitFor();
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText(/is in force for all members/).waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Roll back' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText(/is in force for all members/).waitFor({ timeout: 60_000 });
  });

  it('refuses to publish what is not valid, and says where', async () => {
    await open('/lifecycle');
    const stage = page.getByRole('listitem', { name: /^Stage 2:/ });
    const removeClause = stage.getByRole('button', { name: 'Remove', exact: true });
    await removeClause.first().waitFor();
    while ((await removeClause.count()) > 0) await removeClause.first().click();
    await stage.getByRole('alert').waitFor();
    expect(await page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Discard changes' }).click();
  });

  it('creates a write key, shows it once, and puts it into the snippets', async () => {
    await open('/data/sources');
    await page.getByRole('button', { name: 'Create a write key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a write key' });
    await dialog.getByLabel('Name').fill('Shop');
    await dialog.getByLabel('Source').fill('shop');
    await dialog.getByRole('button', { name: 'Add' }).click();
    const secret = await page.locator('.ant-alert code').textContent();
    expect(secret).toMatch(/^pk_write_/);
    expect(await page.locator('.snippet pre').textContent()).toContain(secret ?? '');
    await page.reload();
    await page.getByRole('table', { name: 'Write keys' }).waitFor();
    expect(await page.getByText(secret ?? '').count()).toBe(0);
  });

  it('repairs a quarantined fact and takes it', async () => {
    await open('/data/quarantine');
    await page.getByRole('table', { name: 'Quarantine', exact: true }).getByRole('link').first().click();
    const dialog = page.getByRole('dialog', { name: 'Repair a fact' });
    const body = dialog.getByRole('textbox', { name: 'Body of the fact (JSON)' });
    await dialog.getByRole('button', { name: 'Show in clear' }).click();
    const asked = page.getByRole('dialog', { name: 'Show a fact in clear' });
    await asked.getByRole('textbox').fill('to repair it');
    await asked.getByRole('button', { name: 'Show in clear' }).click();
    await asked.waitFor({ state: 'detached' });
    await expect.poll(() => body.inputValue(), { timeout: patienceMs }).toContain('a lot');
    await body.fill((await body.inputValue()).replace('"a lot"', '5000'));
    await dialog.getByRole('button', { name: 'Repair and send' }).click();
    await page.getByText('Quarantine is empty', { exact: false }).waitFor();
  });

  it('imports a file: guessed, checked, taken, and offered as of its last day', async () => {
    await open('/data/imports');
    const rows = Array.from({ length: 20 }, (_, index) => `C${index % 5},2011-12-0${1 + (index % 9)},${10 + index}.50`);
    await page.locator('input[type=file]').setInputFiles({
      name: 'orders.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`customer_id,date,amount\n${rows.join('\n')}\n`),
    });
    await page.getByRole('heading', { name: /What the columns mean/ }).waitFor();
    await page.getByRole('button', { name: 'Check all rows' }).click();
    await page.getByRole('heading', { name: /orders\.csv · Done · check only/ }).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: /orders\.csv · Done/ }).waitFor();
    await page.getByRole('link', { name: 'Overview as of Dec 9, 2011' }).click();
    await page.waitForURL(/asOf=2011-12-09/);
  });

  it('gives store staff a console of members only', async () => {
    await open('/settings/users');
    await page.getByRole('button', { name: 'Add a user' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a user' });
    await dialog.getByLabel('Name').fill('Min');
    await dialog.getByLabel('E-mail').fill('min@example.com');
    await dialog.getByLabel('Role').press('ArrowDown');
    await page.getByTitle('Store staff').click();
    await dialog.getByLabel(/Stores whose/).fill('SH01');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Name').click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const link = await page.locator('.ant-alert code').textContent();
    const staff = await browser.newContext({ viewport: phone, locale: 'zh-CN', baseURL: server.url });
    const till = await staff.newPage();
    await till.goto(new URL(link ?? '').pathname + new URL(link ?? '').search);
    await till.getByRole('heading', { name: '会员', level: 1 }).waitFor();
    expect(await till.getByRole('navigation', { name: '主导航' }).getByRole('link').allTextContents()).toEqual([
      '会员',
      '设置',
    ]);
    await till.goto('/data/sources');
    await till.getByText('您的角色不包含此页面').waitFor();
    await staff.close();
  });

  const paths = [
    '/overview',
    '/members',
    '/lifecycle',
    '/lifecycle?tab=versions',
    '/data/sources',
    '/data/live',
    '/data/quarantine',
    '/data/imports',
    '/data/reference',
    '/settings/account',
    '/settings/users',
    '/settings/keys',
    '/settings/audit',
    '/settings/api?call=members.list',
  ];

  it.each(paths)('%s has no serious accessibility finding, and never scrolls sideways', async (path) => {
    await expectSoundAtDeskAndOnPhone(opened, path, async (own) => {
      await own.locator('main h1').waitFor();
      await own.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    });
  });

  it('never threw in the page', () => {
    expect(opened.broken).toEqual([]);
  });
});
