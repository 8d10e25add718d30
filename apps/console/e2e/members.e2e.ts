import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedStages, phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole, patienceMs, sendFacts, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of members are skipped.\n');
}

const refusal = /^This needs one of these roles: .*\. Yours is \w[\w ]*\.$/;

describe.skipIf(chromiumPath === undefined)('what is done with members, files and the session', () => {
  let opened: SignedInConsole;
  let page: Page;
  let operator: Page;
  let viewer: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    operator = await signInAs(opened, 'operator');
    viewer = await signInAs(opened, 'viewer');
  });

  afterAll(() => opened?.close());

  it('draws a chart as a PNG', async () => {
    await opened.open('/overview');
    const panel = page.getByRole('region', { name: 'Members by stage over time' });
    await panel.locator('canvas').waitFor();
    const file = await bytesOf(await downloadBy(page, () => panel.getByRole('button', { name: 'Export PNG' }).click()));
    expect(file.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    const width = await panel.locator('canvas').evaluate((canvas) => canvas.clientWidth);
    // Twice the size on screen, so that it is sharp in a presentation, and a margin around it.
    expect(file.readUInt32BE(16)).toBeGreaterThan(2 * width);
  });

  it('has no picture to save while the rows are shown, and no chart at all for store staff', async () => {
    await opened.open('/overview');
    const panel = page.getByRole('region', { name: 'Members by stage over time' });
    await panel.getByRole('button', { name: 'Show rows' }).click();
    expect(await panel.getByRole('button', { name: 'Export PNG' }).isDisabled()).toBe(true);
    const staff = await signInAs(opened, 'store_staff', ['SH01']);
    await staff.goto('/overview');
    await staff.getByText('You may not do this').first().waitFor();
    expect(await staff.locator('canvas').count()).toBe(0);
    await staff.context().close();
  });

  it('lets a viewer see the list and not take it away', async () => {
    await viewer.goto('/members');
    const button = viewer.getByRole('button', { name: 'Export CSV' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await button.getAttribute('aria-description')).toMatch(refusal);
    expect(await statusOf(viewer, '/v1/members.csv')).toBe(403);
  });

  it('exports everything about a member, for a reason', async () => {
    await openMember(page, phoneOf(3));
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Export all data' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export everything stored about this member' });
    await dialog.getByText('1 identity and 0 attributes in clear, 2 purchases').waitFor();
    await dialog.getByLabel('Reason').fill('She asked for her data');
    const download = await downloadBy(page, () => dialog.getByRole('button', { name: 'Export all data' }).click());
    const lines = (await bytesOf(download)).toString().trim().split('\n');
    const text = JSON.stringify(lines.map((line): unknown => JSON.parse(line)));
    expect(text).toContain(`+86${phoneOf(3)}`);
    expect(text).toContain('O-3-0');
    expect(text).toContain('O-3-1');
    expect(text).not.toContain(phoneOf(4));
  });

  it('lets an operator reveal, and neither export nor erase', async () => {
    const path = await openMember(operator, phoneOf(3));
    expect(await operator.getByRole('button', { name: 'Reveal' }).isEnabled()).toBe(true);
    const more = operator.getByRole('button', { name: 'More' });
    expect(await more.isDisabled()).toBe(true);
    expect(await more.getAttribute('aria-description')).toMatch(refusal);
    for (const act of ['export', 'erase'])
      expect(await statusOf(operator, `/v1${path}/${act}`, { reason: 'because', confirm: 'x' })).toBe(403);
  });

  it('shows a timeline masked, and in clear for a reason to who may', async () => {
    const fact = { messageId: 'call-1', type: 'call.made', occurredAt: Date.now(), identities: { phone: phoneOf(6) } };
    await sendFacts(page, [{ ...fact, payload: { note: 'rang 13655554444' } }]);
    const openTimeline = async (own: Page) => {
      await own.goto(`/members?q=${phoneOf(6)}`);
      await own.getByRole('table').getByRole('link').first().click();
      await own.getByRole('tab', { name: 'Timeline' }).click();
      await own.getByText('call.made').first().waitFor({ timeout: patienceMs });
      await own.getByText('Payload').first().click();
      return own.getByRole('region', { name: 'Timeline' });
    };
    const masked = await openTimeline(viewer);
    expect(await masked.textContent()).toContain('rang ••••4444');
    const closed = masked.getByRole('button', { name: 'Show in clear' });
    expect([await closed.isDisabled(), await closed.getAttribute('aria-description')]).toEqual([
      true,
      expect.stringMatching(refusal),
    ]);
    const timeline = await openTimeline(operator);
    expect(await timeline.textContent()).not.toContain('13655554444');
    await timeline.getByRole('button', { name: 'Show in clear' }).click();
    const dialog = operator.getByRole('dialog', { name: 'Show the timeline in clear' });
    await dialog.getByLabel('Reason').fill('She asks who rang');
    await dialog.getByRole('button', { name: 'Show in clear' }).click();
    await expect.poll(() => timeline.textContent(), { timeout: patienceMs }).toContain('rang 13655554444');
    await operator.getByRole('tab', { name: 'Summary' }).click();
    await operator.getByRole('tab', { name: 'Timeline' }).click();
    await timeline.getByRole('button', { name: 'Show in clear' }).waitFor();
    expect(await timeline.textContent()).not.toContain('13655554444');
  });

  it('gives rejected rows out masked, and in clear for a reason', async () => {
    const rows = ['13655554444,c1', '13655554444,c2'].map((ids) => `${ids},p1,1,2.00,2026-03-01 10:00`);
    await page.goto('/data/imports');
    await page.locator('input[type=file]').setInputFiles({
      name: 'lines.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`order_id,customer_id,product_id,quantity,unit_price,ordered_at\n${rows.join('\n')}\n`),
    });
    await page.getByRole('button', { name: 'Check all rows' }).click();
    const given = page.getByRole('link', { name: 'Rejected rows (CSV)' });
    await given.waitFor({ timeout: patienceMs });
    const masked = await bytesOf(await downloadBy(page, () => given.click()));
    expect(masked.toString()).toContain('order ••••4444 belongs');
    await page.getByRole('button', { name: 'Rejected rows in clear' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rejected rows in clear' });
    await dialog.getByLabel('Reason').fill('To put the file right');
    const act = dialog.getByRole('button', { name: 'Rejected rows in clear' });
    const clear = await bytesOf(await downloadBy(page, () => act.click()));
    expect(clear.toString()).toContain('order 13655554444 belongs');
  });

  it('erases a member after saying what goes and what stays, and only by her id', async () => {
    const path = await openMember(page, phoneOf(5));
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Erase' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase the personal data of this member' });
    await dialog.getByText('Destroys 1 identity, 0 attributes').waitFor();
    await dialog.getByText('without a name: 2 purchases.', { exact: false }).waitFor();
    await dialog.getByLabel('Reason').fill('She asked to be forgotten');
    await dialog.getByLabel(/Type the member id/).fill('somebody else');
    await dialog.getByRole('button', { name: 'Erase' }).click();
    await dialog.locator('[aria-invalid=true]').first().waitFor();
    await dialog.getByLabel(/Type the member id/).fill(path.replace('/members/', ''));
    await dialog.getByRole('button', { name: 'Erase' }).click();
    await page.getByText('Erased: 1 identity, ', { exact: false }).waitFor();
    await page.getByText('The personal data of this member was erased', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: 'Reveal' }).isDisabled()).toBe(true);
    await opened.open(`/members?q=${phoneOf(5)}`);
    await page.getByText('Nobody has this name, phone', { exact: false }).waitFor();
  });

  it('shows what was merged, and takes a merge back', async () => {
    const both = { phone: [phoneOf(6), phoneOf(7)] };
    const payload = { orderId: 'O-both', amountMinor: 5000, currency: 'CNY' };
    await sendFacts(page, [
      { messageId: 'both', type: 'order.paid', occurredAt: Date.now(), identities: both, payload },
    ]);
    const path = await openMember(page, phoneOf(6));
    await expect.poll(() => openMember(page, phoneOf(7)), { timeout: patienceMs }).toBe(path);
    await viewer.goto(`${path}?tab=merges`);
    const refused = viewer.getByRole('button', { name: 'Undo this merge' });
    await refused.waitFor();
    expect(await refused.isDisabled()).toBe(true);
    expect(await refused.getAttribute('aria-description')).toMatch(refusal);
    await page.getByRole('tab', { name: 'Identity' }).click();
    await page.getByRole('button', { name: 'Undo this merge' }).click();
    const dialog = page.getByRole('dialog', { name: 'Undo the merge of two members' });
    await dialog.getByRole('button', { name: 'Undo this merge' }).click();
    await dialog.locator('[aria-invalid=true]').first().waitFor();
    await dialog.getByLabel('Reason').fill('Two people, one till');
    await dialog.getByRole('button', { name: 'Undo this merge' }).click();
    await page.getByText('The merge was undone.').waitFor();
    await page.getByRole('cell', { name: 'Undone' }).waitFor();
    expect(await page.getByRole('button', { name: 'Undo this merge' }).count()).toBe(0);
    expect(await openMember(page, phoneOf(6))).not.toBe(await openMember(page, phoneOf(7)));
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const told = page.getByRole('listitem').filter({ hasText: /^.*Merge with member .* undone by / });
    await told.first().waitFor();
  });

  it('signs out, refuses a wrong password, and signs in with the right one to where the reader was going', async () => {
    await operator.goto('/settings/account');
    await operator.getByLabel('New password').fill('a long password');
    await operator.getByRole('button', { name: 'Set a password' }).click();
    await operator.getByText('The password is changed', { exact: false }).waitFor();
    await operator.getByLabel('Current password').waitFor();
    await operator.getByRole('button', { name: 'Account' }).click();
    await operator.getByRole('menuitem', { name: 'Sign out' }).click();
    await operator.waitForURL(/\/sign-in/);
    expect(await statusOf(operator, '/v1/session')).toBe(401);
    await operator.goto(membersIn('churned'));
    await operator.waitForURL(/\/sign-in\?next=/);
    await operator.getByLabel('E-mail').fill('operator@example.com');
    await operator.getByLabel('Password').fill('a wrong password');
    await operator.getByRole('button', { name: 'Sign in' }).click();
    await operator.getByRole('alert').first().waitFor();
    await operator.getByLabel('Password').fill('a long password');
    await operator.getByRole('button', { name: 'Sign in' }).click();
    await operator.waitForURL(/\/members\?condition=.*churned/);
    await operator.getByRole('heading', { name: `${expectedStages.churned} members` }).waitFor();
  });

  it('lets nobody in who was disabled, with the right password or with the session she had', async () => {
    await opened.open('/settings/users');
    const row = page.getByRole('row', { name: /operator@example\.com/ });
    await row.getByRole('button', { name: 'Disable' }).click();
    await row.getByRole('button', { name: 'Enable' }).waitFor();
    await operator.goto('/members');
    await operator.waitForURL(/\/sign-in/);
    await operator.getByLabel('E-mail').fill('operator@example.com');
    await operator.getByLabel('Password').fill('a long password');
    await operator.getByRole('button', { name: 'Sign in' }).click();
    await operator.getByRole('alert').first().waitFor();
    expect(new URL(operator.url()).pathname).toBe('/sign-in');
  });

  it('never threw in the page', () => {
    expect(opened.broken).toEqual([]);
  });
});

function membersIn(stage: string): string {
  const condition = JSON.stringify({ field: 'stage.main', operator: '=', value: stage });
  return `/members?condition=${encodeURIComponent(condition)}`;
}

/** Finds a member by phone, opens her and answers her path. */
async function openMember(page: Page, number: string): Promise<string> {
  await page.goto(`/members?q=${number}`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

async function downloadBy(page: Page, act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return download;
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** What the server itself answers, whatever the page disables: to a question, or to an act where there is a body. */
function statusOf(page: Page, path: string, body?: object): Promise<number> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return page.evaluate(
    async ([address, sent]) => {
      const answer = await fetch(address, { ...sent, headers: { 'content-type': 'application/json' } });
      return answer.status;
    },
    [path, init] as const,
  );
}
