import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { phoneOf } from './brand.ts';
import { chromiumPath, seriousFindings } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { openSignedInConsole, patienceMs, phone, sendFacts, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of quarantine are skipped.\n');
}

/** Two facts that name her and somebody else, and one in which she stands without an identity. */
const erased = '13700130001';
const name = '欧阳海棠';
const broken = (messageId: string, identities: object) => ({
  messageId,
  type: 'order.paid',
  occurredAt: Date.now(),
  identities,
  payload: { orderId: messageId, amountMinor: 'a lot', remark: `${name} ${erased}` },
});

const scrollsSideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** What stands in a dialog reaches neither beyond it nor beyond the window. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.ant-modal *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120)),
  );

describe.skipIf(chromiumPath === undefined)('quarantine', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    await sendFacts(page, [
      { ...broken('seen', { phone: erased }), type: 'store.visited', payload: {} },
      broken('m-1', { phone: [erased, phoneOf(1)] }),
      broken('m-2', { phone: [erased, phoneOf(2)] }),
      broken('m-3', { phone: phoneOf(3) }),
    ]);
    await eraseByApi(page, erased);
  });

  afterAll(() => opened?.close());

  async function openFact(own: Page, title: string, label: string) {
    await own.goto('/data/quarantine');
    await own.getByRole('table', { name: label, exact: true }).getByRole('link').first().click();
    const dialog = own.getByRole('dialog', { name: title });
    await dialog.getByRole('textbox').waitFor();
    return dialog;
  }

  it('shows no personal value of a fact until it is revealed, and then until the dialog is closed', async () => {
    const dialog = await openFact(page, 'Repair a fact', 'Quarantine');
    const body = dialog.getByRole('textbox', { name: 'Body of the fact (JSON)' });
    expect(await body.inputValue()).not.toMatch(/1370013|1380013\d{4}|欧阳/);
    expect(await dialog.getByRole('button', { name: 'Repair and send' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Show in clear' }).click();
    const asked = page.getByRole('dialog', { name: 'Show a fact in clear' });
    await asked.getByLabel('Reason').fill('to repair it');
    await asked.getByRole('button', { name: 'Show in clear' }).click();
    await expect.poll(() => body.inputValue(), { timeout: patienceMs }).toContain('a lot');
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    await dialog.waitFor({ state: 'detached' });
    const again = await openFact(page, 'Repair a fact', 'Quarantine');
    expect(await again.getByRole('textbox').inputValue()).not.toContain('a lot');
    expect(opened.broken).toEqual([]);
  });

  it('lets a repair that was not taken be typed on and sent again', async () => {
    const dialog = await openFact(page, 'Repair a fact', 'Quarantine');
    const body = dialog.getByRole('textbox', { name: 'Body of the fact (JSON)' });
    await dialog.getByRole('button', { name: 'Show in clear' }).click();
    const asked = page.getByRole('dialog', { name: 'Show a fact in clear' });
    await asked.getByLabel('Reason').fill('to repair it');
    await asked.getByRole('button', { name: 'Show in clear' }).click();
    await asked.waitFor({ state: 'detached' });
    const sent = await body.inputValue();
    const send = dialog.getByRole('button', { name: 'Repair and send' });
    await body.fill(sent.replace('"a lot"', '"more"'));
    await send.click();
    await dialog.getByText('Still not accepted', { exact: false }).waitFor();
    expect(await body.inputValue()).toContain('"more"');
    await expect.poll(() => send.isDisabled(), { timeout: patienceMs }).toBe(false);
    await body.fill(sent.replace('"a lot"', '5000'));
    await send.click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('lists what was found when she was erased, and lets it be removed or kept by the keyboard alone', async () => {
    await opened.open('/data/mentions');
    const table = page.getByRole('table', { name: 'Found when erasing' });
    await expect.poll(() => table.getByRole('row').count(), { timeout: patienceMs }).toBe(4);
    expect(await table.textContent()).not.toMatch(/1370013|欧阳/);
    const first = table.getByRole('checkbox').first();
    await first.focus();
    await page.keyboard.press('Space');
    const keep = page.getByRole('button', { name: 'Somebody else’s: keep' });
    await keep.focus();
    await page.keyboard.press('Enter');
    const kept = page.getByRole('dialog', { name: 'Keep 1 fact' });
    await kept.getByLabel('Reason').focus();
    await page.keyboard.type('It is her sister’s');
    await page.keyboard.press('Enter');
    await page.getByText('1 fact was kept.').waitFor();
    await page.getByRole('heading', { name: '2 facts speak of erased members' }).waitFor();
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page.getByRole('button', { name: 'Hers: remove' }).click();
    const removed = page.getByRole('dialog', { name: 'Remove 2 facts for good' });
    await removed.getByRole('button', { name: 'Hers: remove' }).click();
    await removed
      .getByText(/required|enter/i)
      .first()
      .waitFor();
    await removed.getByLabel('Reason').fill('It is hers');
    await removed.getByRole('button', { name: 'Hers: remove' }).click();
    await page.getByText('2 facts were removed.').waitFor();
    await page.getByText('Nothing waits for a decision', { exact: false }).waitFor();
    expect(opened.broken).toEqual([]);
  });

  it('has no serious finding and scrolls nowhere sideways, at a desk and on a phone, with and without rows', async () => {
    const settled = (own: Page) => own.locator('main h1').waitFor();
    await expectSoundAtDeskAndOnPhone(opened, '/data/mentions', settled);
    await sendFacts(page, [
      { ...broken('seen-2', { phone: '13700130002' }), type: 'store.visited', payload: {} },
      broken('m-4', { phone: ['13700130002', phoneOf(4)] }),
    ]);
    await eraseByApi(page, '13700130002');
    await expectSoundAtDeskAndOnPhone(opened, '/data/mentions', async (own) => {
      await own.getByRole('table').getByRole('checkbox').first().waitFor();
      await own.getByRole('checkbox').first().check();
      await own.getByRole('button', { name: /Hers: remove|属于该会员/ }).click();
      await own.getByRole('dialog').getByRole('textbox').waitFor();
      expect(await cutOff(own)).toEqual([]);
    });
  });

  it('fits its dialogs into a phone, in Chinese too', async () => {
    const { cookies } = await opened.context.storageState();
    const own = await opened.browser.newContext({
      viewport: phone,
      locale: 'zh-CN',
      baseURL: opened.server.url,
      storageState: { cookies, origins: [] },
      reducedMotion: 'reduce',
    });
    const small = await own.newPage();
    const dialog = await openFact(small, '修复事件', '异常数据');
    expect(await cutOff(small)).toEqual([]);
    await dialog.getByRole('button', { name: '查看明文' }).click();
    await small.getByRole('dialog', { name: '查看事件明文' }).getByRole('textbox').waitFor();
    expect([await cutOff(small), await scrollsSideways(small), await seriousFindings(small)]).toEqual([[], 0, []]);
    await own.close();
  });

  it('stands in the audit log with who revealed it and why, found by the name of the act', async () => {
    await opened.open('/settings/audit');
    const filter = page.getByRole('combobox', { name: 'Action', exact: true });
    await filter.fill('Quarantined fact rev');
    await page.keyboard.press('Enter');
    const table = page.getByRole('table', { name: 'Audit log' });
    await expect.poll(() => table.getByRole('row').count(), { timeout: patienceMs }).toBe(3);
    expect(await table.textContent()).toMatch(/(?:Quarantined fact revealed.*to repair it.*){2}/);
    expect(await table.textContent()).not.toContain('Member erased');
  });

  it('is for an analyst to look at, masked, and neither to reveal nor to repair, nor to see what was found', async () => {
    const analyst = await signInAs(opened, 'analyst');
    const dialog = await openFact(analyst, 'A quarantined fact', 'Quarantine');
    expect(await dialog.getByRole('textbox').inputValue()).not.toMatch(/1370013|1380013\d{4}|欧阳/);
    for (const button of ['Show in clear', 'Repair and send']) {
      const act = dialog.getByRole('button', { name: button });
      expect([await act.isDisabled(), await act.getAttribute('aria-description')]).toEqual([
        true,
        expect.stringContaining('Yours is analyst'),
      ]);
    }
    await dialog.getByText('Yours is analyst', { exact: false }).waitFor();
    expect(await seriousFindings(analyst)).toEqual([]);
    expect(await analyst.getByRole('tab', { name: 'Found when erasing' }).count()).toBe(0);
    const asked: number[] = [];
    analyst.on(
      'response',
      (answer) => void (answer.url().includes('/v1/quarantine/mentions') && asked.push(answer.status())),
    );
    await analyst.goto('/data/mentions');
    await analyst.getByRole('heading', { level: 1 }).waitFor();
    expect(await analyst.getByRole('table', { name: 'Found when erasing' }).count()).toBe(0);
    expect(asked.every((status) => status === 403)).toBe(true);
    await analyst.context().close();
  });
});

/** Waits until she is found, and erases her; something of what was sent speaks of her. */
async function eraseByApi(page: Page, sought: string): Promise<void> {
  const mentions = await vi.waitFor(
    async () => {
      const found = await page.evaluate(async (q) => {
        const { items } = await (await fetch(`/v1/members/search?q=${q}`)).json();
        const memberId: string | undefined = items[0]?.member.id;
        if (memberId === undefined) return null;
        const erasing = await fetch(`/v1/members/${memberId}/erase`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ reason: 'asked by letter', confirm: memberId }),
        });
        const answer: { mentionsFound: number } = await erasing.json();
        return answer.mentionsFound;
      }, sought);
      expect(found).not.toBeNull();
      return found;
    },
    { timeout: patienceMs, interval: 250 },
  );
  expect(mentions).toBeGreaterThan(0);
}
