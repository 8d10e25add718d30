import type { PublishedVersion } from '@perennial/engine';
import type { VersionLag } from '@perennial/postgres';
import { describe, expect, it } from 'vitest';
import { createReadApplying } from './applied.ts';

const publishedAt = 1_000;

/** A store as it stands at one time after the other; versions judge anew whom `due` says. */
function at(stood: { behind: number; due?: number; lag: VersionLag | null }) {
  const version = { version: 2, effectiveAt: publishedAt, publishedAt } as PublishedVersion;
  const asked: number[] = [];
  const read = createReadApplying({
    versions: async () => [version],
    dueVersion: async () => stood.due ?? 2,
    countBehind: async (of) => {
      asked.push(of);
      return { behind: stood.behind, members: 10 };
    },
    readLag: async () => stood.lag,
  });
  return { read, asked };
}

const lag = (parts: Partial<VersionLag>): VersionLag => ({
  shards: 0,
  oldestRowAt: null,
  oldestMemberAt: null,
  now: 2_000,
  ...parts,
});

describe('a version that is being applied', () => {
  it('is told until members, what follows from them, and they themselves are in the figures, then never again', async () => {
    const stood = { behind: 4, lag: lag({ shards: 3 }) };
    const { read, asked } = at(stood);
    expect(await read()).toEqual({ version: 2, publishedAt, done: 6, total: 10 });
    stood.behind = 0;
    const through = { version: 2, publishedAt, done: 10, total: 10 };
    expect(await read()).toEqual(through);
    stood.lag = lag({ oldestMemberAt: 1_990, oldestRowAt: 1_000 });
    expect(await read()).toEqual(through);
    // What has come since is another matter: it belongs to facts that are told now.
    stood.lag = lag({ oldestMemberAt: 1_990, oldestRowAt: 2_001, now: 3_000 });
    expect(await read()).toEqual(through);
    stood.lag = lag({ oldestMemberAt: 2_500, oldestRowAt: 2_600, now: 3_000 });
    expect(await read()).toBeNull();
    stood.lag = lag({ shards: 3 });
    const askedBefore = asked.length;
    expect([await read(), asked.length]).toEqual([null, askedBefore]);
  });

  it('is through at once where it judges nobody anew, or where there are no figures', async () => {
    expect(await at({ behind: 0, due: 1, lag: lag({ shards: 3 }) }).read()).toBeNull();
    expect(await at({ behind: 0, lag: null }).read()).toBeNull();
  });

  it('is no news after a restart, unless the lens lacks what was recorded under its instant', async () => {
    expect(await at({ behind: 0, lag: lag({ oldestRowAt: 1_900, oldestMemberAt: 1_900 }) }).read()).toBeNull();
    expect(await at({ behind: 0, lag: lag({ oldestRowAt: 1_000 }) }).read()).toMatchObject({ version: 2, done: 10 });
  });
});
