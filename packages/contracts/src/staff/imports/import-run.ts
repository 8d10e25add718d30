import { z } from 'zod';
import { identifier, instant, jobProgress } from '../../schemas/common.ts';
import { importMapping, kind } from './import-mapping.ts';

/** What is proposed if the rows are of one kind. */
const proposal = z.object({
  mapping: importMapping,
  /** What the guess could not settle, said to the operator. */
  notes: z.array(z.string()),
  /** Fields that this kind takes, with those that must be mapped. */
  fields: z.array(z.object({ field: z.string(), isRequired: z.boolean() })),
});

export const upload = z.object({
  id: identifier,
  fileName: z.string(),
  bytes: z.number().int(),
  uploadedAt: instant,
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  rows: z.array(z.array(z.string())).max(20),
  /** True for who may not reveal what is personal: cells are hidden, the names of columns stay. */
  isMasked: z.boolean(),
  ...proposal.shape,
  /** The same for each of the other kinds, for whoever knows better what the rows are. */
  others: z.array(proposal),
});
export type Upload = z.output<typeof upload>;

export const importRun = jobProgress.extend({
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
