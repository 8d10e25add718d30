import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { publishDocument } from './publish-document.ts';
import { openSignedInConsole, patienceMs, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of wallets are skipped.\n');
}

const points = {
  id: 'points',
  name: { en: 'Points', zh: '积分' },
  kind: 'points',
  expiry: { kind: 'term', length: { unit: 'months', count: 12 }, roundTo: 'month' },
  secondPersonAbove: 1000,
};

describe.skipIf(chromiumPath === undefined)('wallets', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
  });

  afterAll(() => opened?.close());

  it('a rule is written beside its wallet, its problems are told, and both are published', async () => {
    await publishDocument(page, 'wallets/points.json', points);
    await opened.open('/lifecycle?tab=earning');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a rule' });
    await dialog.getByLabel('Name in Chinese').fill('每元一分');
    await dialog.getByLabel('Name in English').fill('A point a yuan');
    await dialog.getByLabel('Id').fill('base');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.waitForURL(/item=base/);
    const amount = page.getByRole('spinbutton', { name: 'Units' });
    await amount.fill('');
    await amount.blur();
    await page.getByText('award.units').first().waitFor();
    expect(await page.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);
    await amount.fill('2');
    await amount.blur();
    await page.getByText('2 for each ¥1.00', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.waitForURL(/draft=/);
    await page.getByRole('button', { name: 'Publish' }).click();
    const publish = page.getByRole('dialog');
    await publish.getByRole('button', { name: /^Publish/ }).click();
    await page.waitForURL((url) => !url.search.includes('draft='));
    const rule = await page.evaluate(async () => {
      const answer = await fetch('/v1/program');
      const { documents }: { documents: Record<string, { award?: unknown }> } = await answer.json();
      return documents['earning/base.json']?.award;
    });
    expect(rule).toEqual({ kind: 'rate', perMinor: 100, units: 2 });
  });

  it('units are given and spent by hand, each refusal says why, and every entry explains itself', async () => {
    const path = await openMember(page, phoneOf(20));
    await page.goto(`${path}?tab=wallets`);
    await act(page, 'Adjust · Points', { units: '800', reason: 'goodwill' });
    await page.getByText('Done. 800 are available now.').waitFor();
    const spend = await fill(page, 'Redeem · Points', { units: '5000' });
    await spend.getByText('There are not enough units').waitFor();
    await spend.getByText('5,000', { exact: true }).waitFor();
    await spend.getByRole('spinbutton').fill('300');
    await spend.getByRole('button', { name: 'Redeem' }).click();
    await page.getByText('Done. 500 are available now.').waitFor();
    await page.getByText('Entries', { exact: true }).click();
    await page.waitForURL(/list=entries/);
    const entries = page.getByRole('table', { name: 'Entries of Points' });
    await entries.getByText('reason: Goodwill', { exact: false }).waitFor();
    expect(await entries.getByRole('row').count()).toBe(3);
    await entries.getByText('lot 1: 300', { exact: false }).waitFor();
    await page.getByText('Statement', { exact: true }).click();
    await page.getByText(/^Balance by/).waitFor();
    await page.getByText('Adjusted up (1)').waitFor();
    expect(opened.broken).toEqual([]);
  });

  it('an act is sent under a key of its own, which a second try keeps', async () => {
    const keys: (string | undefined)[] = [];
    await page.route('**/adjustments', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length === 1) await route.abort();
      else await route.continue();
    });
    const dialog = await fill(page, 'Adjust · Points', { units: '5', reason: 'mistake' });
    await dialog.getByRole('alert').first().waitFor();
    await dialog.getByRole('button', { name: 'Adjust' }).click();
    await page.getByText('Done. 505 are available now.').waitFor();
    await page.unroute('**/adjustments');
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });

  it('what one person may not give alone is proposed, and another one approves it', async () => {
    const dialog = await fill(page, 'Adjust · Points', { units: '2000', reason: 'complaint' });
    await dialog.getByText('A second person is needed').waitFor();
    await dialog.getByRole('button', { name: 'Propose it' }).click();
    await page.getByText('Proposed. Somebody else decides it', { exact: false }).waitFor();
    await page.goto('/loyalty/approvals');
    const own = page.getByRole('button', { name: 'Approve', exact: true });
    await own.waitFor();
    expect(await own.isDisabled()).toBe(true);
    const other = await signInAs(opened, 'operator');
    other.setDefaultTimeout(patienceMs);
    await other.goto('/loyalty/approvals?state=pending');
    await other.getByRole('button', { name: 'Approve', exact: true }).click();
    await other.getByRole('tooltip').getByRole('button', { name: 'Approve' }).click();
    await other.getByText('Approved and carried out.').waitFor();
    await other.getByText('There are no such proposals.').waitFor();
  });

  it('a viewer sees balances and changes nothing', async () => {
    const viewer = await signInAs(opened, 'viewer');
    viewer.setDefaultTimeout(patienceMs);
    const path = await openMember(viewer, phoneOf(20));
    await viewer.goto(`${path}?tab=wallets`);
    const redeem = viewer.getByRole('button', { name: 'Redeem · Points' });
    await redeem.waitFor();
    expect(await redeem.isDisabled()).toBe(true);
    expect(await redeem.getAttribute('aria-description')).toMatch(/^This needs one of these roles: /);
  });
});

async function openMember(page: Page, number: string): Promise<string> {
  await page.goto(`/members?q=${number}`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

interface Typed {
  readonly units: string;
  readonly reason?: string;
}

/** Opens the dialog of an act, fills it in and sends it. */
async function fill(page: Page, button: string, { units, reason }: Typed) {
  await page.getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton').fill(units);
  if (reason !== undefined) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: button.split(' · ')[0] ?? '', exact: true }).click();
  return dialog;
}

async function act(page: Page, button: string, typed: Typed): Promise<void> {
  const dialog = await fill(page, button, typed);
  await dialog.waitFor({ state: 'detached' });
}
