import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readShippingLag, readFoldLag, type Database } from '@perennial/postgres';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { browserArguments, chromiumPath } from '@perennial/console/testing/browser';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './support/benchmark.ts';
import { buildMembers } from './support/built-members.ts';
import { mixText, phoneOf } from './support/facts.ts';
import { createInstallation, shardCount, type BenchInstallation, type BenchServer } from './support/installation.ts';
import { prepareLoad } from './support/load.ts';
import { timeInput, watchScript, watchUntilRest } from './support/page-watch.ts';
import type { InputTime } from './support/page-watch.ts';

const dayMs = 86_400_000;
/** Days since the only purchase, an eighth of the members each: the six stages change at 90, 180 and 365 days. */
const purchaseAges = [5, 30, 60, 85, 120, 200, 300, 400];
const root = join(import.meta.dirname, '..');
const pollMs = 250;

/** The console in a real browser, over as many members as a large brand has. */
export const benchmark = {
  name: 'console',
  description:
    'the first page with nothing in the cache, what jumps on it, and how long the console takes to answer an input',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  if (chromiumPath === undefined) {
    options.progress('no Chromium on this machine (CHROMIUM_PATH): not run');
    return { figures: [], conditions: { browser: 'absent, not run' } };
  }
  const members = options.isQuick ? 4_000 : 200_000;
  const facts = options.isQuick ? 2_000 : 40_000;
  buildConsole();
  const installation = await createInstallation();
  const profiles = mkdtempSync(join(tmpdir(), 'perennial-console-bench-'));
  try {
    const database = await installation.open();
    options.progress(`building ${members} members`);
    await build(installation, database, members);
    const server = await installation.start();
    options.progress(`sending ${facts} facts, and everything to the lens`);
    await send({ installation, server, database, members, facts });
    await database.close();
    const figures = await measure({ server, profiles, members, options });
    return {
      figures,
      conditions: { members, facts, mix: mixText, window: '1440 by 900', ages: purchaseAges.join(', ') },
    };
  } finally {
    await installation.remove();
    rmSync(profiles, { recursive: true, force: true });
  }
}

