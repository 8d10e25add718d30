import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phoneOf } from './brand.ts';
import { chromiumPath } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { openSignedInConsole, patienceMs, phone, sendFacts, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of the till are skipped.\n');
}

const dayMs = 86_400_000;

describe.skipIf(chromiumPath === undefined)('a member at the till', () => {
  let opened: SignedInConsole;
  let page: Page;
  let path: string;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
    await page.evaluate(async () => {
      const put = (where: string, items: readonly object[]) =>
        fetch(where, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ items }),
        });
      await put('/v1/stores', [{ storeId: 'SH01', name: 'Bund store', region: '', channel: '' }]);
      const blank = { categoryPath: [], brand: '', priceMinor: null, marginMinor: null };
      await put('/v1/products', [{ productId: 'm1', name: 'Clay mask', ...blank }]);
    });
    const visit = { channel: 'store', storeId: 'SH01', identities: { phone: phoneOf(0) } };
    const lines = [
      { productId: 's1', name: 'Night serum', quantity: 1, amountMinor: 20_000 },
      { productId: 'm1', quantity: 2, amountMinor: 5_000 },
    ];
    await sendFacts(page, [
      {
        ...visit,
        messageId: 'till-1',
        type: 'order.paid',
        occurredAt: Date.now() - 2 * dayMs,
        payload: { orderId: 'T-1', amountMinor: 25_000, currency: 'CNY', lines },
      },
      {
        ...visit,
        messageId: 'till-2',
        type: 'order.refunded',
        occurredAt: Date.now() - dayMs,
        payload: { orderId: 'T-1', refundId: 'R-1', amountMinor: 5_000, currency: 'CNY' },
      },
    ]);
    await page.goto(`/members?q=${phoneOf(0)}`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
    path = new URL(page.url()).pathname;
    await untilShown('¥400.00');
  });
  afterAll(() => opened?.close());

  /** Until what was sent is folded. */
  async function untilShown(text: string): Promise<void> {
    const shown = page.getByRole('region', { name: 'At a glance' }).getByText(text);
    const end = Date.now() + 4 * patienceMs;
    do await opened.open(path);
    while (!(await isSoon(shown)) && Date.now() < end);
    await shown.waitFor();
  }

  it('answers on the first screen of a phone: who, stage, last visit, spend, what she likes', async () => {
    const staff = await signInAs(opened, 'store_staff', ['SH01']);
    await staff.setViewportSize(phone);
    await staff.goto(path);
    const glance = staff.getByRole('region', { name: 'At a glance' });
    const navigation = staff.getByRole('navigation', { name: 'Main navigation' });
    const top = (await navigation.boundingBox())?.y ?? 0;
    // Two orders of the brand at 100.00, and 250.00 of which 50.00 went back.
    const answers = [
      staff.getByRole('heading', { level: 1, name: '138••••8000' }),
      staff.locator('.member-now strong').getByText('Active'),
      glance.getByText('2 days ago'),
      glance.getByText('¥400.00'),
      glance.getByText('3 purchases'),
      glance.getByText('Night serum'),
      glance.getByText('Clay mask'),
    ];
    for (const answer of answers) {
      await answer.waitFor();
      const box = await answer.boundingBox();
      expect(box, String(answer)).not.toBeNull();
      expect((box?.y ?? Infinity) + (box?.height ?? 0), String(answer)).toBeLessThanOrEqual(
        Math.min(top, phone.height),
      );
    }
    expect(await staff.evaluate(() => scrollY)).toBe(0);
    await staff.context().close();
  });

  it('shows what orders came to, what was given back, what was bought and where, by name', async () => {
    await opened.open(`${path}?tab=timeline`);
    const row = (text: string) => page.locator('.timeline > li').filter({ hasText: text });
    await row('Order paid').first().getByText('¥250.00').waitFor();
    expect(await row('¥250.00').textContent()).toMatch(/Night serum, Clay mask .*Bund store/);
    expect(await row('¥50.00').textContent()).toContain('refunded');
    await opened.open(`${path}?tab=orders`);
    const order = page.getByRole('row', { name: /T-1/ });
    expect(await order.textContent()).toMatch(/Night serum.*Clay mask ×2.*store · Bund store/);
  });

  it('is sound at a desk and on a phone', async () => {
    await expectSoundAtDeskAndOnPhone(opened, path, (shown) => shown.getByText('Night serum').waitFor());
  });
});

function isSoon(shown: Locator): Promise<boolean> {
  return shown.waitFor({ timeout: 1_000 }).then(
    () => true,
    () => false,
  );
}
