import type { Locator, Page } from 'playwright-core';

/** A figure that can be clicked, found by its mark: a new one is found without a line here. */
export interface FoundDrill {
  readonly page: string;
  readonly figure: number;
  /** What the reader sees. */
  readonly text: string;
  readonly href: string;
}

/** Every drill of a page, in its charts by the rows behind them, which the canvas opens alike. */
export async function findDrills(page: Page): Promise<readonly FoundDrill[]> {
  await settle(page);
  const rows = page.getByRole('button', { name: 'Show rows' });
  while ((await rows.count()) > 0) await rows.first().click();
  const found = await drillsIn(page);
  const further: FoundDrill[] = [];
  // What stands behind another choice of the same panel.
  for (const choice of await page.locator('.panel .ant-segmented-item:not(.ant-segmented-item-selected)').all()) {
    await choice.click();
    further.push(...(await drillsIn(page)));
  }
  return [...new Map([...found, ...further].map((one) => [one.href, one])).values()];
}

function drillsIn(page: Page): Promise<readonly FoundDrill[]> {
  return page.locator('[data-drill]').evaluateAll((links) =>
    links.map((link) => ({
      page: location.pathname + location.search,
      figure: Number(link.getAttribute('data-drill')),
      text: (link.textContent ?? '').replaceAll(/\s+/gu, ' '),
      href: link.getAttribute('href') ?? '',
    })),
  );
}

/** Until every panel has its figures. */
async function settle(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
  await page.waitForLoadState('networkidle');
}

/** Opens an address; a list of members as a link within the console does, without a page load each. */
async function follow(page: Page, href: string): Promise<void> {
  // The ladder of levels has asked for its lists already: within the console they would be shown without being asked for again.
  if (!href.startsWith('/members?') || href.includes('condition=')) {
    await page.goto(href);
    return;
  }
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/v1/members');
  await page.evaluate((address) => {
    history.pushState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
  }, href);
  const { count }: { count: number } = await (await answered).json();
  // Until then the list before may still stand there.
  await page.locator(`[data-listed="${count}"]`).waitFor();
}

/** What the list says that it has, once it is there: by its mark and in its title. */
export async function readListed(page: Page): Promise<number> {
  const list = page.locator('[data-listed]');
  await list.waitFor();
  const listed = Number(await list.getAttribute('data-listed'));
  const title = (await list.locator('h2').textContent()) ?? '';
  return title.includes(listed.toLocaleString('en-US')) ? listed : Number.NaN;
}

/** So many of each kind of figure of each page, well spread over them: those of a kind are made and listed by the same words. */
export function someOfEachKind(drills: readonly FoundDrill[], most: number): readonly FoundDrill[] {
  const kinds = new Map<string, FoundDrill[]>();
  for (const drill of drills) {
    const kind = kindOf(drill);
    kinds.set(kind, [...(kinds.get(kind) ?? []), drill]);
  }
  return [...kinds.values()].flatMap((alike) => {
    const every = Math.ceil(alike.length / most);
    return alike.filter((_, index) => index % every === 0);
  });
}

/** Alike are figures of one page that open one list by the same fields, whatever they ask of them. */
function kindOf({ page, href }: FoundDrill): string {
  const { pathname, searchParams } = new URL(href, 'http://console.invalid');
  const fields = [...(searchParams.get('condition') ?? '').matchAll(/"(?:field|operator)":"([^"]*)"/gu)].map(
    ([, word]) => word,
  );
  return JSON.stringify([page, pathname, [...searchParams.keys()], fields]);
}

/** Says of a drill what is not so; nothing where the figure, its text and the list that it opens agree. */
export async function differenceOf(page: Page, { figure, text, href, page: from }: FoundDrill): Promise<string[]> {
  if (!text.includes(figure.toLocaleString('en-US'))) return [`${from}: "${text}" does not say ${figure}`];
  await follow(page, href);
  const listed = await readListed(page);
  return listed === figure ? [] : [`${from}: ${figure} opens ${listed} (${href})`];
}

/** What clicks into a picture open, wherever it looks as if it could be clicked: at most so many addresses. */
export async function clickCanvas(page: Page, panel: Locator, openedMax: number): Promise<readonly string[]> {
  const from = page.url();
  const opened = new Set<string>();
  for (let step = 0; step < placesTried && opened.size < openedMax; step += 1) {
    const canvas = panel.locator('canvas');
    await canvas.waitFor();
    // The pointer reaches only what is in the window.
    await canvas.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
    const box = await canvas.boundingBox();
    if (box === null) break;
    const [x, y] = placeAt(step);
    const at = { x: box.x + x * box.width, y: box.y + y * box.height };
    await page.mouse.move(at.x - 1, at.y);
    await page.mouse.move(at.x, at.y);
    if (!(await looksClickable(panel))) continue;
    await page.mouse.click(at.x, at.y);
    // Where the page was still being laid out, the bar is no longer where it was.
    if (!(await hasLeft(page, from))) continue;
    opened.add(page.url());
    await page.goBack();
    await settle(page);
  }
  return [...opened];
}

function hasLeft(page: Page, from: string): Promise<boolean> {
  return page
    .waitForURL((url) => url.href !== from, { timeout: 3_000, waitUntil: 'commit' })
    .then(() => true)
    .catch(() => false);
}

function looksClickable(panel: Locator): Promise<boolean> {
  return panel
    .locator('.chart-canvas')
    .evaluate((element) => [...element.children].some((child) => getComputedStyle(child).cursor === 'pointer'));
}

const placesTried = 150;

/** Well spread over a picture, wherever its bars are. */
function placeAt(step: number): readonly [x: number, y: number] {
  return [0.06 + ((step * 0.3819) % 1) * 0.92, 0.14 + ((step * 0.7548) % 1) * 0.74];
}
