import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, patienceMs, sendFacts, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of identities are skipped.\n');
}

describe.skipIf(chromiumPath === undefined)('identities that say of nobody who she is', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
  });

  afterAll(() => opened?.close());

  it('are taken off a member on her page, for a reason, and her timeline says so', async () => {
    await opened.open(`/members?q=${phoneOf(8)}`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('button', { name: /^Take off Phone/ }).click();
    const dialog = page.getByRole('dialog', { name: /^Take off Phone/ });
    await dialog.getByLabel('Reason').fill('The number was given to somebody else');
    await dialog.getByRole('button', { name: 'Take off' }).click();
    await page.getByText('The identity was taken off.').waitFor();
    await page.getByText('No identity', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('Phone was taken off').waitFor({ timeout: patienceMs });
    expect(opened.broken).toEqual([]);
  });

  it('are suggested where many share one, blocked by a button and let free again', async () => {
    const cards = Array.from({ length: 9 }, (_, n) => ({
      messageId: `shared-${n}`,
      type: 'store.visited',
      occurredAt: Date.now(),
      identities: { card_no: `77000${n}`, email: 'counter@mall.example' },
      payload: {},
    }));
    await sendFacts(page, cards);
    await opened.open('/data/identities');
    const shared = page.getByRole('table', { name: 'Shared by many' });
    const row = shared.getByRole('row', { name: /c•••@mall\.example/ });
    await row.getByRole('cell', { name: '4', exact: true }).waitFor();
    await row.getByRole('button', { name: 'Block' }).click();
    const dialog = page.getByRole('dialog', { name: 'Block E-mail c•••@mall.example' });
    await dialog.getByLabel('Reason').fill('It is the counter’s own address');
    await dialog.getByRole('button', { name: 'Block' }).click();
    await page.getByText('The identity is blocked.').waitFor();
    await page.getByText('No identity is shared by that many members.').waitFor();
    const blocked = page.getByRole('table', { name: 'Blocked by people' });
    await blocked.getByText('It is the counter’s own address').waitFor();
    await blocked.getByRole('button', { name: 'Unblock' }).click();
    const free = page.getByRole('dialog', { name: 'Unblock E-mail c•••@mall.example' });
    await free.getByLabel('Reason').fill('It was a person after all');
    await free.getByRole('button', { name: 'Unblock' }).click();
    await page.getByText('Nobody has blocked an identity.').waitFor();
    expect(opened.broken).toEqual([]);
  });

  it('are not for an analyst to take off or to see in that list', async () => {
    const analyst = await signInAs(opened, 'analyst');
    await analyst.goto(`/members?q=${phoneOf(9)}`);
    await analyst.getByRole('table').getByRole('link').first().click();
    const button = analyst.getByRole('button', { name: /^Take off Phone/ });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await analyst.goto('/data/sources');
    await analyst.getByRole('heading', { level: 1 }).waitFor();
    expect(await analyst.getByRole('tab', { name: 'Shared identities' }).count()).toBe(0);
    await analyst.context().close();
  });
});
