import type { ProgramDocuments } from '@perennial/domain';
import { checkDocuments } from './check-documents.ts';
import { createDrafts, documentsOfDraft, existingDraft } from './drafts.ts';
import type { DraftDependencies, Drafts } from './drafts.ts';
import { listIdentityHoldings } from './identity-holdings.ts';
import type { HoldingsRequest } from './identity-holdings.ts';
import { createPlanning } from './planning.ts';
import type { Planning, PlanningDependencies } from './planning.ts';
import { createPreviews } from './previews.ts';
import type { PreviewDependencies, Previews } from './previews.ts';
import { createPublishing } from './publishing.ts';
import type { PublishDependencies, Publishing } from './publishing.ts';
import { createRehearsals } from './rehearsals.ts';
import type { RehearsalDependencies, Rehearsals } from './rehearsals.ts';
import { createSchemas } from './schemas.ts';
import type { Schemas } from './schemas.ts';
import { createFindVersion, createVersions } from './versions.ts';
import type { Versions } from './versions.ts';

export type ProgramDependencies = Omit<DraftDependencies, 'findVersion'> &
  PreviewDependencies &
  PublishDependencies &
  Omit<RehearsalDependencies, 'documentsOfDraft'> &
  Pick<PlanningDependencies, 'currency'>;

/** The program: its versions, schemas, drafts, previews, publishing, and planning of documents that are kept elsewhere. */
export interface Program {
  readonly versions: Versions;
  readonly schemas: Schemas;
  readonly drafts: Drafts;
  readonly previews: Previews;
  readonly rehearsals: Rehearsals;
  readonly publishing: Publishing;
  readonly planning: Planning;
  /** Every problem of the documents, as publishing them would find it. */
  validate(documents: ProgramDocuments): ReturnType<typeof checkDocuments>;
  identityHoldings(request: HoldingsRequest): ReturnType<typeof listIdentityHoldings>;
}

export function createProgram(dependencies: ProgramDependencies): Program {
  const { facets, store, sql, currency } = dependencies;
  const findVersion = createFindVersion(store);
  const previews = createPreviews(dependencies);
  const publishing = createPublishing(dependencies);
  return {
    versions: createVersions({ facets, store, findVersion }),
    schemas: createSchemas({ facets, findVersion }),
    drafts: createDrafts({ ...dependencies, findVersion }),
    previews,
    rehearsals: createRehearsals({
      ...dependencies,
      documentsOfDraft: async (draftId) => documentsOfDraft(await existingDraft(sql, draftId)),
    }),
    publishing,
    planning: createPlanning({ facets, currency, findVersion, previews, publishing }),
    validate: (documents) => checkDocuments(documents, facets),
    identityHoldings: (request) => listIdentityHoldings(sql, request),
  };
}
