import type { JobProgress } from '@perennial/contracts';
import type { Facets } from '@perennial/domain';
import { ProgramOvertakenError } from '@perennial/engine';
import type { ProgramStore, PublishedVersion, PublishRequest } from '@perennial/engine';
import { deleteDraft } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { requireValid } from './check-documents.ts';
import { documentsOfDraft, existingDraft } from './drafts.ts';

export interface PublishDependencies {
  readonly audit: Audit;
  /** Whose documents a program is made of. */
  readonly facets: Facets;
  readonly sql: Sql;
  readonly store: ProgramStore;
  /** Members not yet folded under `version`, and all members. */
  readonly countBehind: (version: number) => Promise<{ readonly behind: number; readonly members: number }>;
  /** Called after a version was published, so that this process folds under it at once. */
  readonly onPublished: (version: number) => void;
  readonly now: () => number;
}

export interface Published {
  readonly version: number;
  /** How far the members are brought under it. */
  readonly job: JobProgress;
}

interface PublishSaid {
  readonly note: string;
  /** The version that is meant to be replaced: the one in force as the caller knows it. */
  readonly currentVersion: number;
}

export interface PublishDraft extends PublishSaid {
  readonly draftId: string;
  readonly revision: number;
}

/** A draft becomes the next version; a roll-back is a new version with the documents of an old one. */
export interface Publishing {
  /** Throws `draft.not_found`, `draft.conflict`, `program.invalid`, and `program.conflict` when another came first. */
  publish(context: CallContext, request: PublishDraft): Promise<Published>;
  /** Throws `program.version_not_found`, `program.invalid`, `program.conflict`. */
  rollBack(context: CallContext, request: PublishSaid & { readonly toVersion: number }): Promise<Published>;
  /** Throws `program.version_not_found`. */
  progress(version: number): Promise<JobProgress>;
}

export function createPublishing(dependencies: PublishDependencies): Publishing {
  const { audit, facets, sql, store, now } = dependencies;
  const answer = async (published: PublishedVersion): Promise<Published> => {
    dependencies.onPublished(published.version);
    return { version: published.version, job: await progressOf(published, dependencies) };
  };
  const publish = async (request: Omit<PublishRequest, 'publishedAt'>) => {
    requireValid(request.documents, facets);
    try {
      return await store.publish({ ...request, publishedAt: now() });
    } catch (error) {
      if (error instanceof ProgramOvertakenError) throw new ProblemError('program.conflict', { cause: error });
      throw error;
    }
  };
  return {
    publish: (context, { draftId, revision, note: remark, currentVersion: follows }) =>
      audit.act(context, { action: 'program.published' }, async (note) => {
        const draft = await existingDraft(sql, draftId);
        if (draft.revision !== revision)
          throw new ProblemError('draft.conflict', { context: { revision: draft.revision } });
        const said = { publishedBy: nameOfCaller(context.caller), note: remark, restores: null, follows };
        const published = await publish({ ...said, documents: documentsOfDraft(draft) });
        note({ subject: `version ${published.version}`, reason: remark });
        await deleteDraft(sql, draft.id);
        return answer(published);
      }),
    rollBack: (context, { toVersion, note: remark, currentVersion: follows }) =>
      audit.act(context, { action: 'program.rolled_back' }, async (note) => {
        const documents = await store.documentsOf(toVersion);
        if (documents === null) throw new ProblemError('program.version_not_found');
        const said = { publishedBy: nameOfCaller(context.caller), note: remark, restores: toVersion, follows };
        const published = await publish({ ...said, documents });
        note({ subject: `version ${published.version}`, reason: `restores ${toVersion}` });
        return answer(published);
      }),
    async progress(version) {
      const published = (await store.versions()).find((one) => one.version === version);
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
