import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFindings } from './browser.ts';
import { desktop, phone } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

const windows = [
  { viewport: desktop, locale: 'en-US', colorScheme: 'light' },
  { viewport: phone, locale: 'zh-CN', colorScheme: 'dark' },
] as const;

/**
 * Opens a page in English and light at a desk and in Chinese and dark on a phone, and expects no serious accessibility finding and no
 * scrolling sideways once `settled` resolves.
 */
export async function expectSoundAtDeskAndOnPhone(
  { browser, context, server }: SignedInConsole,
  path: string,
  settled: (page: Page) => Promise<void>,
): Promise<void> {
  const { cookies } = await context.storageState();
  for (const window of windows) {
    const own = await browser.newContext({
      ...window,
      baseURL: server.url,
      // Without what the signed-in window remembers of language and theme.
      storageState: { cookies, origins: [] },
      reducedMotion: 'reduce',
    });
    const page = await own.newPage();
    await page.goto(path);
    await settled(page);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await own.close();
  }
}
