import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buyersPerAge } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { differenceOf, findDrills, readListed } from './drills.ts';
import { publishDocument } from './publish-document.ts';
import { openSignedInConsole, patienceMs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of tiers are skipped.\n');
}

const dayMs = 86_400_000;
/** Of the brand, those who bought 3, 20 and 45 days ago have it, and lose it 60 days after. */
const club = {
  id: 'club',
  name: { en: 'Club', zh: '俱乐部' },
  measures: [{ id: 'orders', kind: 'orders' }],
  levels: [
    { id: 'basic', name: { en: 'Basic', zh: '普通' } },
    {
      id: 'silver',
      name: { en: 'Silver', zh: '银卡' },
      qualifies: { combinator: 'and', rules: [{ measure: 'orders', atLeast: 1 }] },
      benefits: [{ id: 'ship', kind: 'free_shipping', name: { en: 'Free shipping', zh: '包邮' } }],
    },
  ],
  period: { kind: 'rolling', days: 60 },
};

describe.skipIf(chromiumPath === undefined)('the ladder of levels', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
    await publishDocument(page, 'tiers/club.json', club);
    await vi.waitUntil(async () => (await silverOf(page)) === 3 * buyersPerAge, { timeout: 60_000, interval: 500 });
  });

  afterAll(() => opened?.close());

  it('tells how many fall by when, and each figure opens just those', async () => {
    await opened.open('/loyalty/tiers');
    const forecast = page.getByRole('region', { name: 'Club: what comes if nothing happens' });
    const falling = forecast.getByRole('row').filter({ hasText: 'Falls to Basic' });
    await falling.getByText('Free shipping').waitFor();
    expect(await falling.getByRole('link').textContent()).toBe(String(buyersPerAge));
    await forecast.getByText('90 days', { exact: true }).click();
    await page.waitForURL(/ahead=90/);
    await falling.getByRole('link', { name: String(3 * buyersPerAge), exact: true }).click();
    expect(await readListed(page)).toBe(3 * buyersPerAge);
    await opened.open('/loyalty/tiers');
    const drills = await findDrills(page);
    expect(drills.length).toBeGreaterThan(6);
    for (const drill of drills) expect(await differenceOf(page, drill)).toEqual([]);
    expect(opened.broken).toEqual([]);
  });

  it('names who falls first, with what keeps the level, and leads to her', async () => {
    await opened.open('/loyalty/tiers');
    const falls = page.getByRole('table', { name: 'Club: who is about to lose what' });
    await falls.getByText('1 more: Orders, before', { exact: false }).first().waitFor();
    expect(await falls.getByRole('row').count()).toBe(1 + 3 * buyersPerAge);
    await falls.getByRole('link').first().click();
    await page.getByRole('heading', { name: 'To keep Silver' }).waitFor();
  });

  it('shows the tier of a past day, and lets nothing be changed from there', async () => {
    const path = page.url();
    expect(await page.getByRole('button', { name: 'More · Club' }).isDisabled()).toBe(false);
    const asOf = (daysAgo: number) => new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10);
    // Of two orders the first was 80 days ago.
    await page.goto(`${path}&asOf=${asOf(50)}`);
    await page.getByText(/^As of the end of .*nothing can be changed from here\.$/).waitFor();
    await page.getByText('To keep Silver').waitFor();
    expect(await page.getByRole('button', { name: 'More · Club' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /^Claim/ }).count()).toBe(0);
    await page.goto(`${path}&asOf=${asOf(90)}`);
    await page.getByText('no level', { exact: true }).waitFor();
    expect(opened.broken).toEqual([]);
  });

  it('is sound at a desk and on a phone, and says so where nothing expires', { timeout: 120_000 }, async () => {
    await expectSoundAtDeskAndOnPhone(opened, '/loyalty/tiers?ahead=furthest', (shown) =>
      shown.locator('.benefit-names').first().waitFor(),
    );
    await expectSoundAtDeskAndOnPhone(opened, '/loyalty/expiring', (shown) => shown.locator('.table-empty').waitFor());
  });
});

/** How many fall within ninety days, as the API has it. */
function silverOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const answer = await fetch('/v1/tiers/club/forecast');
    const { windows }: { windows?: { moves: { members: number }[] }[] } = await answer.json();
    return (windows?.[1]?.moves ?? []).reduce((sum, { members }) => sum + members, 0);
  });
}
