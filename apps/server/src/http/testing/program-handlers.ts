import { createDefaultProgram, facets } from '@perennial/domain';
import { createProgramStore, ensureInstallation } from '@perennial/postgres';
import { createJobs } from '../../use-cases/kernel/jobs.ts';
import type { PreviewResult } from '../../use-cases/program/previews.ts';
import type { Rehearsed } from '../../use-cases/program/rehearsals.ts';
import { createProgram } from '../../use-cases/program/program.ts';
import { createProgramHandlers } from '../handlers/program.ts';
import type { TestStores } from './test-server.ts';

/** The routes of programs on a store with the default program; whom a preview finds is made up, three members in all. */
export async function programHandlersOn({ database, audit, now }: TestStores, published: number[]) {
  await ensureInstallation(database, { shardCount: 4, zone: 'Asia/Shanghai', currency: 'CNY' });
  const store = createProgramStore(database, facets);
  const documents = createDefaultProgram();
  await store.ensureFirst({ documents, publishedAt: 0, publishedBy: 'system', note: '', restores: null });
  return {
    program: createProgramHandlers(
      createProgram({
        audit,
        facets,
        sql: database,
        store,
        now,
        previews: createJobs<PreviewResult>({ runningMax: 1, keptMax: 5, keptMs: 60_000 }, now),
        zone: 'Asia/Shanghai',
        currency: 'CNY',
        previewMembers: async ({ asOf: asOfAt, instants }, { report }) => {
          report(3, 3);
          return {
            asOfAt,
            past: instants.map((at) => ({ at, members: 3, membersChanged: 0, moves: [] })),
            membersChanged: 2,
            pastMembersChanged: 0,
            moves: [
              { lifecycle: 'main', from: 'new', to: 'active', members: 2, sample: [] },
              { lifecycle: 'main', from: 'new', to: 'new', members: 1, sample: [] },
            ],
          };
        },
        rehearsals: createJobs<Rehearsed>({ runningMax: 1, keptMax: 5, keptMs: 60_000 }, now),
        rehearse: () => Promise.reject(new Error('nobody is there to be folded')),
        explainRehearsed: async () => null,
        countBehind: async () => ({ behind: 0, members: 3 }),
        onPublished: (version) => void published.push(version),
      }),
    ),
  };
}
