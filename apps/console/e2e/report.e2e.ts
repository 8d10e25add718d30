import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser, seriousFindings } from './browser.ts';

if (chromiumPath === undefined)
  process.stdout.write('notice: no Chromium was found (set CHROMIUM_PATH); the report is left out\n');

const entry = join(import.meta.dirname, '../../server/bin/perennial.js');

/** Members with a rhythm each, over a year and a half. */
function orders(): string {
  const lines = ['customer_id,date,amount'];
  for (let person = 0; person < 40; person++) {
    for (let day = person % 30; day < 540; day += 9 + ((person * 7) % 45)) {
      const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
      lines.push(`c${person},${date},${10 + ((person * 13 + day) % 50)}.50`);
    }
  }
  return lines.join('\n');
}

describe.skipIf(chromiumPath === undefined)('the report of an analysis, opened from disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-report-'));
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, 'orders.csv'), orders());
    for (const locale of ['en', 'zh-CN'])
      await promisify(execFile)(
        process.execPath,
        [entry, 'analyze', 'orders.csv', '--report', `${locale}.html`, '--locale', locale],
        { cwd: folder },
      );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(locale: string): Promise<{ page: Page; asked: readonly string[] }> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(join(folder, `${locale}.html`)).href);
    return { page, asked };
  }

  it.each([
    { locale: 'en', name: 'Copy the table “Recency by frequency”', head: 'People\tF 1', done: 'Copied' },
    { locale: 'zh-CN', name: '复制表格“最近一次 × 次数”', head: '人数\tF 1', done: '已复制' },
  ])(
    'copies a table by the keyboard, and asks the network for nothing: $locale',
    async ({ locale, name, head, done }) => {
      const { page, asked } = await open(locale);
      const button = page.getByRole('button', { name, exact: true });
      await button.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.getByRole('status').textContent()).toBe(done);
      expect(await button.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      const lines = copied.split('\n');
      expect(lines).toHaveLength(6);
      expect(lines[0]).toContain(head);
      expect(new Set(lines.map((line) => line.split('\t').length))).toEqual(new Set([6]));
      expect(asked).toHaveLength(1);
      expect(await seriousFindings(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('copies where the clipboard is refused, and shows no button without scripts', async () => {
    const { page } = await open('en');
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page
      .getByRole('button', { name: /^Copy the table/ })
      .first()
      .click();
    await expect.poll(() => page.getByRole('status').textContent()).toBe('Copied');
    await page.context().close();
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await plain.goto(pathToFileURL(join(folder, 'en.html')).href);
    expect(await plain.getByRole('button').count()).toBe(0);
    await plain.context().close();
  });
});
