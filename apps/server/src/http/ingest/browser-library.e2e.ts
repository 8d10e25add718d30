import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIngestServer, testWriteKey, type IngestServer } from './testing/ingest-server.ts';

const chromiumPath = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);
if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the test of the browser library is skipped.\n');
}

const packageFolder = dirname(dirname(dirname(createRequire(import.meta.url).resolve('@segment/analytics-next'))));
const library = readFileSync(join(packageFolder, 'dist', 'umd', 'index.js'));
const arguments_ = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** A shop on an origin of its own, with the library as it is published. */
async function startShop(settings: () => unknown): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/library.js') return void response.setHeader('content-type', 'text/javascript').end(library);
    if (request.url !== '/') return void response.writeHead(204).end();
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Shop</title>
      <script src="/library.js"></script>
      <script>window.shop = AnalyticsNext.AnalyticsBrowser.load(${JSON.stringify(settings())})</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An internet socket has such an address.
  const { port } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${port}` };
}

describe.skipIf(chromiumPath === undefined)('the unmodified browser library of Segment', () => {
  let ingest: IngestServer;
  let browser: Browser;
  let shop: Awaited<ReturnType<typeof startShop>>;

  beforeAll(async () => {
    shop = await startShop(() => ({ writeKey: testWriteKey, cdnURL: ingest.url }));
    ingest = await startIngestServer({ browserOrigins: [shop.origin] });
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: arguments_ });
  });

  afterAll(async () => {
    await browser?.close();
    shop?.server.close();
    await ingest?.close();
  });

  it('fetches its settings, and delivers each call once from a page of a registered origin', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(shop.origin);
    await page.evaluate(`shop.page('Home').then(() => shop.identify('browser-user', { email: 'browser@shop.example' }))
      .then(() => shop.track('Order Completed', { order_id: 'B-1', total: '1,088.00', currency: 'CNY' }))
      .then(() => shop.track('Order Completed', { order_id: 'B-2', total: 'free' }))
      .then(() => shop.track('Song Played', { title: 'x' }))`);
    const types = async () =>
      (
        await ingest.database.rows<{ type: string }>(
          { name: 'test_types', text: 'select type from fact order by type' },
          [],
        )
      ).map(({ type }) => type);
    await vi.waitFor(
      async () => expect(await types()).toEqual(['attributes.changed', 'order.paid', 'page.viewed', 'song_played']),
      {
        timeout: 15_000,
        interval: 100,
      },
    );
    const kept = await ingest.ingestion.quarantine.store.list({ status: 'waiting', limit: 10 });
    expect(kept.map(({ reason }) => reason)).toEqual(['/properties/total: not an amount']);
    // A browser says of each answer of 4xx what it was; the library does not send the message again.
    expect(problems.filter((text) => !text.includes('422'))).toEqual([]);
    await page.close();
  });
});
