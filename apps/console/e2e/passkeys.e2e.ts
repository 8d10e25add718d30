import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { chromiumPath, launchBrowser } from './browser.ts';
import { findFreePort, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { desktop, firstAdministrator, nameFirstAdministrator, phone } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of passkeys are skipped.\n');
}

describe.skipIf(chromiumPath === undefined)('a passkey in a browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  const broken: string[] = [];

  beforeAll(async () => {
    server = await startServerProcess({ port: await findFreePort() });
    browser = await launchBrowser();
    const context = await browser.newContext({
      viewport: desktop,
      locale: 'en-US',
      baseURL: server.url,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.on('pageerror', (error) => broken.push(error.message));
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto(server.signInUrl);
    await nameFirstAdministrator(page);
    await entered();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const entered = () => page.getByRole('heading', { name: 'Overview' }).waitFor();
  const openAccount = async () => {
    await page.goto('/settings/account');
    await page.getByRole('heading', { name: 'Second factor' }).waitFor();
  };
  async function signOut(): Promise<void> {
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  }

  it('is not in the way before there is one: no other session to end, and a table that fits a phone', async () => {
    await openAccount();
    expect(await page.getByRole('button', { name: /^End \d/ }).count()).toBe(0);
    await page.setViewportSize(phone);
    const table = page.getByRole('table', { name: 'Open sessions' });
    await table.waitFor();
    const hidden = await table.evaluate((element) => element.scrollWidth - (element.parentElement?.clientWidth ?? 0));
    expect(hidden).toBeLessThanOrEqual(0);
    await page.setViewportSize(desktop);
  });

  it('is set up under a name, which can be another, and brings recovery codes', async () => {
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name of the passkey').fill('Laptop');
    await expectAccessible(page, [desktop, phone]);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Keep these recovery codes').waitFor();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'Rename Laptop' }).click();
    await page.getByLabel('New name of Laptop').fill('Old laptop');
    await expectAccessible(page, [desktop, phone]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Remove Old laptop' }).waitFor();
    await expectAccessible(page, [desktop, phone]);
  });

  it('signs in without a password', async () => {
    await signOut();
    await expectAccessible(page, [desktop, phone]);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await entered();
  });

  it('is the second step after the password', async () => {
    await signOut();
    await page.getByLabel('E-mail').fill(firstAdministrator.email);
    await page.getByLabel('Password').fill(firstAdministrator.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Confirm with your passkey that it is you.').waitFor();
    await expectAccessible(page, [desktop, phone]);
    await page.getByRole('button', { name: 'Use the passkey' }).click();
    await entered();
  });

  it('is spoken of in Chinese, on a phone too, and removed', async () => {
    await openAccount();
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await page.getByRole('button', { name: '添加通行密钥' }).click();
    await page.getByLabel('通行密钥名称').waitFor();
    await expectAccessible(page, [desktop, phone]);
    await page.getByRole('button', { name: '移除 Old laptop' }).click();
    await expect.poll(() => page.getByRole('button', { name: '移除 Old laptop' }).count()).toBe(0);
    expect(broken).toEqual([]);
  });
});
