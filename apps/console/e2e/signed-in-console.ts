import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { createBrand, expectedStages, membersTotal, phoneOf } from './brand.ts';
import { launchBrowser } from './browser.ts';
import { startServerProcess } from './server-process.ts';
import type { ServerProcess, ServerProcessOptions } from './server-process.ts';

/** How long a page may take on a machine that is busy with other things. */
export const patienceMs = 15_000;
export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** A real server of its own with the brand in it, and its first administrator signed in at a desk, in English. */
export interface SignedInConsole {
  readonly server: ServerProcess;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What was thrown in the page and not caught. */
  readonly broken: readonly string[];
  /** Goes to a page and waits for its title. */
  readonly open: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Which data folder, and under which variables, unless a new one under those of this process. */
type OpenOptions = Pick<ServerProcessOptions, 'data' | 'environment'>;

export async function openSignedInConsole(options: OpenOptions = {}): Promise<SignedInConsole> {
  const opened = await openConsole(options);
  try {
    await sendBrand(opened.page);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The same with a demo of so many members in the place of the brand. */
export function openDemoConsole(demoMembers: number): Promise<SignedInConsole> {
  return openConsole({ demoMembers });
}

async function openConsole(options: ServerProcessOptions): Promise<SignedInConsole> {
  const server = await startServerProcess(options);
  try {
    return await signIn(server, await launchBrowser());
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function signIn(server: ServerProcess, browser: Browser): Promise<SignedInConsole> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: 'en-US',
    baseURL: server.url,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  await page.goto(server.signInUrl);
  await nameFirstAdministrator(page);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const open = async (path: string) => {
    await page.goto(path);
    await page.locator('main h1').waitFor();
  };
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return { server, browser, context, page, broken, open, close };
}

/** Who the first administrator of every browser test is. */
export const firstAdministrator = { name: 'Anna', email: 'anna@example.com', password: 'violet lantern harbour' };

/** Fills the first screen of a new installation in. */
export async function nameFirstAdministrator(page: Page): Promise<void> {
  await page.getByLabel('Name').fill(firstAdministrator.name);
  await page.getByLabel('E-mail').fill(firstAdministrator.email);
  await page.getByLabel('Password').fill(firstAdministrator.password);
  await page.getByRole('button', { name: 'Begin' }).click();
}

/** A window of its own for a new user of this role, let in by a one-time link. */
export async function signInAs(opened: SignedInConsole, role: string, storeIds: readonly string[] = []): Promise<Page> {
  const user = { email: `${role}@example.com`, name: role, role, storeIds };
  const url = await opened.page.evaluate(async (body) => {
    const answer = await fetch('/v1/users', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const created: { link: { url: string } } = await answer.json();
    return created.link.url;
  }, user);
  const { pathname, search } = new URL(url);
  const context = await opened.browser.newContext({
    viewport: desktop,
    locale: 'en-US',
    baseURL: opened.server.url,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(pathname + search);
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
  return page;
}

/** Makes a write key in the name of who is signed in, and sends facts with it. */
export function sendFacts(signedIn: Page, facts: readonly unknown[]): Promise<void> {
  return signedIn.evaluate(async (body) => {
    const created = await fetch('/v1/keys', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'write', name: 'e2e', source: 'e2e' }),
    });
    const { secret }: { secret: string } = await created.json();
    await fetch('/v1/facts', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${secret}:`)}` },
      body: JSON.stringify(body),
    });
  }, facts);
}

/** Sends the brand, one fact that is wrong, and waits until all is folded and shown. */
async function sendBrand(signedIn: Page): Promise<void> {
  const wrong = {
    messageId: 'wrong-1',
    type: 'order.paid',
    occurredAt: Date.now(),
    identities: { phone: phoneOf(0) },
    payload: { orderId: 'W', amountMinor: 'a lot' },
  };
  await sendFacts(signedIn, [...createBrand(Date.now()), wrong]);
  await vi.waitFor(
    async () => {
      const counted = await signedIn.evaluate(async () => {
        const answer = await fetch('/v1/overview/stages');
        const body: { membersCount?: number; stages?: { stage: string; count: number }[] } = await answer.json();
        return [body.membersCount, body.stages?.find(({ stage }) => stage === 'active')?.count];
      });
      expect(counted).toEqual([membersTotal, expectedStages.active]);
    },
    { timeout: 60_000, interval: 250 },
  );
}
