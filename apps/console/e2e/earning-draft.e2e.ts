import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { chromiumPath } from './browser.ts';
import { desktop, openDemoConsole, patienceMs, phone, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write(
    'No Chromium on this machine (CHROMIUM_PATH): the browser tests of earning drafts are skipped.\n',
  );
}

const demoMembers = 60;
/** Every member is calculated anew, and a published version is folded in the background, on a machine that is busy. */
const foldedMs = 60_000;

describe.skipIf(chromiumPath === undefined)('a change of an earning rule', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openDemoConsole(demoMembers);
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
  });

  afterAll(() => opened?.close());

  const trial = () => page.getByRole('region', { name: 'Try an order' });
  const total = (wallet: string) => trial().locator('.trial-totals > div', { hasText: wallet }).locator('dd');
  const ruleRow = (name: string) => trial().getByRole('row', { name: new RegExp(`^${name}`, 'u') });

  it('is tried on an order by what is written, beside what is in force, before anything is saved', async () => {
    await opened.open('/lifecycle?tab=earning&item=purchase');
    await total('Points').getByText('100', { exact: true }).waitFor();
    const units = page.getByRole('spinbutton', { name: 'Units' }).first();
    await units.fill('2');
    await units.blur();
    await total('Points').getByText('now 100').waitFor();
    expect(await total('Points').textContent()).toBe('200now 100');
    await trial().getByRole('spinbutton', { name: 'Price of line 1' }).fill('250');
    await total('Points').getByText('now 250').waitFor();
    expect(await ruleRow('Points for purchases').getByRole('cell').nth(2).textContent()).toBe('500');
    await trial().getByRole('spinbutton', { name: 'Coupon on the whole order' }).fill('50');
    await total('Points').getByText('now 200').waitFor();
    await ruleRow('Half as many points again').getByText('Not such a member.').waitFor();
    await expectAccessible(page, [desktop, phone]);
  });

  it('shows the problems of what is written, and what is in force meanwhile', async () => {
    const units = page.getByRole('spinbutton', { name: 'Units' }).first();
    await units.fill('');
    await units.blur();
    await trial().getByText('What you are writing has problems', { exact: false }).waitFor();
    expect(await total('Points').textContent()).toBe('200');
    await units.fill('2');
    await units.blur();
    await total('Points').getByText('now 200').waitFor();
  });

  it('is replayed over the past, and each figure opens to its members and to why', async () => {
    await page.getByRole('tab', { name: 'What it would have been' }).click();
    await page.getByRole('button', { name: 'Calculate' }).click();
    await page.getByRole('heading', { name: 'What would have been different' }).waitFor({ timeout: foldedMs });
    const figures = page.getByRole('table', { name: 'All figures' });
    const issued = figures.getByRole('row', { name: /^Points · issued/u });
    const drill = issued.getByRole('link');
    const members = await drill.getAttribute('data-drill');
    await drill.click();
    await page.waitForURL(/list=/u);
    const list = page.getByRole('region', { name: 'Points · issued', exact: true });
    await list.locator(`[data-listed="${members}"]`).waitFor();
    await list.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/who=/u);
    const why = page.getByRole('region', { name: 'Why her figures differ' });
    await why.getByText('Points · Points for purchases').first().waitFor();
    await expectAccessible(page, [desktop, phone]);
    // The address alone opens the same, in another window of somebody who may see it.
    const other = await signInAs(opened, 'analyst');
    other.setDefaultTimeout(patienceMs);
    await other.goto(page.url());
    await other.getByRole('region', { name: 'Why her figures differ' }).waitFor();
  });

  it('is published after its warnings are told, and then earns what was forecast', async () => {
    await page.getByRole('button', { name: 'Publish' }).click();
    const ask = page.getByRole('dialog', { name: /^Publish version/u });
    await ask.getByText('Compared with version', { exact: false }).waitFor();
    await ask.getByRole('button', { name: 'Publish' }).click();
    await page.getByText(/^Version \d+ is in force for all members/u).waitFor({ timeout: foldedMs });
    const earned = await page.evaluate(async () => {
      const answer = await fetch('/v1/earn/preview', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ amountMinor: 20_000 }),
      });
      const { wallets }: { wallets: { wallet: string; units: number }[] } = await answer.json();
      return wallets.find(({ wallet }) => wallet === 'points')?.units;
    });
    expect(earned).toBe(400);
    expect(opened.broken).toEqual([]);
  });

  it('that lets members gain without end is told with a scenario, before it is published', async () => {
    await opened.open('/lifecycle?tab=earning&item=purchase');
    const units = page.getByRole('spinbutton', { name: 'Units' }).first();
    await units.fill('200');
    await units.blur();
    await page.getByRole('button', { name: 'Publish' }).click();
    const ask = page.getByRole('dialog', { name: /^Publish version/u });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      ask.getByRole('button', { name: 'Download the scenario' }).first().click(),
    ]);
    expect(download.suggestedFilename()).toBe('wallets-points-scenario.json');
    await ask.getByText('what it does not find is not proven safe', { exact: false }).waitFor();
    await ask.getByRole('button', { name: 'Cancel' }).click();
  });

  it('is not offered to who may not edit', async () => {
    const viewer = await signInAs(opened, 'viewer');
    viewer.setDefaultTimeout(patienceMs);
    await viewer.goto('/');
    await viewer.locator('main h1').waitFor();
    expect(await viewer.getByRole('link', { name: 'Lifecycle' }).count()).toBe(0);
    const status = await viewer.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ amountMinor: 100, documents: {} });
      return (await fetch('/v1/earn/preview', { method: 'POST', headers, body })).status;
    });
    expect(status).toBe(403);
  });
});
