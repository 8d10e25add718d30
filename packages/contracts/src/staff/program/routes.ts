import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import {
  counterMax,
  empty,
  identifier,
  jobProgress,
  jsonValue,
  localizedText,
  name,
  page,
  paging,
  queryInteger,
  queryList,
  uuid,
} from '../../schemas/common.ts';
import {
  documents,
  draft,
  draftSummary,
  issue,
  note,
  overruns,
  revision,
  version,
  versionSummary,
  warnings,
} from './documents.ts';
import { field } from './field.ts';
import { planningRoutes } from './planning-routes.ts';
import { historyMonthsMax, preview } from './preview.ts';
import { rehearsalRoutes } from './rehearsal-routes.ts';

/** A type of identity, or a family such as `external_id:*`. */
const identityType = z.string().regex(/^[\w:.*-]{1,110}$/);

/** JSON Schema, draft 2020-12. */
const jsonSchema = z.record(z.string(), jsonValue);

const draftParams = z.object({ draftId: uuid });
const jobParams = z.object({ jobId: identifier });

export const programRoutes = {
  current: defineRoute({
    method: 'GET',
    path: '/v1/program',
    access: 'program.read',
    summary: 'The program in force: its version and documents; without the right `program.rules` names of stages alone',
    response: versionSummary.extend({ documents }),
  }),
  versions: defineRoute({
    method: 'GET',
    path: '/v1/program/versions',
    access: 'program.rules',
    summary: 'Published versions, newest first',
    query: z.object(paging),
    response: page(versionSummary),
  }),
  version: defineRoute({
    method: 'GET',
    path: '/v1/program/versions/{version}',
    access: 'program.rules',
    summary: 'One published version with its documents',
    params: z.object({ version: queryInteger(1, counterMax) }),
    response: versionSummary.extend({ documents }),
  }),
  fields: defineRoute({
    method: 'GET',
    path: '/v1/program/fields',
    access: 'program.read',
    summary: 'The field catalogue of conditions',
    response: z.object({ items: z.array(field) }),
  }),
  presets: defineRoute({
    method: 'GET',
    path: '/v1/program/presets',
    access: 'program.rules',
    summary: 'Lifecycles to start from',
    response: z.object({ items: z.array(z.object({ id: identifier, name: localizedText, lifecycle: jsonValue })) }),
  }),
  schemas: defineRoute({
    method: 'GET',
    path: '/v1/program/schemas',
    access: 'program.rules',
    summary: 'The JSON schema of every kind of document, with the fields of the program in force, for editors of files',
    response: z.object({ items: z.array(z.object({ kind: identifier, file: identifier, schema: jsonSchema })) }),
  }),
  schema: defineRoute({
    method: 'GET',
    path: '/v1/program/schemas/{kind}',
    access: 'program.rules',
    summary: 'The JSON schema of one kind of document, as it stands in a file',
    params: z.object({ kind: identifier.describe('`settings`, `lifecycles` …') }),
    response: jsonSchema,
  }),
  identityHoldings: defineRoute({
    method: 'GET',
    path: '/v1/program/identity-holdings',
    access: 'program.edit',
    summary: 'How many members hold how many identities of a type: what a lowered limit would meet',
    callsPerMinuteMax: 30,
    query: z.object({
      type: identityType.describe('A type such as `phone`, or a family such as `external_id:*`'),
      except: queryList(identityType, 100).optional().describe('Types of the family that have a policy of their own'),
    }),
    response: z.object({
      /** Of a family, `held` is the number of the type that the member holds most of. */
      items: z.array(z.object({ held: z.number().int(), members: z.number().int() })),
    }),
  }),
  validate: defineRoute({
    method: 'POST',
    path: '/v1/program/validate',
    access: 'program.edit',
    summary: 'Check documents without saving them',
    body: z.object({ documents }),
    bodyBytesMax: 2_000_000,
    response: z.object({
      isValid: z.boolean(),
      issues: z.array(issue),
      warnings: z.array(issue).describe('What is probably not meant, of documents that may be published all the same'),
    }),
  }),
  drafts: defineRoute({
    method: 'GET',
    path: '/v1/program/drafts',
    access: 'program.rules',
    summary: 'Drafts, last changed first',
    query: z.object(paging),
    response: page(draftSummary),
  }),
  createDraft: defineRoute({
    method: 'POST',
    path: '/v1/program/drafts',
    access: 'program.edit',
    audit: 'program.draft_created',
    summary: 'Start a draft from the version in force, or from another one',
    body: z.object({ name, fromVersion: version.optional(), documents: documents.optional() }),
    bodyBytesMax: 2_000_000,
    response: draft,
  }),
  draft: defineRoute({
    method: 'GET',
    path: '/v1/program/drafts/{draftId}',
    access: 'program.rules',
    summary: 'One draft with its documents',
    params: draftParams,
    response: draft,
  }),
  saveDraft: defineRoute({
    method: 'PUT',
    path: '/v1/program/drafts/{draftId}',
    access: 'program.edit',
    audit: 'program.draft_saved',
    summary: 'Save a draft',
    params: draftParams,
    bodyBytesMax: 2_000_000,
    body: z.object({ name: name.optional(), revision, documents }),
    response: draft,
  }),
  deleteDraft: defineRoute({
    method: 'DELETE',
    path: '/v1/program/drafts/{draftId}',
    access: 'program.edit',
    audit: 'program.draft_deleted',
    summary: 'Delete a draft',
    params: draftParams,
    response: empty,
  }),
  startPreview: defineRoute({
    method: 'POST',
    path: '/v1/program/previews',
    access: 'program.edit',
    bodyBytesMax: 2_000_000,
    callsPerMinuteMax: 60,
    summary:
      'Count in the background who would move from where to where under these documents, and what publishing them would change of history',
    body: z.object({
      documents,
      historyMonths: z
        .number()
        .int()
        .min(0)
        .max(historyMonthsMax)
        .default(0)
        .describe(
          'Judge the ends of so many past months as well, under the version in force and under these documents',
        ),
    }),
    response: preview,
  }),
  preview: defineRoute({
    method: 'GET',
    path: '/v1/program/previews/{jobId}',
    access: 'program.rules',
    summary: 'Progress and result of a preview',
    params: jobParams,
    response: preview,
  }),
  cancelPreview: defineRoute({
    method: 'DELETE',
    path: '/v1/program/previews/{jobId}',
    access: 'program.edit',
    summary: 'Stop a preview',
    params: jobParams,
    response: empty,
  }),
  publish: defineRoute({
    method: 'POST',
    path: '/v1/program/publications',
    access: 'program.publish',
    audit: 'program.published',
    summary: 'Publish a draft as the next version and re-evaluate members in the background',
    body: z.object({
      draftId: uuid,
      revision,
      note,
      currentVersion: version.describe('The version that the draft is meant to replace'),
    }),
    response: z.object({ version, job: jobProgress, overruns, warnings }),
  }),
  rollBack: defineRoute({
    method: 'POST',
    path: '/v1/program/roll-backs',
    access: 'program.publish',
    audit: 'program.rolled_back',
    summary: 'Publish an older version again, as a new one',
    body: z.object({ toVersion: version, currentVersion: version, note }),
    response: z.object({ version, job: jobProgress, overruns, warnings }),
  }),
  publication: defineRoute({
    method: 'GET',
    path: '/v1/program/publications/{version}',
    access: 'program.read',
    summary: 'How far the re-evaluation for a version has come',
    params: z.object({ version: queryInteger(1, counterMax) }),
    response: jobProgress,
  }),
  ...planningRoutes,
  ...rehearsalRoutes,
} as const;
