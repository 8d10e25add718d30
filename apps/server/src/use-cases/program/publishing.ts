import type { JobProgress } from '@perennial/contracts';
import { canonicalJson } from '@perennial/domain';
import type { Facets, ProgramDocuments } from '@perennial/domain';
import { ProgramOvertakenError } from '@perennial/engine';
import type { NewVersion, Overrun, ProgramStore, PublishedVersion, PublishRequest } from '@perennial/engine';
import { deleteDraft } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { checkDocuments, checkSizes, requireValid } from './check-documents.ts';
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
  /** Budgets that it lowers below what had been granted of them: nothing is left of these. */
  readonly overruns: Overrun[];
  /** What is probably not meant of it. */
  readonly warnings: Warning[];
}

type Warning = ReturnType<typeof checkDocuments>['warnings'][number];

interface PublishSaid {
  readonly note: string;
  /** The version that is meant to be replaced: the one in force as the caller knows it. */
  readonly currentVersion: number;
}

export interface PublishDraft extends PublishSaid {
  readonly draftId: string;
  readonly revision: number;
}

export interface ApplyDocuments extends PublishSaid {
  /** All of the program. */
  readonly documents: ProgramDocuments;
}

export interface Applied extends Published {
  /** The documents are those of the version in force, so nothing was published. */
  readonly isUnchanged: boolean;
}

/** A draft or documents become the next version; a roll-back is a new version with the documents of an old one. */
export interface Publishing {
  /** Throws `draft.not_found`, `draft.conflict`, `program.invalid`, and `program.conflict` when another came first. */
  publish(context: CallContext, request: PublishDraft): Promise<Published>;
  /**
   * Publishes documents unless they are those in force already, whichever version they were meant to replace: so a retry publishes
   * nothing twice. Throws `request.too_large`, `program.invalid`, `program.conflict`.
   */
  apply(context: CallContext, request: ApplyDocuments): Promise<Applied>;
  /** Throws `program.version_not_found`, `program.invalid`, `program.conflict`. */
  rollBack(context: CallContext, request: PublishSaid & { readonly toVersion: number }): Promise<Published>;
  /** Throws `program.version_not_found`. */
  progress(version: number): Promise<JobProgress>;
}

export function createPublishing(dependencies: PublishDependencies): Publishing {
  const { audit, facets, sql, store, now } = dependencies;
  const answer = async (published: NewVersion, documents: ProgramDocuments): Promise<Published> => {
    dependencies.onPublished(published.version);
    const { version, overruns } = published;
    const { warnings } = checkDocuments(documents, facets);
    return { version, job: await progressOf(published, dependencies), overruns: [...overruns], warnings };
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
        const documents = documentsOfDraft(draft);
        const published = await publish({ ...said, documents });
        note({ subject: `version ${published.version}`, reason: remark });
        await deleteDraft(sql, draft.id);
        return answer(published, documents);
      }),
    async apply(context, { documents, note: remark, currentVersion: follows }) {
      checkSizes(documents);
      const inForce = (await store.versions()).at(-1);
      if (inForce !== undefined && isSameProgram(await store.documentsOf(inForce.version), documents)) {
        const job = await progressOf(inForce, dependencies);
        return { version: inForce.version, job, overruns: [], warnings: [], isUnchanged: true };
      }
      return audit.act(context, { action: 'program.published' }, async (note) => {
        const said = { publishedBy: nameOfCaller(context.caller), note: remark, restores: null, follows };
        const published = await publish({ ...said, documents });
        note({ subject: `version ${published.version}`, reason: remark });
        return { ...(await answer(published, documents)), isUnchanged: false };
      });
    },
    rollBack: (context, { toVersion, note: remark, currentVersion: follows }) =>
      audit.act(context, { action: 'program.rolled_back' }, async (note) => {
        const documents = await store.documentsOf(toVersion);
        if (documents === null) throw new ProblemError('program.version_not_found');
        const said = { publishedBy: nameOfCaller(context.caller), note: remark, restores: toVersion, follows };
        const published = await publish({ ...said, documents });
        note({ subject: `version ${published.version}`, reason: `restores ${toVersion}` });
        return answer(published, documents);
      }),
    async progress(version) {
      const published = (await store.versions()).find((one) => one.version === version);
      if (published === undefined) throw new ProblemError('program.version_not_found');
      return progressOf(published, dependencies);
    },
  };
}

/** By the bytes that documents are hashed by, so that neither the order of keys nor how a number is written makes a new version. */
export function isSameProgram(known: ProgramDocuments | null, documents: ProgramDocuments): boolean {
  return known !== null && canonicalJson(known) === canonicalJson(documents);
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
