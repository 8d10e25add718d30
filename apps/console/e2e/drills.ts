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

/** What the list says that it has, once it is there: by its mark and in its title. */
export async function readListed(page: Page): Promise<number> {
  const list = page.locator('[data-listed]');
  await list.waitFor();
  const listed = Number(await list.getAttribute('data-listed'));
  const title = (await list.locator('h2').textContent()) ?? '';
  return title.includes(listed.toLocaleString('en-US')) ? listed : Number.NaN;
}

/** Says of a drill what is not so; nothing where the figure, its text and the list that it opens agree. */
export async function differenceOf(page: Page, { figure, text, href, page: from }: FoundDrill): Promise<string[]> {
  if (!text.includes(figure.toLocaleString('en-US'))) return [`${from}: "${text}" does not say ${figure}`];
  await page.goto(href);
  const listed = await readListed(page);
  return listed === figure ? [] : [`${from}: ${figure} opens ${listed} (${href})`];
}

/** A place of a canvas that looks as if it could be clicked, with what a click on it opens; each address once. */
export async function clickCanvas(page: Page, panel: Locator, from: string): Promise<readonly string[]> {
  const opened = new Set<string>();
  for (let step = 0; step < placesTried; step += 1) {
    const canvas = panel.locator('canvas');
    await canvas.waitFor();
    const box = await canvas.boundingBox();
    if (box === null) break;
    const [x, y] = placeAt(step);
    await page.mouse.move(box.x + x * box.width - 2, box.y + y * box.height);
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
    if (
      (await panel
        .locator('.chart-canvas > div')
        .first()
        .evaluate((element) => element.style.cursor)) !== 'pointer'
    )
      continue;
    await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
    await page.waitForURL((url) => url.pathname !== '/overview');
    opened.add(page.url());
    await page.goto(from);
    await settle(page);
  }
  return [...opened];
}

const placesTried = 12;

/** Well spread over a picture, wherever its bars are. */
function placeAt(step: number): readonly [x: number, y: number] {
  return [0.08 + ((step * 0.382) % 1) * 0.86, 0.25 + ((step * 0.618) % 1) * 0.6];
}
