import { shardOf } from '@perennial/domain';
import { dueVersion, explainRehearsed, previewProgram } from '@perennial/engine';
import { readVersionLag } from '@perennial/postgres';
import { countLiveMembers } from '@perennial/postgres/reading';
import type { Platform } from '../platform/platform.ts';
import type { Audit } from '../use-cases/audit/audit.ts';
import type { Jobs } from '../use-cases/kernel/jobs.ts';
import { keepFor } from '../use-cases/kernel/keep-for.ts';
import type { PreviewResult } from '../use-cases/program/previews.ts';
import type { Rehearsed } from '../use-cases/program/rehearsals.ts';
import { createReadApplying } from '../use-cases/program/applied.ts';
import type { ReadApplying } from '../use-cases/program/applied.ts';
import { createProgram } from '../use-cases/program/program.ts';
import type { Program } from '../use-cases/program/program.ts';
import { createRehearse } from './rehearse.ts';
import { createRetryRefusedLinks } from './refused-links.ts';

interface Around {
  readonly audit: Audit;
  readonly previews: Jobs<PreviewResult>;
  readonly rehearsals: Jobs<Rehearsed>;
}

const membersKeptMs = 2_000;

export interface ProgramUseCases {
  readonly program: Program;
  readonly readApplying: ReadApplying;
  /** Resolves when what this process has published is taken into use by it: refused joins are tried again. A command waits for it. */
  readonly takenIntoUse: () => Promise<void>;
}

/** The program on the stores of a platform. */
export function composeProgram(platform: Platform, { audit, previews, rehearsals }: Around): ProgramUseCases {
  const { database, installation, foldStore, programs } = platform;
  const shardCount = installation.shard_count;
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  const countMembers = keepFor(
    membersKeptMs,
    () => performance.now(),
    () => countLiveMembers(database),
  );
  const dueOf = async (version: number) => {
    await programs.ensure(version);
    return dueVersion(programs.context.programs, version);
  };
  const countBehind = async (version: number) => {
    const due = await dueOf(version);
    const [behind, members] = await Promise.all([foldStore.countBehind(shards, due), countMembers()]);
    return { behind: behind.reduce((sum, one) => sum + one.count, 0), members };
  };
  let taking = Promise.resolve();
  const program = createProgram({
    audit,
    facets: programs.facets,
    sql: database,
    store: platform.programStore,
    previews,
    rehearsals,
    zone: installation.zone,
    currency: installation.currency,
    previewMembers: (asked, { signal, report }) =>
      previewProgram(foldStore, programs, { ...asked, shardCount, signal, onProgress: report }),
    rehearse: createRehearse(platform),
    explainRehearsed: (asked, id, cuts) =>
      explainRehearsed(foldStore, programs, { asked, key: { id, shard: shardOf(id, shardCount) }, cuts }),
    countBehind,
    // Folding begins with the shards that are told; the others follow by polling.
    onPublished(version) {
      const before = taking;
      taking = takeIntoUse(platform, version, shards).then(() => before);
    },
    now: platform.clock.now,
  });
  const readApplying = createReadApplying({
    versions: () => platform.programStore.versions(),
    dueVersion: dueOf,
    countBehind,
    readLag: (version) => readVersionLag(database, version),
  });
  return { program, readApplying, takenIntoUse: () => taking };
}

/** A version may raise limits: joins that an older one refused are tried again. A failure leaves them to the next version. */
async function takeIntoUse(platform: Platform, version: number, shards: readonly number[]): Promise<void> {
  try {
    await platform.programs.ensure(version);
    platform.signal.raise(shards);
    await createRetryRefusedLinks(platform)(null);
  } catch (error) {
    platform.meter.failed(error);
  }
}
