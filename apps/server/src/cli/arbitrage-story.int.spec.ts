import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDefaultProgram, facets, type ProgramDocuments } from '@perennial/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDocuments } from '../use-cases/program/check-documents.ts';
import { runSample } from './testing/page-samples.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'perennial-arbitrage-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const named = (en: string) => ({ name: { en, zh: en } });

/** A point for every yuan, worth a fen; of points that are spent nothing is taken back. */
function program(wallet: object): ProgramDocuments {
  return JSON.parse(
    JSON.stringify({
      ...createDefaultProgram(),
      'wallets/points.json': { id: 'points', ...named('Points'), kind: 'points', ...wallet },
      'earning/base.json': {
        id: 'base',
        ...named('Base'),
        on: { kind: 'order' },
        wallet: 'points',
        award: { kind: 'rate', perMinor: 100, units: 1, rounding: 'down' },
      },
    }),
  );
}

it('a warning of gains without end comes with a scenario that runs, and ends with the gain', async () => {
  const { isValid, warnings } = checkDocuments(program({ value: { units: 100, minor: 100 } }), facets);
  expect(isValid).toBe(true);
  const [warning] = warnings;
  expect(warning).toMatchObject({ code: 'wallet.arbitrage', document: 'wallets/points.json' });
  expect(warning?.message.zh).not.toContain('wallet.arbitrage');
  const file = join(home, 'story.json');
  writeFileSync(file, JSON.stringify(warning?.story));
  const { code, out, err } = await runSample(`npx perennial scenario ${file}`, {
    environment: { PERENNIAL_DATA: home },
  });
  expect({ code, out, err }).toMatchObject({ code: 0, out: expect.stringMatching(/1 story/u) });
}, 60_000);

it('nothing is warned of where what was spent is owed', () => {
  const owed = { value: { units: 100, minor: 100 }, shortfall: { kind: 'debt' } };
  expect(checkDocuments(program(owed), facets).warnings).toEqual([]);
});
