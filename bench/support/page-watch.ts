import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** What the script below notes in the page. Instants are milliseconds since the page began to load. */
export interface Watched {
  /** When the last input came, as the browser stamped it. */
  readonly inputAt: number;
  /** The first frame that shows any change after it. */
  readonly firstAt: number;
  /** The first frame after the last change of what the page shows. */
  readonly changedAt: number;
  /** When the page had its title and nothing was on its way any more. */
  readonly settledAt: number;
  /** Sum of the layout shifts that no input explains. */
  readonly shift: number;
  readonly scripts: number;
  readonly requests: number;
}

/** Nothing changes for so long: the page has settled. */
const restMs = 300;
const patienceMs = 60_000;
const pollMs = 25;

/**
 * Runs in every page before its own scripts. Written as text, because this folder is checked without the browser's types. The frame
 * after a change is asked for, so that what is measured ends where the reader sees it.
 */
export const watchScript = `(() => {
  const watch = { inputAt: 0, firstAt: 0, changedAt: 0, settledAt: 0, shift: 0 };
  globalThis.perennialWatch = watch;
  for (const type of ['pointerdown', 'click', 'keydown'])
    addEventListener(type, (event) => { if (event.isTrusted) { watch.inputAt = event.timeStamp; watch.firstAt = 0; } }, true);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) watch.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  const isShown = (record) => (record.target.closest ?? (() => null)).call(record.target, '#root, .ant-select-dropdown') !== null;
  const note = (records) => {
    if (!records.some((record) => isShown(record.target.nodeType === 1 ? record : { target: record.target.parentElement ?? {} }))) return;
    requestAnimationFrame(() => {
      watch.changedAt = performance.now();
      if (watch.firstAt === 0) watch.firstAt = watch.changedAt;
      if (document.querySelector('main h1') === null || document.querySelector('[aria-busy=true]') !== null) watch.settledAt = 0;
      else if (watch.settledAt === 0) watch.settledAt = watch.changedAt;
    });
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
})()`;

const readScript = `(() => {
  const entries = performance.getEntriesByType('resource');
  return {
    ...globalThis.perennialWatch,
    requests: entries.length + 1,
    scripts: entries.filter((entry) => entry.name.endsWith('.js')).length,
  };
})()`;

/** Waits until the page rests, and answers what was noted. */
export async function watchUntilRest(page: Page): Promise<Watched> {
  await untilTrue(
    page,
    `perennialWatch.settledAt > 0 && document.querySelector('[aria-busy=true]') === null &&
      performance.now() - Math.max(perennialWatch.changedAt, perennialWatch.inputAt) > ${restMs}`,
  );
  return page.evaluate<Watched>(readScript);
}

/** Milliseconds from an input to the frame that shows anything of it, and to the one that shows all that came of it. */
export interface InputTime {
  readonly firstMs: number;
  readonly allMs: number;
}

export async function timeInput(page: Page, act: () => Promise<void>): Promise<InputTime> {
  const before = await watchUntilRest(page);
  await act();
  await untilTrue(
    page,
    `perennialWatch.inputAt > ${before.inputAt} && perennialWatch.changedAt > perennialWatch.inputAt`,
  );
  const after = await watchUntilRest(page);
  return { firstMs: after.firstAt - after.inputAt, allMs: after.changedAt - after.inputAt };
}

/** Asked from outside, because the page's policy forbids it to evaluate text by itself. */
async function untilTrue(page: Page, expression: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await page.evaluate<boolean>(expression))) {
    if (performance.now() > deadline) throw new Error(`${page.url()} never came to rest`);
    await delay(pollMs);
  }
}
