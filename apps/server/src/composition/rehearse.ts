import { facets } from '@perennial/domain';
import { joinRehearsal, rehearseProgram, sharesBudgets } from '@perennial/engine';
import { countLoggedSteps } from '@perennial/postgres/reading';
import type { Platform } from '../platform/platform.ts';
import { rehearseInThreads } from '../rehearsal/rehearse-in-threads.ts';
import type { RehearsalDependencies } from '../use-cases/program/rehearsals.ts';

/** Below this the start of a thread takes as long as the work. */
const stepsInThreadsMin = 100_000;

/**
 * Rehearses on the stores of a platform: in threads where the log is long. Threads know the product's own facets alone; and what all members
 * share, such as a budget, is granted by one of them after the other.
 */
export function createRehearse(platform: Platform): RehearsalDependencies['rehearse'] {
  const { database, foldStore, installation, programs, stores } = platform;
  const { shard_count: shardCount, zone } = installation;
  return async (request, control) => {
    const asked = { ...request, version: request.version ?? (await foldStore.latestProgramVersion()) };
    await programs.ensure(asked.version);
    const isLong = (await countLoggedSteps(database)) >= stepsInThreadsMin;
    if (!isLong || programs.facets !== facets || sharesBudgets(programs, asked)) {
      const { signal, report } = control;
      return rehearseProgram(foldStore, programs, { ...asked, shardCount, signal, onProgress: report });
    }
    const parts = await rehearseInThreads(asked, { databaseUrl: stores.databaseUrl, zone, shardCount }, control);
    return joinRehearsal(foldStore, programs, { asked, parts });
  };
}
