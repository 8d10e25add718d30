import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { counterMax, identifier, jobProgress, queryInteger } from '../../schemas/common.ts';
import { documentChange, programChanges } from './changes.ts';
import { documents, issue, note, overruns, version, warnings } from './documents.ts';

const aVersion = queryInteger(1, counterMax);
/** As many as there are of previews: each may start one. */
const callsPerMinuteMax = 60;
const bodyBytesMax = 2_000_000;

/** Programs as documents that are kept elsewhere: what would be different, and putting all of them in force at once. */
export const planningRoutes = {
  changes: defineRoute({
    method: 'GET',
    path: '/v1/program/changes',
    access: 'program.rules',
    summary: 'What is different between two published versions, in words',
    query: z.object({
      from: aVersion.optional().describe('The one before `to` when absent'),
      to: aVersion.optional().describe('The version in force when absent'),
    }),
    response: programChanges,
  }),
  compare: defineRoute({
    method: 'POST',
    path: '/v1/program/changes',
    access: 'program.rules',
    summary: 'What is different between the version in force and these documents, which need not be sound, in words',
    callsPerMinuteMax,
    bodyBytesMax,
    body: z.object({ documents }),
    response: programChanges,
  }),
  plan: defineRoute({
    method: 'POST',
    path: '/v1/program/plans',
    access: 'program.edit',
    summary:
      'What applying these documents would change, what is refused of them, and who would move: a preview that is started',
    callsPerMinuteMax,
    bodyBytesMax,
    body: z.object({ documents }),
    response: z.object({
      currentVersion: version.describe('The version in force that was compared with, to be given when it is applied'),
      isUnchanged: z.boolean(),
      changes: z.array(documentChange),
      issues: z.array(issue).describe('What would be refused; empty when the documents may be applied'),
      warnings: z.array(issue),
      previewId: identifier
        .nullable()
        .describe(
          'Of the preview at `/v1/program/previews/{jobId}`; null where nothing would change, is refused, or as many are counted for others as may',
        ),
    }),
  }),
  apply: defineRoute({
    method: 'POST',
    path: '/v1/program/applications',
    access: 'program.publish',
    audit: 'program.published',
    summary:
      'Publish these documents, which are all of the program, as the next version; where they are those of the version in force, nothing is published',
    callsPerMinuteMax,
    bodyBytesMax,
    body: z.object({
      documents,
      note,
      currentVersion: version.describe('The version that the documents are meant to replace'),
    }),
    response: z.object({
      version: version.describe('The one that was published, or the one in force where nothing was'),
      isUnchanged: z.boolean().describe('Nothing was published'),
      job: jobProgress,
      overruns,
      warnings,
    }),
  }),
} as const;
