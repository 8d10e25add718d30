import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServedPlatform } from '../serving/testing/served-platform.ts';
import type { ServedPlatform } from '../serving/testing/served-platform.ts';
import { runSample } from './testing/page-samples.ts';
import type { SampleRun } from './testing/page-samples.ts';

let served: ServedPlatform;
let apiKey: string;
let folder: string;

beforeAll(async () => {
  served = await startServedPlatform();
  const body = { kind: 'api', name: 'Git', scopes: ['program.read', 'program.rules', 'program.edit'] } as const;
  apiKey = (await served.administrator.keys.create({ body: { ...body, scopes: [...body.scopes] } })).secret;
  folder = mkdtempSync(join(tmpdir(), 'perennial-rehearse-'));
  const { documents } = await served.administrator.program.current();
  for (const [path, document] of Object.entries(documents)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(document));
  }
}, 120_000);
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(words: string, signal?: AbortSignal): Promise<SampleRun> {
  return runSample(`npx perennial program rehearse ${words}`, {
    environment: { PERENNIAL_DATA: served.platform.config.dataFolder, PERENNIAL_API_KEY: apiKey },
    ...(signal === undefined ? {} : { signal }),
  });
}

describe('program rehearse', () => {
  it('says of the program in force that nothing would be different, here and of a server elsewhere', async () => {
    for (const words of [folder, `${folder} --server ${served.address}`]) {
      const { code, out, err } = await run(words);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^0 of \d+ members would have something else than under the program in force at /u);
    }
  });

  it('says whether what is stored is what the logs say', async () => {
    const sound = await run(`${folder} --against recorded --verify`);
    expect([sound.code, sound.out]).toEqual([
      0,
      expect.stringMatching(/What is stored of \d+ members is what their logs say\./u),
    ]);
    const { database } = served.platform;
    await database.run(`update member_order set amount_minor = amount_minor + 1`);
    const damaged = await run(`${folder} --against recorded --verify`);
    await database.run(`update member_order set amount_minor = amount_minor - 1`);
    expect([damaged.code, damaged.out]).toEqual([
      1,
      expect.stringMatching(/members are not what their logs say:\n.*member_order/u),
    ]);
  });

  it('answers programs as the API does', async () => {
    const { code, out } = await run(`${folder} --from 2020-01-01 --backfill-live --json`);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      status: 'succeeded',
      against: 'live',
      from: '2020-01-01',
      backfill: 'live',
      result: { membersChanged: 0, verified: null },
    });
  });

  it('refuses what cannot be asked, and says where documents are wrong', async () => {
    for (const [words, code, said] of [
      [`${folder} --verify`, 2, '--verify compares what is stored now'],
      [`${folder} --against then`, 2, '--against'],
      [`${folder} --from yesterday`, 2, '--from takes a day such as 2026-01-31.'],
      [`${folder} --from 2026-02-01 --to 2026-01-01`, 1, 'before its first day'],
      [`${folder} --against recorded --backfill-live`, 1, 'as it was recorded'],
    ] as const) {
      const { code: ended, out, err } = await run(words);
      expect([words, ended, out]).toEqual([words, code, '']);
      expect(err).toContain(said);
    }
    const wrong = mkdtempSync(join(tmpdir(), 'perennial-rehearse-wrong-'));
    writeFileSync(join(wrong, 'settings.json'), '{"metrics": 1}');
    const { code, err } = await run(wrong);
    rmSync(wrong, { recursive: true, force: true });
    expect([code, err]).toEqual([1, expect.stringContaining('settings.json:1:2: metrics: A list is expected here.')]);
  });

  it('is stopped with the command', async () => {
    const { code, err } = await run(folder, AbortSignal.abort('SIGINT'));
    expect([code, err]).toEqual([1, expect.stringContaining('Stopped.')]);
  });
});
