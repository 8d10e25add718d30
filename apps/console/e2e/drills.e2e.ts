import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from './browser.ts';
import { clickCanvas, differenceOf, findDrills, readListed, someOfEachKind } from './drills.ts';
import type { FoundDrill } from './drills.ts';
import { openDemoConsole, patienceMs, sendFacts } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of figures are skipped.\n');
}

const dayMs = 86_400_000;
const members = 250;
const day = (daysAgo: number) => new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10);
const longMs = 900_000;

describe.skipIf(chromiumPath === undefined)('a figure that can be clicked', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openDemoConsole(members);
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
    await waitForFigures();
    await sendFacts(page, [...arriving(), ...quarantined()]);
  });

  afterAll(() => opened?.close());

  /** Until all of the demo is in the lens. */
  async function waitForFigures(): Promise<void> {
    await vi.waitFor(async () => expect(await countNow()).toBeGreaterThan(members * 0.8), {
      timeout: 120_000,
      interval: 500,
    });
  }

  function countNow(): Promise<number> {
    return page.evaluate(async () => {
      const answer = await fetch('/v1/members?limit=1');
      const { count }: { count: number } = await answer.json();
      return count;
    });
  }

  /** Every page that the navigation and the tabs of areas lead to. */
  async function pagesOfConsole(): Promise<readonly string[]> {
    await opened.open('/overview');
    const areas = await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    const pages = new Set<string>(areas);
    for (const area of areas) {
      await opened.open(area);
      const tabs = page.getByRole('tab');
      for (let index = 0; index < (await tabs.count()); index += 1) {
        await tabs.nth(index).click();
        await page.waitForTimeout(0);
        const { pathname, search } = new URL(page.url());
        pages.add(pathname + search);
      }
    }
    return [...pages];
  }

  async function drillsOf(paths: readonly string[]): Promise<readonly FoundDrill[]> {
    const found: FoundDrill[] = [];
    for (const path of paths) {
      await opened.open(path);
      found.push(...(await findDrills(page)));
    }
    return found;
  }

  async function differences(drills: readonly FoundDrill[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (const drill of drills) found.push(...(await differenceOf(page, drill)));
    return found;
  }

  it('opens just what it counted, of every kind on every page', { timeout: longMs }, async () => {
    const drills = await drillsOf(await pagesOfConsole());
    const on = (path: string) => drills.filter((drill) => drill.page.startsWith(path)).length;
    expect(on('/overview')).toBeGreaterThan(60);
    expect(on('/data/quarantine')).toBeGreaterThan(0);
    expect(await differences(someOfEachKind(drills, 12))).toEqual([]);
  });

  it('does so while facts arrive, also of a past day and of other periods', { timeout: longMs }, async () => {
    const drills = await drillsOf([
      '/overview?days=7',
      `/overview?asOf=${day(40)}`,
      `/overview?asOf=${day(3)}&days=90`,
      '/overview',
      '/data/quarantine',
    ]);
    const before = await countNow();
    await sendFacts(page, [...arriving(), ...further(), ...quarantined()]);
    await vi.waitFor(async () => expect(await countNow()).toBeGreaterThan(before), { timeout: 60_000, interval: 250 });
    // What came in between concerns all figures of a kind alike.
    expect(await differences(someOfEachKind(drills, 3))).toEqual([]);
  });

  it(
    'opens the same from the picture of a chart, and nothing there looks clickable that is not',
    { timeout: longMs },
    async () => {
      for (const name of [
        'Members by stage over time',
        'New, reactivated, lost',
        'Who changes stage next',
        'Flows between stages',
      ]) {
        await opened.open('/overview');
        const addresses = await clickCanvas(page, page.getByRole('region', { name }), 2);
        expect(addresses.length, name).toBeGreaterThan(0);
        for (const address of addresses) {
          await page.goto(address);
          expect(await readListed(page), address).toBeGreaterThan(0);
        }
      }
      await opened.open('/overview');
      const sales = page.getByRole('region', { name: 'Sales of members and anonymous sales' });
      expect(await clickCanvas(page, sales, 1)).toEqual([]);
      expect(opened.broken).toEqual([]);
    },
  );
});

let serial = 0;
let people = 0;

function phoneOf(person: number): string {
  return `1390013${String(7000 + person)}`;
}

interface Told {
  readonly type: string;
  readonly phone: string;
  readonly daysAgo: number;
  readonly payload: object;
}

function told({ type, phone, daysAgo, payload }: Told) {
  serial += 1;
  return {
    messageId: `meanwhile-${serial}`,
    type,
    occurredAt: Date.now() - daysAgo * dayMs,
    channel: 'web',
    identities: { phone },
    payload,
  };
}

/** People who are new, and orders of now and of long ago that change what was known of past days. */
function arriving() {
  return Array.from({ length: 40 }, () => {
    people += 1;
    const index = people;
    const phone = phoneOf(index);
    const order = { orderId: `meanwhile-${index}`, amountMinor: 12_300, currency: 'CNY' };
    return [
      told({ type: 'member.registered', phone, daysAgo: 300 - index, payload: {} }),
      told({ type: 'order.paid', phone, daysAgo: index % 2 === 0 ? 0.001 : 20 + index * 3, payload: order }),
    ];
  }).flat();
}

/** Orders of people who were counted: what comes next of them is another. */
function further() {
  return Array.from({ length: 40 }, (_, index) => {
    const payload = { orderId: `further-${index}`, amountMinor: 4_500, currency: 'CNY' };
    return told({ type: 'order.paid', phone: phoneOf(index), daysAgo: index * 2, payload });
  });
}

/** Facts with something wrong in them. */
function quarantined() {
  const payload = { orderId: 'wrong', amountMinor: 'a lot' };
  return [1, 2, 3].map(() => told({ type: 'order.paid', phone: '13900139000', daysAgo: 1, payload }));
}
