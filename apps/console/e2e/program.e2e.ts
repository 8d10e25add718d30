import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { openSignedInConsole, patienceMs, sendFacts, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of programs are skipped.\n');
}

/** A published version is folded in the background, on a machine that is busy with other things. */
const publishedMs = 60_000;

describe.skipIf(chromiumPath === undefined)('the settings of a program', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    page = opened.page;
    page.setDefaultTimeout(patienceMs);
  });

  afterAll(async () => {
    await opened?.close();
  });

  const button = (name: string) => page.getByRole('button', { name });
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const documents = () =>
    page.evaluate(async () => {
      const answer = await fetch('/v1/program');
      const program: { documents: Record<string, unknown> } = await answer.json();
      return program.documents;
    });
  /** What is listed there as different: the documents by title, and each change with its mark. */
  const changesIn = async (place: Locator) => {
    await place.locator('.change-documents').waitFor();
    const documents = await place.locator('.change-document h3').allTextContents();
    return { documents, lines: await place.locator('.change-lines > li').allTextContents() };
  };
  const publish = async () => {
    await button('Publish').click();
    const ask = dialog(/^Publish version/);
    const title = (await ask.locator('.ant-modal-title').textContent()) ?? '';
    await ask.getByRole('button', { name: 'Publish' }).click();
    await page
      .getByText(`${title.replace('Publish version', 'Version')} is in force for all members`)
      .waitFor({ timeout: publishedMs });
  };

  it('adds a metric, reads it in a stage before it is published, and counts who would move by it', async () => {
    await opened.open('/lifecycle?tab=metrics');
    await button('Add a metric').click();
    const form = dialog('Add a metric');
    await form.getByLabel('Days').fill('60');
    await form.getByLabel('Name in English').fill('Bought lately');
    await form.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('cell', { name: /^Bought lately/ }).waitFor();
    await tab('Stages');
    const active = page.getByRole('listitem', { name: /^Stage 3: Active/ });
    await active.getByRole('button', { name: 'Clause' }).click();
    const field = active.getByRole('combobox', { name: 'Field' }).last();
    await field.fill('Bought lately');
    await field.press('Enter');
    await active.getByRole('spinbutton', { name: 'Value', exact: true }).fill('2');
    await page.getByText('12 of 45 members would change stage').waitFor({ timeout: patienceMs });
  });

  it('refuses to remove a metric that a stage reads, and says which', async () => {
    await tab('Metrics');
    const remove = button('Remove · Bought lately');
    expect(await remove.isDisabled()).toBe(true);
    expect(await remove.getAttribute('aria-description')).toContain('Active');
    await button('Remove · Purchases in the last 90 days').click();
    expect(await page.getByRole('cell', { name: /^Purchases in the last 90 days/ }).count()).toBe(0);
  });

  it('says the same of a draft, of publishing it, and of the version that it became', async () => {
    await button('Save draft').click();
    await page.waitForURL(/draft=/);
    await page.reload();
    await page.getByRole('cell', { name: /^Bought lately/ }).waitFor();
    await button('Show what it changes').click();
    const ofDraft = await changesIn(page.getByRole('region', { name: /^What the draft .* changes$/ }));
    expect(ofDraft.documents).toHaveLength(2);
    expect(ofDraft.lines).toContainEqual(expect.stringMatching(/^\+.*Bought lately.* added/u));
    expect(ofDraft.lines).toContainEqual(expect.stringMatching(/^−.*Purchases in the last 90 days.* removed/u));
    expect(ofDraft.lines).toContainEqual(expect.stringMatching(/^~.*Active.*→.*Bought lately/u));
    await button('Publish').click();
    const ask = dialog(/^Publish version/);
    await ask.getByText('Compared with version 1, which is in force:').waitFor();
    expect(await changesIn(ask)).toEqual(ofDraft);
    await ask.getByRole('button', { name: 'Cancel' }).click();
    await publish();
    await tab('Versions');
    expect(await changesIn(page.getByRole('region', { name: 'Version 2', exact: true }))).toEqual(ofDraft);
  });

  it('puts into force what the draft said, and rolls back', async () => {
    expect(JSON.stringify((await documents())['settings.json'])).toContain('Bought lately');
    await tab('Versions');
    await button('Roll back').first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText(/Version 3 is in force for all members/).waitFor({ timeout: publishedMs });
    await tab('Metrics');
    await page.getByRole('cell', { name: /^Purchases in the last 90 days/ }).waitFor();
    expect(await page.getByRole('cell', { name: /^Bought lately/ }).count()).toBe(0);
  });

  it('opens a version from the list by keyboard, and compares it with any other one', async () => {
    await opened.open('/lifecycle?tab=versions');
    await page.getByRole('link', { name: 'Version 2', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/version=2/);
    const second = page.getByRole('region', { name: 'Version 2', exact: true });
    await second.getByText('Anna (Administrator)').waitFor();
    await opened.open('/lifecycle?tab=versions&version=3');
    const third = page.getByRole('region', { name: 'Version 3', exact: true });
    await third.getByText('Restores version 1').waitFor();
    expect((await changesIn(third)).documents).toHaveLength(2);
    const against = third.getByRole('combobox', { name: 'What changed, compared with' });
    await against.fill('Version 1');
    await against.press('Enter');
    await page.waitForURL(/against=1/);
    await third.getByText('Nothing differs.').waitFor();
    await page.goBack();
    await third.getByTitle('Version 2, the one before').waitFor();
    await opened.open('/lifecycle?tab=versions&version=1');
    const first = page.getByRole('region', { name: 'Version 1', exact: true });
    await first.getByTitle('Nothing: it is the first version').waitFor();
    const marks = await first.locator('.change-document .change-mark').allTextContents();
    expect(new Set(marks)).toEqual(new Set(['+Added']));
  });

  it('hands out the documents of a version as they were published', async () => {
    await opened.open('/lifecycle?tab=versions&version=2');
    const [file] = await Promise.all([page.waitForEvent('download'), button('Download as JSON').click()]);
    expect(file.suggestedFilename()).toBe('program-version-2.json');
    const published = await page.evaluate(async () => {
      const answer = await fetch('/v1/program/versions/2');
      const version: { documents: Record<string, unknown> } = await answer.json();
      return version.documents;
    });
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toEqual(published);
  });

  it('says that there is no such version, and leaves the list to choose from', async () => {
    await opened.open('/lifecycle?tab=versions&version=77');
    await page.getByText('There is no such version').waitFor();
    await page.getByRole('link', { name: 'Version 1', exact: true }).click();
    await page.getByRole('region', { name: 'Version 1', exact: true }).waitFor();
    await opened.open('/lifecycle?tab=versions&version=2&against=latest');
    await page.getByText('against = “latest”').waitFor();
    expect(new URL(page.url()).search).toBe('?tab=versions&version=2');
  });

  it('says what a version changed in Chinese to who reads Chinese', async () => {
    const { cookies } = await opened.context.storageState();
    const context = await opened.browser.newContext({
      locale: 'zh-CN',
      baseURL: opened.server.url,
      storageState: { cookies, origins: [] },
    });
    const own = await context.newPage();
    await own.goto('/lifecycle?tab=versions&version=2');
    const { lines } = await changesIn(own.getByRole('region', { name: '版本 2', exact: true }));
    const named = lines.map((line) => line.replaceAll(/Bought lately|bought_lately/gu, ''));
    expect(named.filter((line) => /[a-z]{2,}/iu.test(line))).toEqual([]);
    await context.close();
  });

  it('takes no metric without a window, nor with the id of another', async () => {
    await opened.open('/lifecycle?tab=metrics&item=new');
    const form = dialog('Add a metric');
    await form.getByLabel('Days').fill('0');
    await form.getByLabel('Id', { exact: true }).fill('purchases_90d');
    await form.getByRole('button', { name: 'Apply' }).click();
    await form.getByText('Give a whole number of days from 1 to 3,660.').waitFor();
    await form.getByText('Another metric has this id.').waitFor();
    await form.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForURL((url) => !url.searchParams.has('item'));
    expect(await button('Save draft').isDisabled()).toBe(true);
  });

  it('tells from any tab where something is wrong, and publishes nothing meanwhile', async () => {
    await opened.open('/lifecycle?tab=settings');
    expect(await page.getByRole('region', { name: 'Fixed at installation' }).textContent()).toContain('Asia/Shanghai');
    const gap = page.getByRole('spinbutton', { name: 'The brand’s gap between purchases' });
    await gap.fill('');
    await page.getByText('A number from 1 to 3660 is expected here.').waitFor();
    await page.getByLabel('New category').fill('skincare/serum');
    await button('Add a category').click();
    await page.getByRole('spinbutton', { name: 'Days of skincare/serum' }).waitFor();
    await tab('Identities');
    await page.getByRole('link', { name: 'Program settings: 1' }).waitFor();
    expect(await button('Publish').isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Program settings: 1' }).click();
    await gap.fill('50');
    await page.getByText('Nobody would change stage.').waitFor({ timeout: patienceMs });
    await button('Discard changes').click();
    await expect.poll(() => gap.inputValue(), { timeout: patienceMs }).toBe('45');
  });

  it('lowers a limit knowing whom it meets, and goes back to the default', async () => {
    const register = (messageId: string, number: string) => ({
      messageId,
      type: 'member.registered',
      occurredAt: Date.now(),
      identities: { 'external_id:crm': 'C-1', phone: number },
      payload: {},
    });
    await sendFacts(page, [register('two-phones-1', '13900000001'), register('two-phones-2', '13900000002')]);
    await opened.open('/lifecycle?tab=identities');
    await button('Edit · Phone').click();
    await page.waitForURL(/item=phone/);
    const form = dialog('Policy of Phone');
    const limit = form.getByLabel('At most per member');
    await limit.fill('0');
    await form.getByText('Give a whole number from 1 to 1,000.').waitFor();
    await limit.fill('1');
    await form.getByText(/Members who hold more than 1 today: 1\./).waitFor({ timeout: patienceMs });
    await form.getByLabel('Blocked values').fill('13800000000');
    await form.getByLabel('Blocked values').press('Enter');
    await form.getByText(/or they block nobody: 13800000000/).waitFor();
    await form.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Nobody would change stage.').waitFor({ timeout: patienceMs });
    await publish();
    const published = JSON.stringify((await documents())['identities.json']);
    expect(published).toContain('"perMemberMax":1');
    expect(published).toContain('13800000000');
    await button('Back to default · Phone').click();
    await publish();
    expect(Object.keys(await documents())).not.toContain('identities.json');
  });

  it('declares sources that share numbers and where a source dials, and takes neither half said', async () => {
    await opened.open('/lifecycle?tab=sources');
    await page.getByText('Sources that are not listed are in China.').waitFor();
    await button('Add sources that share numbers').click();
    const sources = page.getByRole('combobox', { name: 'Sources of shared-1' });
    for (const source of ['shop', 'till']) {
      await sources.fill(source);
      await sources.press('Enter');
    }
    await button('Add a source').click();
    await page.getByLabel('Country of', { exact: true }).fill('g');
    await page.getByText('Two capital letters are expected here, such as GB.').waitFor({ timeout: patienceMs });
    expect(await button('Publish').isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Source 1' }).fill('london');
    await page.getByLabel('Country of london').fill('gb');
    await page.getByText('United Kingdom').waitFor();
    await page.getByText('Nobody would change stage.').waitFor({ timeout: patienceMs });
    await publish();
    expect(await documents()).toMatchObject({
      'number-spaces.json': { spaces: [{ id: 'shared-1', sources: ['shop', 'till'] }] },
      'sources.json': { sources: [{ id: 'london', phoneCountry: 'GB' }] },
    });
    await button('Remove · shared-1').click();
    await button('Remove · london').click();
    await publish();
    expect(Object.keys(await documents())).not.toContain('number-spaces.json');
  });

  it('tells a viewer that rules are not hers to see, and shows her the stages by their names', async () => {
    const viewer = await signInAs(opened, 'viewer');
    await viewer.goto('/members');
    await viewer.getByRole('heading', { name: 'Members' }).first().waitFor();
    expect(await viewer.getByRole('link', { name: 'Lifecycle' }).count()).toBe(0);
    await viewer.goto('/lifecycle?tab=metrics');
    await viewer
      .getByText('program.rules')
      .or(viewer.getByText(/not allowed|may not|needs/i))
      .first()
      .waitFor();
    expect(await viewer.getByRole('button', { name: 'Add a metric' }).count()).toBe(0);
    await viewer.context().close();
  });

  const paths = [
    '/lifecycle?tab=metrics',
    '/lifecycle?tab=settings',
    '/lifecycle?tab=identities',
    '/lifecycle?tab=identities&item=external_id:*',
    '/lifecycle?tab=sources',
    '/lifecycle?tab=versions&version=2',
  ];

  it.each(paths)('%s has no serious accessibility finding, and never scrolls sideways', async (path) => {
    await expectSoundAtDeskAndOnPhone(opened, path, async (own) => {
      await own.locator('main h2').first().waitFor();
      if (path.includes('item=')) await own.getByRole('dialog').waitFor();
    });
  });

  it('never threw in the page', () => {
    expect(opened.broken).toEqual([]);
  });
});
