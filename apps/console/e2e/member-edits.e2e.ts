import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, patienceMs, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of changes are skipped.\n');
}

const refusal = /^This needs one of these roles: .*\. Yours is \w[\w ]*\.$/;

describe.skipIf(chromiumPath === undefined)('what is changed on the page of a member', () => {
  let opened: SignedInConsole;
  let page: Page;
  let viewer: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
    viewer = await signInAs(opened, 'viewer');
  });

  afterAll(() => opened?.close());

  it('sets, changes and takes away attributes together, and nothing else', async () => {
    await openMember(page, phoneOf(10));
    const dialog = await openEditor(page);
    await add(dialog, 'city', '上海');
    await add(dialog, 'club', 'tea');
    await dialog.getByRole('button', { name: 'Save 2 changes' }).click();
    await page.getByText('2 attributes changed.').waitFor();
    await attribute(page, 'city', '上海').waitFor();
    await openEditor(page);
    const city = dialog.getByRole('listitem', { name: 'city' });
    await city.getByRole('textbox').fill('');
    await dialog.getByText('An attribute has no value.', { exact: false }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await city.getByRole('textbox').fill('杭州');
    await dialog.getByRole('listitem', { name: 'club' }).getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Save 2 changes' }).click();
    await attribute(page, 'city', '杭州').waitFor();
    await attribute(page, 'club', 'tea').waitFor({ state: 'detached' });
  });

  it('sends each change under a key of its own, which a second try keeps', async () => {
    await openMember(page, phoneOf(11));
    const keys: (string | undefined)[] = [];
    await page.route('**/attributes', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length === 1) await route.abort();
      else await route.continue();
    });
    const dialog = await openEditor(page);
    await add(dialog, 'shoe', '42');
    await dialog.getByRole('button', { name: 'Save 1 change' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Save 1 change' }).click();
    await page.getByText('1 attribute changed.').waitFor();
    await page.unroute('**/attributes');
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('lets a viewer neither change attributes nor merge', async () => {
    const path = await openMember(viewer, phoneOf(10));
    const edit = viewer.getByRole('button', { name: 'Edit attributes' });
    expect(await edit.isDisabled()).toBe(true);
    expect(await edit.getAttribute('aria-description')).toMatch(refusal);
    await viewer.goto(`${path}?tab=merges`);
    const merge = viewer.getByRole('button', { name: 'Merge with another member' });
    await merge.waitFor();
    expect(await merge.isDisabled()).toBe(true);
    expect(await merge.getAttribute('aria-description')).toMatch(refusal);
  });

  it('merges two members by hand after showing both, and the merge can be undone', async () => {
    const other = await openMember(page, phoneOf(13));
    const path = await openMember(page, phoneOf(12));
    await page.getByRole('tab', { name: 'Identity' }).click();
    await page.getByRole('button', { name: 'Merge with another member' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge two members' });
    const search = dialog.getByRole('textbox', { name: 'Search the other member' });
    // She herself is not among those whom she can be merged with.
    await search.fill(phoneOf(12));
    await dialog.getByText('No other member has this', { exact: false }).waitFor();
    await search.fill(phoneOf(13));
    await dialog.getByRole('button', { name: /^Compare with/ }).click();
    const sides = dialog.getByRole('table', { name: 'Both members beside each other' });
    await sides.waitFor();
    expect(
      await sides
        .getByRole('row', { name: /^Purchases/ })
        .getByRole('cell')
        .allTextContents(),
    ).toEqual(['2', '2']);
    await dialog.getByText('1 identity and 2 purchases of', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await dialog.locator('[aria-invalid=true]').first().waitFor();
    await dialog.getByLabel('Reason').fill('She has two telephones');
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText('The two are one member now.', { exact: false }).waitFor();
    await page.getByRole('cell', { name: 'by hand;', exact: false }).waitFor();
    expect(await openMember(page, phoneOf(13))).toBe(path);
    await page.goto(`${path}?tab=merges`);
    await page.getByRole('button', { name: 'Undo this merge' }).click();
    const undo = page.getByRole('dialog', { name: 'Undo the merge of two members' });
    await undo.getByLabel('Reason').fill('They are sisters');
    await undo.getByRole('button', { name: 'Undo this merge' }).click();
    await page.getByText('The merge was undone.').waitFor();
    expect(await openMember(page, phoneOf(13))).toBe(other);
  });

  it('lets the other one stay, and says why two who were kept apart are not merged', async () => {
    const other = await openMember(page, phoneOf(14));
    const path = await openMember(page, phoneOf(15));
    await mergeWith(page, phoneOf(14), { stays: 1 });
    await page.waitForURL((url) => url.pathname === other);
    await page.goto(path);
    await page.getByText('This member was merged into another one.').waitFor();
    await openMember(page, phoneOf(12));
    await mergeWith(page, phoneOf(13), { stays: 0 });
    await page.getByText('An earlier merge of the two was undone', { exact: false }).waitFor();
    expect(opened.broken).toEqual([]);
  });
});

async function openMember(page: Page, number: string): Promise<string> {
  await page.goto(`/members?q=${number}`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

async function openEditor(page: Page) {
  await page.getByRole('button', { name: 'Edit attributes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit attributes' });
  await dialog.waitFor();
  return dialog;
}

async function add(dialog: ReturnType<Page['getByRole']>, name: string, value: string): Promise<void> {
  await dialog.getByRole('button', { name: 'Add an attribute' }).click();
  await dialog.getByRole('textbox', { name: 'Name of the attribute' }).last().fill(name);
  await dialog.getByRole('listitem', { name }).getByRole('textbox', { name: 'Value', exact: true }).fill(value);
}

function attribute(page: Page, name: string, value: string) {
  return page.locator('.facts-list > div', { hasText: name }).getByText(value, { exact: true });
}

async function mergeWith(page: Page, number: string, { stays }: { readonly stays: number }): Promise<void> {
  await page.getByRole('tab', { name: 'Identity' }).click();
  await page.getByRole('button', { name: 'Merge with another member' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge two members' });
  await dialog.getByRole('textbox', { name: 'Search the other member' }).fill(number);
  await dialog.getByRole('button', { name: /^Compare with/ }).click();
  await dialog.getByRole('radio').nth(stays).check();
  await dialog.getByLabel('Reason').fill('One person, two cards');
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
}
