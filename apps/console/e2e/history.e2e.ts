import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrand, phoneOf } from './brand.ts';
import { chromiumPath, seriousFindings } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { desktop, openSignedInConsole, patienceMs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of history are skipped.\n');
}

const dayMs = 86_400_000;
const zone = 'Asia/Shanghai';
/** A version is folded and shipped in the background, on a machine that is busy with other things. */
const appliedMs = 90_000;
/** She last bought 100 days ago. */
const silentMember = 20;

describe.skipIf(chromiumPath === undefined)('history as known now', () => {
  let opened: SignedInConsole;
  let page: Page;
  let inChinese: Page;
  let memberPath: string;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    page = opened.page;
    page.setDefaultTimeout(patienceMs);
    const storageState = await opened.context.storageState();
    const context = await opened.browser.newContext({
      viewport: desktop,
      locale: 'zh-CN',
      baseURL: opened.server.url,
      reducedMotion: 'reduce',
      storageState,
    });
    inChinese = await context.newPage();
    await opened.open(`/members?q=${phoneOf(silentMember)}`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
    memberPath = new URL(page.url()).pathname;
  });

  afterAll(() => opened?.close());

  const dayAgo = (days: number, locale: string) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: locale === 'en' ? 'medium' : 'long' }).format(
      Date.now() - days * dayMs,
    );

  it('names time where time moved her, at its own date, and not the order that came before', async () => {
    await opened.open(memberPath);
    const cause = await page.locator('.cause').textContent();
    expect(cause).toBe(`Since ${dayAgo(10, 'en')}: 90 days without a purchase`);
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const rows = page.getByRole('region', { name: 'Timeline' }).locator('ol.timeline > li');
    await rows.first().waitFor();
    const texts = await rows.allTextContents();
    expect(texts[0]).toMatch(/^.*90 days without a purchase.*Active→.*Silent$/);
    expect(texts[0]).toContain(dayAgo(10, 'en'));
    expect(texts.filter((text) => text.includes('Order paid')).join()).not.toContain('Silent');
  });

  it('says it in Chinese, and nothing of it on a day before', async () => {
    await inChinese.goto(memberPath);
    await inChinese.getByText('90 天没有购买').first().waitFor();
    const before = today().subtract({ days: 20 });
    await opened.open(`${memberPath}?tab=timeline&asOf=${String(before)}`);
    await page.getByText('Order paid').first().waitFor();
    expect(await page.getByText('90 days without a purchase').count()).toBe(0);
  });

  it('says before a publication how many stood elsewhere at which month end, as worked out apart', async () => {
    await opened.open('/lifecycle');
    const active = page.getByRole('listitem', { name: /^Stage 3: Active/ });
    await active.getByRole('spinbutton').fill('30');
    await active.getByRole('spinbutton').press('Tab');
    await page.getByText(/of 45 members would change stage/).waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish version 2' });
    await dialog.getByText('Publishing recomputes history as known now').waitFor();
    const { months, members } = workedOut();
    await dialog
      .getByText(`${members} members will have stood in another stage at the end of one or more of the last 12 months`)
      .waitFor({ timeout: appliedMs });
    const rows = await dialog.getByRole('row').filter({ hasText: 'Silent' }).allTextContents();
    expect(rows.map((row) => Number(/Silent(?<count>\d+)$/.exec(row)?.groups?.['count']))).toEqual(months);
    await dialog.getByLabel('What changed and why').fill('Active means 30 days');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText(/is in force for all members/).waitFor({ timeout: appliedMs });
  });

  it('marks the publication on charts over time, in the rows behind them as well', async () => {
    await opened.open('/overview');
    for (const name of [
      'Members by stage over time',
      'New, reactivated, lost',
      'Sales of members and anonymous sales',
    ]) {
      const panel = page.getByRole('region', { name });
      await panel.getByRole('list', { name: 'Versions published' }).getByText('Active means 30 days').waitFor();
      await panel.getByRole('button', { name: 'Show rows' }).click();
      await panel.getByRole('columnheader', { name: 'Versions published' }).waitFor();
      expect(await panel.getByRole('cell', { name: 'Version 2', exact: true }).count()).toBe(1);
    }
    await expectSoundAtDeskAndOnPhone(opened, '/overview', async (own) => {
      await own.getByText('Active means 30 days').first().waitFor();
    });
  });

  it('says on every page how far a version is applied, and marks figures as mixed until it is through', async () => {
    // How long a version takes is the machine's affair: the answer is held at its half.
    const publication = { version: 2, publishedAt: new Date().toISOString(), done: 20, total: 45 };
    await opened.context.route('**/v1/installation', async (route) => {
      const answer = await route.fetch();
      const installation: object = await answer.json();
      await route.fulfill({ response: answer, json: { ...installation, publication } });
    });
    const notice = page.getByText('Version 2 of the program is being applied');
    for (const path of ['/overview', '/members', memberPath, '/lifecycle']) {
      await opened.open(path);
      await notice.waitFor();
    }
    await page.getByText('20 of 45 members are recomputed.').waitFor();
    await opened.open('/overview');
    const strip = page.getByRole('region', { name: 'Members by stage', exact: true });
    await strip.getByText('mixed', { exact: true }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    // What was being asked meanwhile is answered by nobody any more.
    await opened.context.unrouteAll({ behavior: 'ignoreErrors' });
    await notice.waitFor({ state: 'detached' });
    expect(await page.getByText('mixed', { exact: true }).count()).toBe(0);
  });

  it('says of a roll-back the same numbers', async () => {
    await opened.open('/lifecycle?tab=versions');
    await page.getByRole('button', { name: 'Roll back' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Roll back to version 1' });
    const { months, members } = workedOut();
    await dialog.getByText(`${members} members will have stood in another stage`).waitFor({ timeout: appliedMs });
    const rows = await dialog.getByRole('row').filter({ hasText: 'Silent' }).allTextContents();
    expect(rows.map((row) => Number(/Active(?<count>\d+)$/.exec(row)?.groups?.['count']))).toEqual(months);
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByText(/Version 3 is in force for all members/).waitFor({ timeout: appliedMs });
  });

  it('never threw in the page', () => {
    expect(opened.broken).toEqual([]);
  });
});

function today(): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(Date.now()).toZonedDateTimeISO(zone).toPlainDate();
}

/** Whom 30 days instead of 90 make silent at the ends of the last 12 months, newest first: who had last bought 30 to 90 days before. */
function workedOut(): { readonly months: readonly number[]; readonly members: number } {
  const bought = Map.groupBy(
    createBrand(Date.now()).filter(({ type }) => type === 'order.paid'),
    ({ identities }) => identities['phone'],
  );
  const changed = new Set<string | undefined>();
  const first = today().with({ day: 1 });
  const months = Array.from({ length: 12 }, (_, index) => {
    const end = first.subtract({ months: index }).toZonedDateTime(zone).epochMilliseconds - 1;
    let count = 0;
    for (const [phone, orders] of bought) {
      const before = orders.map(({ occurredAt }) => occurredAt).filter((occurredAt) => occurredAt <= end);
      const days = (end - Math.max(...before)) / dayMs;
      if (before.length === 0 || days < 30 || days >= 90) continue;
      count += 1;
      changed.add(phone);
    }
    return count;
  });
  return { months: months.filter((count) => count > 0), members: changed.size };
}
