import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { chromiumPath, launchBrowser } from './browser.ts';
import { startCompanyProcess } from './company-process.ts';
import type { CompanyProcess } from './company-process.ts';
import { findFreePort, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { desktop, firstAdministrator, nameFirstAdministrator, phone } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of a provider are skipped.\n');
}

describe.skipIf(chromiumPath === undefined)('signing in by a company’s provider in a browser', () => {
  let company: CompanyProcess;
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    const port = await findFreePort();
    company = await startCompanyProcess(`http://localhost:${port}`);
    server = await startServerProcess({
      port,
      environment: {
        PERENNIAL_OIDC_ISSUER: company.issuer,
        PERENNIAL_OIDC_CLIENT_ID: company.clientId,
        PERENNIAL_OIDC_CLIENT_SECRET: company.clientSecret,
        PERENNIAL_OIDC_NAME: 'Company',
        PERENNIAL_OIDC_SCOPES: 'openid email profile groups',
        PERENNIAL_OIDC_ROLES: '{"crm-admins":"administrator"}',
        PERENNIAL_OIDC_EMAIL_DOMAINS: 'example.com',
        PERENNIAL_OIDC_ACCOUNTS: 'automatic',
        PERENNIAL_OIDC_ONLY: 'true',
        PERENNIAL_OIDC_EMERGENCY_ACCOUNTS: firstAdministrator.email,
      },
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await company?.stop();
  });

  async function openPage(path: string, locale = 'en-US'): Promise<Page> {
    const context = await browser.newContext({
      viewport: desktop,
      locale,
      baseURL: server.url,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  it('keeps a door for emergencies, which is not shown at first', async () => {
    const page = await openPage(server.signInUrl);
    await nameFirstAdministrator(page);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    const again = await openPage('/sign-in');
    await again.getByRole('button', { name: 'Sign in with Company' }).waitFor();
    expect(await again.getByLabel('Password').count()).toBe(0);
    await expectAccessible(again, [desktop, phone]);
    await again.getByRole('button', { name: 'Another way, for emergencies' }).click();
    await expectAccessible(again, [desktop, phone]);
    await again.getByLabel('E-mail').fill(firstAdministrator.email);
    await again.getByLabel('Password').fill(firstAdministrator.password);
    await again.getByRole('button', { name: 'Sign in', exact: true }).click();
    await again.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  it('leads there and back to where one was going, and signs out at both', async () => {
    const page = await openPage('/settings/account');
    await page.getByRole('button', { name: 'Sign in with Company' }).click();
    await page.getByRole('button', { name: 'mei' }).click();
    await page.getByRole('button', { name: 'agree' }).click();
    await page.getByText('mei@example.com').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/settings/account');
    await page.getByRole('heading', { name: 'Sign-in with Company' }).waitFor();
    await page.getByText(company.issuer).waitFor();
    await expectAccessible(page, [desktop, phone]);
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(`${company.issuer}/**`);
  });

  it('says in words, in both languages, that the provider refused or knows no role', async () => {
    const page = await openPage('/sign-in');
    await page.getByRole('button', { name: 'Sign in with Company' }).click();
    await page.getByRole('button', { name: 'refuse' }).click();
    await page.getByText('The provider did not let you in').waitFor();
    expect(await page.getByText('555-0100').count()).toBe(0);
    await expectAccessible(page, [desktop, phone]);
    const chinese = await openPage('/sign-in', 'zh-CN');
    await chinese.getByRole('button', { name: '使用 Company 登录' }).click();
    await chinese.getByRole('button', { name: 'stranger' }).click();
    await chinese.getByRole('button', { name: 'agree' }).click();
    await chinese.getByText('身份提供方未给您分配角色').waitFor();
    await expectAccessible(chinese, [desktop, phone]);
  });
});
