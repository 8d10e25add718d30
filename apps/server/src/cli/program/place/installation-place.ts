import { createProblem, routes } from '@perennial/contracts';
import { z } from 'zod';
import { ProblemError, inLanguage } from '../../../use-cases/kernel/problem-error.ts';
import type { Asking } from '../../platform/with-use-cases.ts';
import { messageOf } from './message-of.ts';
import { PlaceError } from './program-place.ts';
import type { ProgramPlace } from './program-place.ts';

/** The installation that a command has opened, asked through what its API's routes call. */
export function createInstallationPlace({ platform, useCases, context }: Asking): ProgramPlace {
  const { config } = platform;
  const { planning, previews, publishing, rehearsals, schemas, versions } = useCases.program;
  const table = routes.program;
  return {
    name: config.databaseUrl === undefined ? config.dataFolder : 'the database of DATABASE_URL',
    isServed: platform.stores.mode === 'guest',
    current: () => asked(() => versions.get()),
    schemas: () => asked(() => schemas.all()),
    plan: (documents) => asked(async () => z.encode(table.plan.response, await planning.plan(documents))),
    preview: (jobId) => asked(async () => z.encode(table.preview.response, previews.get(jobId))),
    cancelPreview: (jobId) => asked(async () => previews.cancel(jobId)),
    rehearse: (documents, options) =>
      asked(async () => {
        const request = table.startRehearsal.body.parse({ ...options, documents });
        return z.encode(table.rehearsal.response, await rehearsals.start(context, request));
      }),
    rehearsal: (jobId) => asked(async () => z.encode(table.rehearsal.response, rehearsals.get(jobId))),
    cancelRehearsal: (jobId) => asked(async () => rehearsals.cancel(jobId)),
    apply: (request) =>
      asked(async () => {
        const applied = await planning.apply(context, request);
        // This process ends soon, and no other one does what follows from its publication.
        await useCases.takenIntoUse();
        return z.encode(table.apply.response, applied);
      }),
    progress: (version) => asked(async () => z.encode(table.publication.response, await publishing.progress(version))),
  };
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail, errors } = error.facts;
    const problem = createProblem(error.code, {
      detail: detail === undefined ? undefined : inLanguage(detail, 'en'),
    });
    const problems = errors?.map(({ path, message }) => ({ path, message: inLanguage(message, 'en') }));
    throw new PlaceError(error.code, messageOf(problem), { problems, cause: error });
  }
}
