import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/**
 * The flags keep the browser from asking the network for anything but the page under test (updates, sync, QUIC probes),
 * and let it run as root in a container, where neither its sandbox nor a GPU is to be had.
 */
const flags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the machine's Chromium, headless: the one in CHROMIUM_PATH, or Debian's. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`No Chromium at ${executablePath}: "apt-get install chromium", or set CHROMIUM_PATH.`);
  }
  return chromium.launch({ executablePath, args: [...flags], timeout: 60_000 });
}
