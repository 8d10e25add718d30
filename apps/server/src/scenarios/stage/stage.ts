import { facets } from '@perennial/domain';
import type { ProgramDocuments } from '@perennial/domain';
import { createHandOver, createLane } from '@perennial/engine';
import type { Keyring, Lane } from '@perennial/engine';
import { createProgramStore, ensureInstallation } from '@perennial/postgres';
import { wantEvents } from '@perennial/postgres/scratch';
import type { ScratchStore } from '@perennial/postgres/scratch';
import { createAccounts } from '../../composition/accounts.ts';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { createUseCases } from '../../composition/use-cases.ts';
import type { UseCases } from '../../composition/use-cases.ts';
import type { Config } from '../../config/config.ts';
import { guessPhoneCountry } from '../../ingest/phone-country.ts';
import { noLag } from '../../platform/lag-watch.ts';
import { assemblePlatform } from '../../platform/platform.ts';
import type { Platform } from '../../platform/platform.ts';
import { createWakeClock } from '../../platform/wake-clock.ts';
import type { StoreClock } from '../../platform/store-clock.ts';
import type { Stores } from '../../stores/index.ts';
import { createJobs } from '../../use-cases/kernel/jobs.ts';
import { readVersion } from '../../version.ts';
import type { ReadStory } from '../story/read-stories.ts';

/** A story's installation: the real ingestion, commands and fold, with a time that stands still until it is moved. */
export interface Stage {
  readonly platform: Omit<Platform, 'close'>;
  readonly useCases: UseCases;
  /** Epoch milliseconds. */
  now(): number;
  /** Folds all that was sent, and moves whom that makes due. */
  settle(): Promise<void>;
  /** Moves time on. Everybody whom it moves is moved at her own instant, one instant after the other, by what was settled until then. */
  passTo(at: number): Promise<void>;
  close(): Promise<void>;
}

/** Members meet across shards as they do in large installations, and there are few to ask. */
const shardCount = 4;
const shards = Array.from({ length: shardCount }, (_, shard) => shard);

export interface StageParts {
  readonly store: ScratchStore;
  readonly keyring: Keyring;
  readonly config: Config;
}

/** Empties the store and begins an installation at the instant of the story's first step. */
export async function openStage(parts: StageParts, story: ReadStory): Promise<Stage> {
  const { store, keyring } = parts;
  const { database } = store;
  let now = story.steps[0]?.instant ?? 0;
  const clock: StoreClock = standingClock(() => now);
  await store.empty();
  await store.setTime(now);
  await wantEvents(database, [...facets.events.keys()]);
  const phoneCountry = story.phoneCountry ?? guessPhoneCountry(story.zone, story.currency);
  const { zone, currency } = story;
  const config = { ...parts.config, zone, currency, phoneCountry, shardCount };
  const installation = await ensureInstallation(database, config);
  if (story.program !== undefined) await publishFirst(parts, story.program, now);
  const platform = await assemblePlatform({
    config,
    database,
    installation,
    keyring,
    clock,
    facets,
    stores: withoutLens,
    tell: () => undefined,
  });
  const lane = createLane({
    store: platform.foldStore,
    programs: platform.programs,
    meter: platform.meter,
    clock: createWakeClock(() => now),
    handOver: createHandOver(),
    stopping: new AbortController().signal,
  });
  lane.setShards(shards);
  const passing = createPassing({
    lane,
    now: () => now,
    async setTime(at) {
      now = at;
      await store.setTime(at);
    },
  });
  return {
    platform,
    useCases: useCasesOn(platform),
    now: () => now,
    settle: passing.settle,
    passTo: passing.passTo,
    close: () => platform.ingestion.ingest.drain(),
  };
}

interface PassingParts {
  readonly lane: Lane;
  readonly now: () => number;
  readonly setTime: (at: number) => Promise<void>;
}

/** Time as a story passes it; asks the store only when something was sent, or somebody is due. */
function createPassing({ lane, now, setTime }: PassingParts): Pick<Stage, 'settle' | 'passTo'> {
  let wakeAt: number | null = null;

  async function settle(): Promise<void> {
    wakeAt = await lane.runOnce(true);
    if (wakeAt !== null && wakeAt <= now() && (await lane.runOnce(true)) === wakeAt)
      throw new Error('somebody is due and is not moved');
  }

  return {
    settle,
    async passTo(until) {
      while (wakeAt !== null && wakeAt <= until) {
        await setTime(wakeAt);
        await settle();
      }
      if (now() < until) await setTime(until);
    },
  };
}

function standingClock(now: () => number): StoreClock {
  const reading = { aheadMs: 0, roundTripMs: 0 };
  return { now, reading: () => reading, measure: async () => reading, watch: () => ({ stop: () => undefined }) };
}

async function publishFirst({ store }: StageParts, program: ProgramDocuments, publishedAt: number): Promise<void> {
  const request = { publishedAt, publishedBy: 'story', note: '', restores: null };
  await createProgramStore(store.database, facets).ensureFirst({ ...request, documents: program });
}

/** A story is told by members, and the lens is of many. */
const withoutLens: Stores = {
  mode: 'external',
  databaseUrl: '',
  openLens: () => Promise.reject(new Error('a story has no lens')),
  openLensForShipping: async () => undefined,
  close: async () => undefined,
};

function useCasesOn(assembled: Omit<Platform, 'close'>): UseCases {
  const platform = { ...assembled, close: async () => undefined };
  return createUseCases({
    platform,
    accounts: createAccounts({
      database: platform.database,
      keyring: platform.keyring,
      lifetime: platform.config.sessions,
      now: platform.clock.now,
      publicUrl: () => '',
      provider: undefined,
    }),
    lag: { current: () => noLag },
    importJobs: createPlatformImportJobs(platform),
    previews: createJobs({ runningMax: 1, keptMax: 1, keptMs: 1 }, platform.clock.now),
    rehearsals: createJobs({ runningMax: 1, keptMax: 1, keptMs: 1 }, platform.clock.now),
    version: readVersion(),
  });
}
