import { z } from 'zod';
import { empty, identifier, instant, jobProgress, page, paging } from '../../schemas/common.ts';
import { defineRoute } from '../../route/route.ts';

/** What the rows of the file are. */
export const importKinds = [
  'order_lines',
  'orders',
  'members',
  'facts',
  'products',
  'stores',
  'staff',
  'rates',
] as const;
const kind = z.enum(importKinds);

/** Which column feeds which field, and how to read the values. */
export const importMapping = z.object({
  kind,
  /** Field of ours to column of the file. */
  columns: z.record(z.string().max(100), z.string().max(200)),
  /**
   * How instants are written (`iso`, `yyyyMMdd`, `dd/MM/yyyy HH:mm` …); they are read in the program's zone. Empty where the first rows
   * leave day and month open: then the whole file must settle it, or somebody states it.
   */
  instantFormat: z.string().max(40).default('iso'),
  /** Zone of the instants when they carry none; the program's when absent. */
  zone: z.string().max(64).optional(),
  currency: z.string().length(3).optional(),
  /** Type of the identity that the member column holds. */
  identityType: z.string().max(100).default('external_id'),
  source: z.string().max(63).optional(),
  channel: z.string().max(100).optional(),
  storeId: z.string().max(200).optional(),
  /** History: folded without anything being sent to anybody. */
  isBackfill: z.boolean().default(true),
});
export type ImportMapping = z.output<typeof importMapping>;

const upload = z.object({
  id: identifier,
  fileName: z.string(),
  bytes: z.number().int(),
  uploadedAt: instant,
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  rows: z.array(z.array(z.string())).max(20),
  mapping: importMapping,
  /** What the guess could not settle, said to the operator. */
  notes: z.array(z.string()),
  /** Fields that this kind takes, with those that must be mapped. */
  fields: z.array(z.object({ field: z.string(), isRequired: z.boolean() })),
});
export type Upload = z.output<typeof upload>;

const importRun = jobProgress.extend({
  fileName: z.string(),
  isDryRun: z.boolean(),
  kind,
  startedBy: z.string(),
  rowsRead: z.number().int(),
  accepted: z.number().int(),
  duplicates: z.number().int(),
  quarantined: z.number().int(),
  rejected: z.number().int(),
  bytesDone: z.number().int(),
  bytesTotal: z.number().int(),
  rowsPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  firstFactAt: instant.nullable(),
  lastFactAt: instant.nullable(),
  rejects: z.array(z.object({ line: z.number().int(), reason: z.string() })).max(20),
});
export type ImportRun = z.output<typeof importRun>;
const params = z.object({ importId: identifier });

export const importsRoutes = {
  upload: defineRoute({
    method: 'POST',
    path: '/v1/imports/uploads',
    access: 'imports.run',
    audit: 'import.uploaded',
    summary: 'Send a CSV, TSV or NDJSON file, gzipped or not; the answer guesses the mapping',
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
    summary: 'Rejected rows with line and reason',
    params,
    response: undefined,
  }),
} as const;
