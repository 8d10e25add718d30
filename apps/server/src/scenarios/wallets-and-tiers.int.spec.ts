import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTheatre, readStories, runStory } from './index.ts';
import type { Theatre } from './index.ts';

let theatre: Theatre;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-wallet-stories-'));
  theatre = await openTheatre();
}, 120_000);
afterAll(async () => {
  await theatre.close();
  rmSync(folder, { recursive: true, force: true });
});

const mei = 'phone:+8613907152001';
const documents = {
  'wallets/points.json': { id: 'points', name: { en: 'Points', zh: '积分' }, kind: 'points' },
  'tiers/level.json': {
    id: 'level',
    name: { en: 'Level', zh: '等级' },
    measures: [],
    levels: [{ id: 'member', name: { en: 'Member', zh: '会员' } }],
    period: { kind: 'ever' },
  },
};
const registered = {
  at: '2025-01-01',
  fact: { type: 'member.registered', identities: { phone: '+8613907152001' } },
};

async function differencesOf(step: object, more: object = {}) {
  const path = join(folder, 'written.json');
  const steps = [registered, { at: '2025-01-02', ...step }];
  writeFileSync(path, JSON.stringify({ name: 'told', documents: { ...documents, ...more }, steps }));
  const [one] = readStories([path]);
  if (one === undefined) throw new Error('a story was written');
  const { differences } = await runStory(theatre, one.story, {
    signal: new AbortController().signal,
    isExplained: false,
  });
  return differences.map(({ path: where, observed, hint }) => [where, observed, hint]);
}

describe('a story of wallets and tiers', () => {
  it.each([
    ['a wallet', { wallets: { point: null } }, ['wallets.point', 'not known here', 'did you mean "points"?']],
    ['a set', { tiers: { levels: null } }, ['tiers.levels', 'not known here', 'did you mean "level"?']],
    ['a level', { tiers: { level: 'membr' } }, ['tiers.level', 'member', 'did you mean "member"?']],
  ])('is told the word that was meant of %s', async (_, expected, difference) => {
    expect(await differencesOf({ expect: { member: mei, ...expected } })).toEqual([difference]);
  });

  it('has documents laid over those of the default program, and taken away', async () => {
    const step = {
      expect: { member: mei, stages: { main: 'potential' }, wallets: { points: 0 }, tiers: { level: 'member' } },
    };
    expect(await differencesOf(step)).toEqual([]);
    expect(await differencesOf(step, { 'tiers/level.json': null })).toEqual([
      ['tiers.level', 'not known here', expect.any(String)],
    ]);
  });

  it('says instants of commands as times of its zone, and is refused what is none', async () => {
    const give = (expiresAt: string, expected: object) => ({
      command: {
        name: 'adjustUnits',
        member: mei,
        input: { wallet: 'points', units: 5, reason: 'goodwill', expiresAt },
      },
      expect: expected,
    });
    expect(await differencesOf(give('2025-02-01', { answer: { available: 5 } }))).toEqual([]);
    expect(await differencesOf(give('soon', { rejection: 'request.invalid' }))).toEqual([]);
  });

  it('is no story of a command over two where nobody is named as the other', async () => {
    const command = { name: 'transferUnits', member: mei, input: { wallet: 'points', units: 5 } };
    expect(await differencesOf({ command, expect: { rejection: 'request.invalid' } })).toEqual([]);
    expect(await differencesOf({ command: { ...command, other: 'phone:+8613907152009' } })).toEqual([
      ['rejection', { code: 'member.not_found' }, undefined],
    ]);
  });
});
