import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { empty, fileForm, identifier, page, paging } from '../../schemas/common.ts';
import { importMapping } from './import-mapping.ts';
import { importRun, upload } from './import-run.ts';

const params = z.object({ importId: identifier });

export const importsRoutes = {
  upload: defineRoute({
    method: 'POST',
    path: '/v1/imports/uploads',
    access: 'imports.run',
    audit: 'import.uploaded',
    summary:
      'Send a CSV, TSV or NDJSON file, gzipped or not; the answer guesses the mapping and shows the first rows, masked for who may not reveal',
    query: z.object({ fileName: z.string().min(1).max(255) }),
    body: 'bytes',
    bodyBytesMax: 1_073_741_824,
    response: upload,
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/imports',
    access: 'imports.read',
    summary: 'Imports, newest first',
    query: z.object(paging),
    response: page(importRun),
  }),
  start: defineRoute({
    method: 'POST',
    path: '/v1/imports',
    access: 'imports.run',
    audit: 'import.started',
    summary: 'Import an uploaded file, or only check every row of it',
    body: z.object({ uploadId: identifier, mapping: importMapping, isDryRun: z.boolean() }),
    response: importRun,
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/imports/{importId}',
    access: 'imports.read',
    summary: 'Progress of an import',
    params,
    response: importRun,
  }),
  cancel: defineRoute({
    method: 'DELETE',
    path: '/v1/imports/{importId}',
    access: 'imports.run',
    audit: 'import.cancelled',
    summary: 'Stop an import; what was acknowledged stays',
    params,
    response: empty,
  }),
  rejects: defineRoute({
    method: 'GET',
    path: '/v1/imports/{importId}/rejects.csv',
    access: 'imports.read',
    format: 'csv',
    summary: 'Rejected rows with line and reason, personal values masked',
    params,
    query: z.object(fileForm),
    response: undefined,
  }),
  revealRejects: defineRoute({
    method: 'POST',
    path: '/v1/imports/{importId}/rejects/reveal',
    access: 'members.reveal',
    audit: 'import.rejects_revealed',
    format: 'csv',
    summary: 'Rejected rows with their reasons in clear; every call is audited with its reason',
    params,
    query: z.object(fileForm),
    body: z.object({ reason: z.string().min(3).max(500) }),
    response: undefined,
  }),
} as const;
