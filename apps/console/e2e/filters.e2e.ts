import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyersPerAge, expectedStages, membersTotal, visitors } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { openSignedInConsole, patienceMs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of filters are skipped.\n');
}

const dayMs = 86_400_000;

describe.skipIf(chromiumPath === undefined)('the filters of the list of members', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
  });

  afterAll(() => opened?.close());

  const chips = () => page.getByRole('list', { name: 'Filters in force' });
  const chip = (text: string) => chips().getByRole('button', { name: text, exact: true });
  const counted = (count: number) => page.getByRole('heading', { name: `${count} members`, exact: true }).waitFor();
  const conditionOf = (): unknown => JSON.parse(new URL(page.url()).searchParams.get('condition') ?? 'null') as unknown;

  it('takes the usual ones by one click, as chips with their values, and back and forward go through them', async () => {
    await opened.open('/members');
    await counted(membersTotal);
    await page.getByRole('combobox', { name: 'Stage' }).click();
    await page.locator('.ant-select-item-option', { hasText: 'Silent' }).click();
    await page.keyboard.press('Escape');
    await counted(expectedStages.silent);
    await chip('Member lifecycle equals Silent').waitFor();
    await page.getByRole('button', { name: 'Orders', exact: true }).first().click();
    await page.getByRole('button', { name: 'is at least 5' }).click();
    await counted(0);
    await chip('Purchases is at least 5').waitFor();
    await page.goBack();
    await counted(expectedStages.silent);
    await page.goForward();
    await counted(0);
    expect(conditionOf()).toEqual({
      combinator: 'and',
      rules: [
        { field: 'stage.main', operator: 'in', value: ['silent'] },
        { field: 'purchase.count', operator: '>=', value: 5 },
      ],
    });
    await page.getByRole('button', { name: 'Remove: Purchases is at least 5' }).click();
    await counted(expectedStages.silent);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await counted(membersTotal);
  });

  it('adds any field of the catalogue by search, changes it in its chip, and says it after a reload', async () => {
    await opened.open('/members');
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await page.getByRole('textbox', { name: 'Search fields' }).fill('first pur');
    await page.getByRole('button', { name: 'First purchase' }).click();
    await page.getByRole('spinbutton').fill('3000');
    await page.getByRole('button', { name: 'Apply' }).click();
    await counted(membersTotal - visitors);
    await chip('First purchase within the last 3000 days').click();
    await page.getByRole('combobox', { name: 'Operator' }).click();
    await page.locator('.ant-select-item-option', { hasText: 'is empty' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await chip('First purchase is empty').waitFor();
    await counted(visitors);
    await page.reload();
    await chip('First purchase is empty').waitFor();
    await counted(visitors);
  });

  it('names a tag by typing it', async () => {
    await opened.open('/members');
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await page.getByRole('textbox', { name: 'Search fields' }).fill('nobody has it');
    await page.getByRole('button', { name: 'Tag “nobody has it”' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await counted(0);
    await page.getByText('No member matches these filters.').waitFor();
    await chip('Tag “nobody has it”').waitFor();
  });

  it('edits groups of them, any of and none of, in the panel of the whole', async () => {
    const either = {
      combinator: 'or',
      rules: [
        { field: 'stage.main', operator: '=', value: 'silent' },
        { field: 'stage.main', operator: '=', value: 'churned' },
      ],
    };
    await opened.open(`/members?condition=${encodeURIComponent(JSON.stringify(either))}`);
    await counted(expectedStages.silent + expectedStages.churned);
    await chip('any of (Member lifecycle equals Silent; Member lifecycle equals Churned)').click();
    const panel = page.getByRole('dialog', { name: 'Filter of the list' });
    await panel.getByRole('checkbox', { name: 'not' }).check();
    await panel.getByRole('button', { name: 'Apply' }).click();
    await counted(membersTotal - expectedStages.silent - expectedStages.churned);
    expect(conditionOf()).toEqual({ ...either, not: true });
  });

  it('of a past day takes those that are known of then, and says why not the others', async () => {
    const asOf = new Date(Date.now() - 30 * dayMs).toISOString().slice(0, 10);
    const refunds = { field: 'purchase.returns', operator: '=', value: 0 };
    const once = { field: 'purchase.count', operator: '<=', value: 1 };
    const both = { combinator: 'and', rules: [refunds, once] };
    await opened.open(`/members?asOf=${asOf}&condition=${encodeURIComponent(JSON.stringify(both))}`);
    await page.getByText('Cannot be asked of a past day: Refunds.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await counted(2 * buyersPerAge);
    expect(conditionOf()).toEqual({ combinator: 'and', rules: [once] });
    await page.getByRole('button', { name: 'Add a filter' }).click();
    const refused = page.getByRole('region', { name: 'Not on a past day' });
    await refused.getByText('Known for now only', { exact: false }).waitFor();
    expect(await refused.getByRole('button', { name: 'Refunds' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Last purchase', exact: true }).last().isDisabled()).toBe(false);
  });

  it('brings an older address up to date, and explains one that cannot be read', async () => {
    await opened.open('/members?stage=silent&where.ordersMin=1&where.city=x');
    await counted(expectedStages.silent);
    expect(conditionOf()).toEqual({
      combinator: 'and',
      rules: [
        { field: 'stage.main', operator: 'in', value: ['silent'] },
        { field: 'purchase.count', operator: '>=', value: 1 },
      ],
    });
    await page.getByText('These filters are not known and were left out: city', { exact: false }).waitFor();
    await opened.open('/members?condition=%7B%22field%22');
    await page.getByText('The filter in this address cannot be read', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await counted(membersTotal);
  });

  it('shows what the server refuses under the filters, which can be changed', async () => {
    const unknown = encodeURIComponent('{"field":"purchase.sum","operator":"=","value":1}');
    await opened.open(`/members?condition=${unknown}`);
    await page.getByText('There is no field "purchase.sum".').waitFor();
    await page.getByRole('button', { name: /^Remove: purchase\.sum/ }).click();
    await counted(membersTotal);
  });

  it('finds a name in a narrowed list, for a reason', async () => {
    await opened.open('/members');
    await counted(membersTotal);
    expect(await page.getByRole('button', { name: 'Find a name' }).count()).toBe(0);
    await opened.open('/members?stage=silent');
    await counted(expectedStages.silent);
    await page.getByRole('button', { name: 'Find a name' }).click();
    const dialog = page.getByRole('dialog', { name: 'Find a name in this list' });
    await dialog.getByLabel('Name, or a part of it').fill('Ω');
    await dialog.getByLabel('Reason').fill('asked at the till');
    await dialog.getByRole('button', { name: 'Find a name' }).click();
    await dialog.getByText(`0 of ${expectedStages.silent} members`).waitFor();
    await page.keyboard.press('Escape');
  });

  it('pages back the way it came, by as many as are chosen', async () => {
    await opened.open('/members?limit=20&sort=joinedAt');
    const firstOf = async () => page.getByRole('table').getByRole('link').first().getAttribute('href');
    const first = await firstOf();
    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(firstOf).not.toBe(first);
    await page.getByRole('button', { name: 'Previous page' }).click();
    await expect.poll(firstOf).toBe(first);
    expect(await page.getByRole('button', { name: 'Previous page' }).isDisabled()).toBe(true);
    expect(await page.getByRole('table').getByRole('row').count()).toBe(21);
  });

  it('opens from the overview just whom its figures count', async () => {
    await opened.open('/overview');
    const changes = page.getByRole('region', { name: 'Who changes stage next' }).locator('ul.upcoming a');
    await changes.first().waitFor();
    const rows = await changes.count();
    for (let row = 0; row < rows; row += 1) {
      const count = Number(await changes.nth(row).locator('strong').textContent());
      await changes.nth(row).click();
      await counted(count);
      await page.goBack();
      await changes.first().waitFor();
    }
  });

  it('is sound at a desk and on a phone, with filters in force and of a past day', async () => {
    const rules = [
      { field: 'stage.main', operator: 'in', value: ['silent', 'dormant', 'churned'] },
      {
        field: 'purchase.last',
        operator: 'notWithin',
        value: { window: 'personal', multiple: 2, minDays: 30, maxDays: 180 },
      },
      {
        combinator: 'or',
        rules: [
          { field: 'tag.vip', operator: '=', value: true },
          { field: 'purchase.count', operator: '>=', value: 1 },
        ],
      },
    ];
    const condition = encodeURIComponent(JSON.stringify({ combinator: 'and', rules }));
    const hasChips = (shown: Page) => shown.locator('.filter-chip').nth(2).waitFor();
    await expectSoundAtDeskAndOnPhone(opened, `/members?condition=${condition}&moved.to=silent`, hasChips);
    await expectSoundAtDeskAndOnPhone(opened, `/members?condition=${condition}&asOf=2026-01-01`, hasChips);
    expect(opened.broken).toEqual([]);
  });
});
