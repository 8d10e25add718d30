import { createHmac } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { expectAccessible } from './accessible.ts';
import { desktop, firstAdministrator, openSignedInConsole, phone } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of signing in are skipped.\n');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator shows, so many steps of thirty seconds from now; written apart from the server's. */
function codeOf(secret: string, steps = 0): string {
  const bits = Array.from(secret, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(Math.floor(Date.now() / 30_000) + steps, 4);
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE((mac[19] ?? 0) & 15) & 0x7f_ff_ff_ff;
  return String(number % 1_000_000).padStart(6, '0');
}

describe.skipIf(chromiumPath === undefined)('signing in', () => {
  let opened: SignedInConsole;
  let page: Page;
  let secret = '';
  let recoveryCodes: string[] = [];

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
  });
  afterAll(() => opened?.close());

  const enter = (at: BrowserContext, locale = 'en') => enterByPassword(at, locale);
  const another = (locale = 'en-US') =>
    opened.browser.newContext({ viewport: desktop, locale, baseURL: opened.server.url, reducedMotion: 'reduce' });

  it('shows the reader who named herself, and where she is signed in', async () => {
    await opened.open('/settings/account');
    await page.getByText(firstAdministrator.email).first().waitFor();
    const sessions = page.getByRole('table', { name: 'Open sessions' });
    expect(await sessions.getByRole('row').count()).toBe(2);
    await sessions.getByText('this one').waitFor();
    await expectAccessible(page, [desktop, phone]);
  });

  it('refuses a password that is easy to guess, and says why', async () => {
    await page.getByLabel('Current password').fill(firstAdministrator.password);
    await page.getByLabel('New password').fill('perennial-2026');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('This password is too easy to guess').waitFor();
  });

  it('sets up an authenticator by its picture, and gives recovery codes once', async () => {
    await opened.open('/settings/account');
    await page.getByRole('button', { name: 'Add an authenticator' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('img', { name: /Picture with the secret/ }).waitFor();
    secret = ((await page.locator('.factor-setup code').first().textContent()) ?? '').replaceAll(/[^A-Z2-7]/g, '');
    await expectAccessible(page, [desktop, phone]);
    await page.getByLabel('Six digits').fill(codeOf(secret));
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('Keep these recovery codes').waitFor();
    recoveryCodes = await page.locator('.recovery-codes code').allTextContents();
    expect(recoveryCodes).toHaveLength(10);
    await expectAccessible(page, [desktop, phone]);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'New recovery codes (10 left)' }).waitFor();
  });

  it('asks for the code after the password, in both languages and at both widths', async () => {
    const context = await another();
    const stranger = await enter(context);
    await stranger.getByRole('heading', { name: 'One more step' }).waitFor();
    await expectAccessible(stranger, [desktop, phone]);
    // The next one: a code counts once, and a slow machine may be within the same thirty seconds still.
    await stranger.getByLabel('Code').fill(codeOf(secret, 1));
    await stranger.getByRole('button', { name: 'Sign in' }).click();
    await stranger.getByRole('heading', { name: 'Overview' }).waitFor();
    await context.close();
    const chinese = await another('zh-CN');
    const there = await enter(chinese, 'zh');
    await there.getByRole('heading', { name: '还差一步' }).waitFor();
    await there.getByRole('button', { name: '使用恢复码' }).click();
    await there.getByLabel('恢复码').fill(recoveryCodes[0] ?? '');
    await expectAccessible(there, [desktop, phone]);
    await there.getByRole('button', { name: /^登\s?录$/ }).click();
    await there.getByRole('navigation').first().waitFor();
    await chinese.close();
  });

  it('ends the other sessions by a button', async () => {
    await opened.open('/settings/account');
    await page.getByRole('button', { name: 'End 2 others' }).click();
    await expect.poll(() => page.getByRole('table', { name: 'Open sessions' }).getByRole('row').count()).toBe(2);
  });

  it('lets an administrator ask for a second factor by role, and see how somebody is signed in', async () => {
    await opened.open('/settings/users');
    await page.getByRole('checkbox', { name: 'Administrator' }).click();
    await expect.poll(() => page.getByRole('checkbox', { name: 'Administrator' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Access' }).first().click();
    const dialog = page.getByRole('dialog', { name: /is signed in$/ });
    await dialog.getByRole('table', { name: 'Open sessions' }).waitFor();
    await expectAccessible(page, [desktop, phone]);
    expect(opened.broken).toEqual([]);
  });
});

async function enterByPassword(context: BrowserContext, language: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  const isChinese = language === 'zh';
  await page.getByLabel(isChinese ? '邮箱' : 'E-mail').fill(firstAdministrator.email);
  await page.getByLabel(isChinese ? '密码' : 'Password').fill(firstAdministrator.password);
  await page.getByRole('button', { name: isChinese ? /^登\s?录$/ : 'Sign in' }).click();
  return page;
}