function buildConsole(): void {
  if (existsSync(join(root, 'apps/console/dist/index.html'))) return;
  const { status } = spawnSync(process.execPath, [join(root, 'tools/build.ts')], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the console could not be built');
}

/** Built members are in no log; touched, they reach the lens all the same. */
async function build(installation: BenchInstallation, database: Database, members: number): Promise<void> {
  const { context } = await installation.programs(database);
  const now = Date.now();
  const each = Math.ceil(members / purchaseAges.length);
  for (const [index, age] of purchaseAges.entries()) {
    await buildMembers({
      database,
      context,
      shardCount,
      members: each,
      firstMember: index * each,
      purchasedAt: now - age * dayMs,
      blind: installation.blind,
    });
  }
  await database.pool.query(
    'insert into lens_touch (shard, member_id, touched_at) select shard, id, $1::bigint from member',
    [now],
  );
}

interface Sending {
  readonly installation: BenchInstallation;
  readonly server: BenchServer;
  readonly database: Database;
  readonly members: number;
  readonly facts: number;
}

async function send({ installation, server, database, members, facts }: Sending): Promise<void> {
  const load = await prepareLoad({
    members,
    facts,
    factsPerBody: 500,
    seed: 1,
    startAt: Date.now() - dayMs,
    everyMs: (dayMs - 60_000) / facts,
    address: server.address,
    key: installation.writeKey,
    connections: 4,
    factsPerSecond: null,
  });
  await load.send();
  while ((await readFoldLag(database)).steps > 0 || (await waitingForLens(database)) > 0) await delay(pollMs);
}

async function waitingForLens(database: Database): Promise<number> {
  const lag = await readShippingLag(database);
  const { rows } = await database.pool.query<{ touched: string }>('select count(*) as touched from lens_touch');
  return lag.rows + Number(rows[0]?.touched ?? 0);
}

interface Measuring {
  readonly server: BenchServer;
  readonly profiles: string;
  readonly members: number;
  readonly options: BenchmarkOptions;
}

async function measure(measuring: Measuring): Promise<readonly Figure[]> {
  const signedIn = await openBrowser(join(measuring.profiles, 'signed-in'));
  try {
    return await measureIn(signedIn, measuring);
  } finally {
    await signedIn.close();
  }
}

async function measureIn(first: BrowserContext, measuring: Measuring): Promise<readonly Figure[]> {
  const { server, profiles, options } = measuring;
  const page = await first.newPage();
  const data = {
    token: new URL(server.signInUrl ?? '').searchParams.get('token'),
    email: 'bench@example.com',
    name: 'Bench',
    password: 'violet lantern harbour',
  };
  await first.request.post(`${server.address}/v1/session/first-administrator`, { data });
  await page.goto(server.address);
  await watchUntilRest(page);
  const cookies = await first.cookies();
  options.progress('first pages, each in a new profile');
  const cold: Cold[] = [];
  for (let at = 0; at < 2 * options.repetitions + 1; at += 1) {
    const context = await openBrowser(join(profiles, `cold-${at}`));
    await context.addCookies(cookies);
    cold.push(await openCold(context, `${server.address}/overview`));
    await context.close();
  }
  options.progress('inputs');
  const rounds = options.isQuick ? 1 : 5;
  const inputs = await timeInputs(page, { address: server.address, rounds, members: measuring.members });
  options.progress('layout shifts');
  const shifts = await readShifts(page, server.address);
  // The first start of the browser reads its own files from disk.
  const warm = cold.slice(1);
  return [
    {
      name: 'first page, cold, to all its figures and charts',
      unit: 'ms',
      samples: warm.map(({ ms }) => ms),
      target: { atMost: 1500 },
    },
    { name: 'of it, requests', unit: '', samples: warm.map(({ requests }) => requests) },
    ...inputs,
    { name: 'layout shift, the most of any page', unit: '', samples: [Math.max(...shifts)], target: { atMost: 0.01 } },
  ];
}

function openBrowser(profile: string): Promise<BrowserContext> {
  return chromium
    .launchPersistentContext(profile, {
      executablePath: chromiumPath ?? '',
      args: [...browserArguments],
      viewport: { width: 1440, height: 900 },
      locale: 'en-US',
      reducedMotion: 'reduce',
    })
    .then(async (context) => {
      await context.addInitScript({ content: watchScript });
      return context;
    });
}

interface Cold {
  readonly ms: number;
  readonly requests: number;
}

async function openCold(context: BrowserContext, url: string): Promise<Cold> {
  const page = await context.newPage();
  await page.goto(url);
  const { settledAt, requests } = await watchUntilRest(page);
  return { ms: settledAt, requests };
}

interface Rounds {
  readonly address: string;
  readonly rounds: number;
  readonly members: number;
}

/** Every round asks for something else, because what was asked for before is in the cache; the one before the first is not counted. */
async function timeInputs(page: Page, { address, rounds, members }: Rounds): Promise<readonly Figure[]> {
  const samples = new Map<string, InputTime[]>();
  const time = async (name: string, act: () => Promise<void>) => {
    const taken = await timeInput(page, act);
    samples.set(name, [...(samples.get(name) ?? []), taken]);
  };
  const list = `${address}/members`;
  for (let round = 0; round <= rounds; round += 1) {
    const condition = encodeURIComponent(`{"field":"purchase.net_spend","operator":">=","value":${round}}`);
    await page.goto(`${list}?sort=orders&direction=${round % 2 === 0 ? 'asc' : 'desc'}&condition=${condition}`);
    await page.getByRole('combobox', { name: 'Stage' }).click();
    await time('filter by stage', () =>
      page
        .locator('.ant-select-item-option')
        .nth(round % 6)
        .click(),
    );
    await page.keyboard.press('Escape');
    await page.goto(`${list}?condition=${condition}`);
    const columns = ['Net spend', 'Orders', 'In stage since', 'Changes next'];
    await time('sort by a column', () =>
      page.getByRole('button', { name: columns[round % columns.length] ?? '' }).click(),
    );
    await time('next page', () => page.getByRole('button', { name: 'Next page' }).click());
    await time('open a member', () => page.getByRole('table').getByRole('link').nth(round).click());
    await time('her timeline', () => page.getByRole('tab', { name: 'Timeline' }).click());
    const number = phoneOf((round * 7919) % members);
    await page.locator('#member-search').fill(number.slice(0, -1));
    await time('search by phone, last digit', () => page.keyboard.press(number.slice(-1)));
    await page.goto(
      `${address}/overview?asOf=${new Date(Date.now() - (round + 1) * dayMs).toISOString().slice(0, 10)}`,
    );
    await watchUntilRest(page);
    await page.getByRole('combobox', { name: 'Period' }).click();
    await time('another period on the overview', () => page.getByTitle('Last 90 days').click());
  }
  return [...samples].flatMap(([name, all]) => [
    { name: `${name}, to its first change`, unit: 'ms', samples: firstsOf(all), target: { atMost: 100 } },
    { name: `${name}, to its data`, unit: 'ms', samples: datasOf(all), target: { atMost: 300 } },
  ]);
}

/** Without the round before the first. */
function firstsOf(all: readonly InputTime[]): readonly number[] {
  return all.slice(1).map(({ firstMs }) => firstMs);
}

function datasOf(all: readonly InputTime[]): readonly number[] {
  return all.slice(1).map(({ allMs }) => allMs);
}

const pages = ['/overview', '/members', '/lifecycle', '/data/sources', '/data/live', '/settings/account'];

async function readShifts(page: Page, address: string): Promise<readonly number[]> {
  const shifts: number[] = [];
  for (const path of pages) {
    await page.goto(address + path);
    shifts.push((await watchUntilRest(page)).shift);
  }
  return shifts;
}
