import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFindings } from './browser.ts';

/** Expects no serious accessibility finding and no scrolling sideways at each width, of a page as it stands, whatever was typed. */
export async function expectAccessible(
  page: Page,
  sizes: readonly { readonly width: number; readonly height: number }[],
): Promise<void> {
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  if (before !== null) await page.setViewportSize(before);
}
