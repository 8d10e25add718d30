import type { JobProgress } from '@perennial/contracts';
import { ProgramOvertakenError } from '@perennial/engine';
import type { ProgramStore, PublishedVersion, PublishRequest } from '@perennial/engine';
import { deleteDraft } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { authorOf, documentsOfDraft, existingDraft } from './drafts.ts';
import { requireValid } from './previews.ts';

export interface PublishDependencies {
  readonly sql: Sql;
  readonly store: ProgramStore;
  readonly countBehind: (version: number) => Promise<{ readonly behind: number; readonly members: number }>;
  readonly onPublished: (version: number) => void;
  readonly now: () => number;
}

type PublishHandlers = Pick<GroupHandlers<'program'>, 'publish' | 'rollBack' | 'publication'>;

/** A draft becomes the next version; a roll-back is a new version with the documents of an old one. */
export function createPublishHandlers(dependencies: PublishDependencies): PublishHandlers {
  const { sql, store, now } = dependencies;
  const answer = async (published: PublishedVersion) => {
    dependencies.onPublished(published.version);
    return { version: published.version, job: await progressOf(published, dependencies) };
  };
  const publish = async (request: Omit<PublishRequest, 'publishedAt'>) => {
    requireValid(request.documents);
    try {
      return await store.publish({ ...request, publishedAt: now() });
    } catch (error) {
      if (error instanceof ProgramOvertakenError) throw new ProblemError('program.conflict', { cause: error });
      throw error;
    }
  };
  return {
    publish: async ({ body, caller, note }) => {
      const draft = await existingDraft(sql, body.draftId);
      if (draft.revision !== body.revision)
        throw new ProblemError('draft.conflict', { context: { revision: draft.revision } });
      const said = { publishedBy: authorOf(caller), note: body.note, restores: null, follows: body.currentVersion };
      const published = await publish({ ...said, documents: documentsOfDraft(draft) });
      note({ subject: `version ${published.version}`, reason: body.note });
      await deleteDraft(sql, draft.id);
      return answer(published);
    },
    rollBack: async ({ body, caller, note }) => {
      const documents = await store.documentsOf(body.toVersion);
      if (documents === null) throw new ProblemError('program.version_not_found');
      const said = {
        publishedBy: authorOf(caller),
        note: body.note,
        restores: body.toVersion,
        follows: body.currentVersion,
      };
      const published = await publish({ ...said, documents });
      note({ subject: `version ${published.version}`, reason: `restores ${body.toVersion}` });
      return answer(published);
    },
    publication: async ({ params }) => {
      const published = (await store.versions()).find((one) => one.version === params.version);
      if (published === undefined) throw new ProblemError('program.version_not_found');
      return progressOf(published, dependencies);
    },
  };
}

/** Read off the members themselves, so that it is right after a restart and on every process. */
async function progressOf(published: PublishedVersion, dependencies: PublishDependencies): Promise<JobProgress> {
  const { behind, members } = await dependencies.countBehind(published.version);
  return {
    id: `publication-${published.version}`,
    status: behind === 0 ? 'succeeded' : 'running',
    done: Math.max(0, members - behind),
    total: members,
    startedAt: published.publishedAt,
    finishedAt: behind === 0 ? dependencies.now() : null,
    error: null,
  };
}
