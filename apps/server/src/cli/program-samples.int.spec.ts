import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServedPlatform } from '../serving/testing/served-platform.ts';
import type { ServedPlatform } from '../serving/testing/served-platform.ts';
import { blocksOf, runSample, textOf } from './testing/page-samples.ts';

/** What the page on programs in Git tells to type, typed in its order by a shell, beside a running server. */

const page = 'how-to/program-in-git.md';
let served: ServedPlatform;
let folder: string;
let environment: Record<string, string | undefined>;

beforeAll(async () => {
  served = await startServedPlatform();
  folder = mkdtempSync(join(tmpdir(), 'perennial-program-page-'));
  writeNpx(join(folder, 'bin'));
  mkdirSync(join(folder, 'checkout'));
  const who = { NAME: 'A newcomer', EMAIL: 'newcomer@example.com' };
  environment = {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    PERENNIAL_DATA: served.platform.config.dataFolder,
    GIT_CONFIG_GLOBAL: join(folder, 'none'),
    ...Object.fromEntries(
      Object.entries(who).flatMap(([key, value]) => ['AUTHOR', 'COMMITTER'].map((as) => [`GIT_${as}_${key}`, value])),
    ),
  };
}, 120_000);
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What npm puts in place where Perennial is installed. */
function writeNpx(bin: string): void {
  mkdirSync(bin);
  const entry = join(import.meta.dirname, '../../bin/perennial.js');
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${entry}" "$@"\n`);
  chmodSync(join(bin, 'npx'), 0o755);
}

/** Runs a script as CI does: until the first command that fails. The server answers meanwhile. */
async function shell(script: string, more: Record<string, string> = {}) {
  const here = script.replaceAll(/https:\/\/(?:members|trial)\.example\.com/g, served.address);
  const child = spawn('bash', ['-e', '-c', here], {
    cwd: join(folder, 'checkout'),
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { script, code: Number(code), out, err };
}

async function done(script: string, more: Record<string, string> = {}): Promise<string> {
  const ran = await shell(script, more);
  expect({ ...ran, err: ran.code === 0 ? '' : ran.err, out: '' }).toEqual({ script, code: 0, out: '', err: '' });
  return ran.out;
}

const [pull = '', plan = '', scenario = '', apply = '', revert = '', keys = '', environments = ''] = blocksOf(
  page,
  'sh',
);

async function activeDaysInForce(): Promise<unknown> {
  const { version, documents } = await served.administrator.program.current();
  return [version, /"days":(\d+)/.exec(JSON.stringify(activeIn(documents['lifecycles/main.json'])))?.[1]];
}

function activeIn(document: unknown): unknown {
  const { stages } = document as { readonly stages: readonly { readonly id: string }[] };
  return stages.find(({ id }) => id === 'active');
}

const file = () => join(folder, 'checkout/brand/lifecycles/main.json');

/** What the page tells to change by hand. */
function letBeActiveFor(days: number): void {
  const document = JSON.parse(readFileSync(file(), 'utf8')) as { readonly stages: readonly { readonly id: string }[] };
  const stages = document.stages.map((stage) =>
    stage.id === 'active'
      ? (JSON.parse(JSON.stringify(stage).replace(/"days":\d+/, `"days":${days}`)) as object)
      : stage,
  );
  writeFileSync(file(), JSON.stringify({ ...document, stages }, null, 2));
}

function tellStory(): void {
  mkdirSync(join(folder, 'checkout/brand/scenarios'), { recursive: true });
  writeFileSync(join(folder, 'checkout/brand/scenarios/active.json'), blocksOf(page, 'json')[0] ?? '');
}

describe('the page on programs in Git', () => {
  it('pulls, plans, tells a story and applies', async () => {
    await done(pull);
    expect((await done('git ls-files')).split('\n')).toEqual(
      expect.arrayContaining(['brand/lifecycles/main.json', 'brand/settings.json', 'brand/statistics.json']),
    );
    expect(await done('git ls-files')).not.toContain('pulled.json');
    tellStory();
    // The story is told before the program does what it says.
    expect(await shell(scenario)).toMatchObject({
      code: 1,
      out: expect.stringContaining('step 3, 2025-03-03T10:00: stages.main'),
    });
    letBeActiveFor(60);
    expect(await shell(plan)).toMatchObject({
      code: 2,
      out: expect.stringContaining('~ lifecycles/main.json  changed'),
    });
    expect(await done(scenario)).toBe('1 story: all end as they say.\n');
    expect(await done(apply)).toContain('Version 2 is in force');
    expect(await activeDaysInForce()).toEqual([2, '60']);
  }, 240_000);

  it('goes back', async () => {
    await done(revert);
    expect(await activeDaysInForce()).toEqual([3, '90']);
  }, 240_000);

  it('checks every change, and applies what was approved', async () => {
    const [planKey = '', applyKey = ''] = (await done(keys)).trim().split('\n');
    const [tell = '', planJob = '', applyJob = ''] = scriptsIn(blocksOf(page, 'yaml')[0] ?? '');
    const outputs = join(folder, 'outputs');
    letBeActiveFor(60);
    tellStory();
    await done('git add brand; git commit --quiet -m "Active for 60 days, \\"again\\""; git clean -fdxq');
    const asPlan = { PERENNIAL_API_KEY: planKey, GITHUB_OUTPUT: outputs };
    expect(tell.trim()).toBe(scenario.trim());
    expect(await done(planJob, asPlan)).toContain('~ lifecycles/main.json  changed');
    expect(readFileSync(outputs, 'utf8')).toBe('code=2\nversion=3\n');
    expect(await shell(applyJob, { ...asPlan, VERSION: '3' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('no scope program.publish'),
    });
    expect(await done(applyJob, { PERENNIAL_API_KEY: applyKey, VERSION: '3' })).toContain('Version 4 is in force');
    expect(await activeDaysInForce()).toEqual([4, '60']);
    const { items } = await served.administrator.program.versions();
    expect(items[0]).toMatchObject({
      version: 4,
      note: 'Active for 60 days, "again"',
      publishedBy: expect.any(String),
    });
    // What was planned before somebody else published is not applied.
    letBeActiveFor(30);
    expect(await shell(applyJob, { PERENNIAL_API_KEY: applyKey, VERSION: '3' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was published'),
    });
    writeFileSync(file(), '{');
    rmSync(outputs);
    expect(await shell(planJob, asPlan)).toMatchObject({ code: 1 });
    await done('git checkout --quiet brand');
    expect(await done(environments, { PERENNIAL_API_KEY: planKey })).toContain('Nothing would change');
  }, 240_000);

  it('names options that there are', async () => {
    const runs = ['pull', 'plan', 'apply'].map((name) =>
      runSample(`npx perennial program ${name} --help`, { environment: {} }),
    );
    const help = (await Promise.all(runs)).map(({ out }) => out).join('');
    for (const [, option = ''] of textOf(page).matchAll(/`(--[a-z][a-z-]+)`/g)) expect(help).toContain(option);
  });
});

/** What the jobs of a workflow run, in order. */
function scriptsIn(yaml: string): readonly string[] {
  return [...yaml.matchAll(/^( *)(?:- )?run: (?:\|\n((?:\1 +.*\n)+)|(.*)\n)/gm)].map(
    ([, , block, line]) => line ?? block ?? '',
  );
}
