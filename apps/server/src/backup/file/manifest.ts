import { z } from 'zod';

/** Raised when a file of this release cannot be read by an older one. */
export const backupFormat = 1;

/** The first record: enough to refuse a file before the rest of it is read. */
export const backupHead = z.object({ product: z.literal('perennial'), format: z.int() });

export const tableStart = z.object({ name: z.string().min(1), columns: z.array(z.string().min(1)) });
export type TableStart = z.infer<typeof tableStart>;

/** The last record, written when everything before it was: a file without it is not whole. */
export const backupManifest = z.object({
  format: z.int(),
  version: z.string(),
  installationId: z.uuid(),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() })),
  shardHeads: z.array(z.object({ shard: z.int(), position: z.string().regex(/^\d+$/) })),
  /** The last number that each column gave out which numbers itself. */
  sequences: z.array(z.object({ table: z.string(), column: z.string(), value: z.string().regex(/^\d+$/) })),
  tables: z.array(z.object({ name: z.string(), rows: z.int(), sha256: z.string() })),
  /** SHA-256 of the keys in the file; null when they were left out. */
  keysSha256: z.string().nullable(),
  /** The mark of a folder whose members are made up, as it lay there; null for one's own. Older files do not say. */
  demo: z.string().nullable().default(null),
});

export type BackupManifest = z.infer<typeof backupManifest>;
