import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedStages, phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of files are skipped.\n');
}

describe.skipIf(chromiumPath === undefined)('the list of members as a file', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
  });
  afterAll(() => opened?.close());

  const silent = `/members?condition=${encodeURIComponent(
    JSON.stringify({ field: 'stage.main', operator: '=', value: 'silent' }),
  )}`;

  /** Cells of what is on the screen, without what only orders the rows. */
  const cellsOnScreen = () =>
    page
      .locator('main tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').trim())),
      );
  const titlesOnScreen = () =>
    page.locator('main thead th').evaluateAll((titles) => titles.map((title) => (title.textContent ?? '').trim()));

  async function fileBy(in_: Page, act: () => Promise<void>): Promise<string[][]> {
    const [download] = await Promise.all([in_.waitForEvent('download'), act()]);
    expect(download.suggestedFilename()).toBe('members.csv');
    return cellsOf((await readFile(await download.path())).toString());
  }

  /** As the screen shows it: an amount without its sign and separators, an empty cell as a dash. */
  const asInFile = (cells: readonly string[]) =>
    cells.map((cell) => (/^[¥￥]/.test(cell) ? cell.replaceAll(/[¥￥,]/g, '') : cell.replace(/^—$/, '')));

  it.each([
    { language: 'English', exportAct: 'Export CSV', ask: 'Export 8 members' },
    { language: '简体中文', exportAct: '导出 CSV', ask: '导出 8 位会员' },
  ])(
    'says the same as the screen in $language: columns, words, days, amounts',
    async ({ language, exportAct, ask }) => {
      await opened.open(
        `${silent}&columns=stage&columns=nextChangeAt&columns=lastOrderAt&columns=orders&columns=spend&columns=channel`,
      );
      await page.getByRole('button', { name: /^(?:Language|语言)$/ }).click();
      await page.getByRole('menuitem', { name: language }).click();
      const button = page.getByRole('button', { name: exportAct });
      await button.click();
      const dialog = page.getByRole('dialog', { name: ask });
      const [header = [], ...rows] = await fileBy(page, () => dialog.getByRole('button', { name: exportAct }).click());
      await dialog.waitFor({ state: 'hidden' });
      const shown = await cellsOnScreen();
      expect(rows).toHaveLength(expectedStages.silent);
      expect(rows).toEqual(shown.map(asInFile));
      expect(header.map((title) => title.replace(/ ?\((?:CNY|Asia\/Shanghai)\)$/, ''))).toEqual(await titlesOnScreen());
      expect(header.filter((title) => title.endsWith('(CNY)'))).toHaveLength(1);
      expect(header.filter((title) => title.endsWith('(Asia/Shanghai)'))).toHaveLength(2);
      // Worked out apart: both orders of buyer 20 to 27 are of 100 yuan and one more for each buyer before.
      const spent = Array.from({ length: 8 }, (_, index) => `${2 * (100 + 20 + index)}.00`);
      const amounts = rows.map((row) => row.find((cell) => /^\d+\.\d\d$/.test(cell)) ?? '');
      expect(amounts.toSorted()).toEqual(spent);
      expect(rows.join()).not.toContain('1380013');
    },
  );

  it('holds telephone numbers in clear only for a reason, which the audit log keeps', async () => {
    await page.getByRole('button', { name: /^(?:Language|语言)$/ }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await opened.open(silent);
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export 8 members' });
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Export CSV' }).click();
    await dialog.locator('[aria-invalid=true]').waitFor();
    await dialog.getByLabel('Reason').fill('Calling who went silent');
    const [header = [], ...rows] = await fileBy(page, () => dialog.getByRole('button', { name: 'Export CSV' }).click());
    const phones = rows.map((row) => row[header.indexOf('Phone')]).toSorted();
    expect(phones).toEqual(Array.from({ length: 8 }, (_, index) => `'+86${phoneOf(20 + index)}`));
    await opened.open('/settings/audit?action=members.download_revealed');
    await page.locator('main tbody tr').first().getByText('Calling who went silent').waitFor();
    await page.locator('main tbody tr').first().getByText('Member list exported with identities').waitFor();
  });

  it('is masked for who may not reveal, and says why', async () => {
    const analyst = await signInAs(opened, 'analyst');
    await analyst.goto(silent);
    await analyst.getByRole('button', { name: 'Export CSV' }).click();
    const dialog = analyst.getByRole('dialog', { name: 'Export 8 members' });
    expect(await dialog.getByRole('checkbox').isDisabled()).toBe(true);
    await dialog.getByText('This needs one of these roles').waitFor();
    const rows = await fileBy(analyst, () => dialog.getByRole('button', { name: 'Export CSV' }).click());
    expect(rows).toHaveLength(1 + expectedStages.silent);
    expect(rows.join()).not.toContain('1380013');
    await analyst.context().close();
  });

  it('never threw in the page', () => {
    expect(opened.broken).toEqual([]);
  });
});

/** Cells of a file whose quoted cells hold no quotes. */
function cellsOf(csv: string): string[][] {
  const rows = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
  return rows.map((row) =>
    [...row.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
}
