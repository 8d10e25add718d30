import { createReadStream } from 'node:fs';
import { createZstdDecompress } from 'node:zlib';
import type { z } from 'zod';
import { backupFormat, backupHead, backupManifest, tableStart } from './manifest.ts';
import type { BackupManifest, TableStart } from './manifest.ts';
import { BrokenBackupError, decodeRecords } from './records.ts';
import type { BackupRecord } from './records.ts';
import { createTableSum, sha256Of } from './table-sum.ts';
import type { TableSum } from './table-sum.ts';

/** Hears the rows of one table, in pieces that may end within a row. */
export interface TableReader {
  rows(bytes: Buffer): void | Promise<void>;
  end(): void | Promise<void>;
}

/** Hears what is in a file while it is read. Only at the end is it known to be whole. */
export interface BackupReader {
  keys?(json: string): void;
  /** Undefined: nobody wants the rows of this table. */
  table?(start: TableStart): TableReader | undefined | Promise<TableReader | undefined>;
}

/** Reads the whole file and answers its manifest. Throws a `BrokenBackupError` that says why when any of it is not as it was written. */
export async function readBackup(
  file: string,
  signal: AbortSignal,
  reader: BackupReader = {},
): Promise<BackupManifest> {
  try {
    return await checkRecords(decodeRecords(readUncompressed(file, signal)), reader);
  } catch (error) {
    if (!(error instanceof BrokenBackupError)) throw error;
    throw new BrokenBackupError(`${file} is not a whole backup: ${error.message}.`, { cause: error.cause });
  }
}

async function* readUncompressed(file: string, signal: AbortSignal): AsyncIterable<Buffer> {
  const source = createReadStream(file, { signal });
  const unpack = createZstdDecompress();
  source.on('error', (error) => unpack.destroy(error));
  try {
    for await (const chunk of source.pipe(unpack)) yield chunk;
  } catch (error) {
    signal.throwIfAborted();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new BrokenBackupError('there is no such file', { cause: error });
    if (code === 'EACCES' || code === 'EISDIR')
      throw new BrokenBackupError(`it cannot be read (${code})`, { cause: error });
    throw new BrokenBackupError('it cannot be unpacked, so it was cut off or changed', { cause: error });
  } finally {
    source.destroy();
  }
}

interface Found {
  readonly tables: { readonly name: string; readonly sum: TableSum; readonly reader: TableReader | undefined }[];
  keysSha256: string | null;
}

async function checkRecords(records: AsyncIterable<BackupRecord>, reader: BackupReader): Promise<BackupManifest> {
  const found: Found = { tables: [], keysSha256: null };
  let isHeadRead = false;
  let manifest: BackupManifest | undefined;
  for await (const record of records) {
    if (manifest !== undefined) throw new BrokenBackupError('something stands behind its end');
    if (!isHeadRead) checkHead(record);
    else if (record.kind === 'M') manifest = parse(backupManifest, record.body);
    else await take(record, found, reader);
    isHeadRead = true;
  }
  if (manifest === undefined) throw new BrokenBackupError('its end is missing');
  await found.tables.at(-1)?.reader?.end();
  compare(manifest, found);
  return manifest;
}

function checkHead({ kind, body }: BackupRecord): void {
  if (kind !== 'H') throw new BrokenBackupError('it does not begin as a backup does');
  const { format } = parse(backupHead, body);
  if (format !== backupFormat)
    throw new BrokenBackupError(
      `it has format ${format}, and this release reads format ${backupFormat}: a newer release reads it`,
    );
}

async function take({ kind, body }: BackupRecord, found: Found, reader: BackupReader): Promise<void> {
  const current = found.tables.at(-1);
  if (kind === 'K' && current === undefined) {
    found.keysSha256 = sha256Of(body);
    reader.keys?.(body.toString());
  } else if (kind === 'T') {
    await current?.reader?.end();
    const start = parse(tableStart, body);
    found.tables.push({ name: start.name, sum: createTableSum(), reader: await reader.table?.(start) });
  } else if (kind === 'D' && current !== undefined) {
    current.sum.add(body);
    await current.reader?.rows(body);
  } else throw new BrokenBackupError('its parts are not in their order');
}

function compare(manifest: BackupManifest, found: Found): void {
  if (manifest.keysSha256 !== found.keysSha256)
    throw new BrokenBackupError('its keys are not those it was written with');
  if (manifest.tables.length !== found.tables.length) throw new BrokenBackupError('it has not all of its tables');
  for (const [index, { name, sum }] of found.tables.entries()) {
    const told = manifest.tables[index];
    const { rows, sha256 } = sum.result();
    if (told?.name !== name || told.rows !== rows || told.sha256 !== sha256)
      throw new BrokenBackupError(`the rows of ${name} are not those it was written with`);
  }
}

function parse<T>(schema: z.ZodType<T>, body: Buffer): T {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    value = undefined;
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new BrokenBackupError('what it says of itself cannot be read');
  return read.data;
}
