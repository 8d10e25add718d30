import { z } from 'zod';

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
export const kind = z.enum(importKinds);

/** Which column feeds which field, and how to read the values. */
export const importMapping = z.object({
  kind,
  /** Field of ours to column of the file. */
  columns: z.record(z.string().max(100), z.string().max(200)),
  /**
   * How instants are written (`iso`, `yyyyMMdd`, `dd/MM/yyyy HH:mm` …); they are read in the program's zone. Empty where the first rows
   * leave day and month open: then the whole file must settle it, or somebody states it.
   */
  instantFormat: z.string().max(80).default('iso'),
  /** Zone of the instants when they carry none; the program's when absent. */
  zone: z.string().max(64).optional(),
  currency: z.string().length(3).optional(),
  /** ISO 3166-1 country in which telephone numbers without one were written as dialled; that of the source or the installation when absent. */
  phoneCountry: z.string().length(2).optional(),
  /** Type of the identity that the member column holds. */
  identityType: z.string().max(100).default('external_id'),
  source: z.string().max(63).optional(),
  channel: z.string().max(100).optional(),
  storeId: z.string().max(200).optional(),
  /** History: folded without anything being sent to anybody. */
  isBackfill: z.boolean().default(true),
  /** The sign before the decimals of every number; each column settles it by its values when absent, and is asked about where it cannot. */
  decimal: z.enum(['point', 'comma']).optional(),
  /** Percent of the rows that may be unreadable: where more are, nothing is imported and the import says why; 20 when absent. */
  rejectsPercentMax: z.number().int().min(0).max(100).optional(),
});
export type ImportMapping = z.output<typeof importMapping>;
