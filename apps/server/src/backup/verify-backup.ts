import { createReadStream } from 'node:fs';
import { createZstdDecompress } from 'node:zlib';
import type { z } from 'zod';
import { backupFormat, backupHead, backupManifest, tableStart } from './manifest.ts';
import type { BackupManifest } from './manifest.ts';
import { BrokenBackupError, decodeRecords } from './records.ts';
import type { BackupRecord } from './records.ts';
import { createTableSum, sha256Of } from './table-sum.ts';
import type { TableSum } from './table-sum.ts';

/** Reads the whole file and answers its manifest. Throws a `BrokenBackupError` that says why when any of it is not as it was written. */
export async function verifyBackup(file: string, signal: AbortSignal): Promise<BackupManifest> {
  try {
    return await checkRecords(decodeRecords(readUncompressed(file, signal)));
  } catch (error) {
    signal.throwIfAborted();
    if (isMissing(error)) throw new BrokenBackupError(`There is no file ${file}.`, { cause: error });
    const isOurs = error instanceof BrokenBackupError;
    const reason = isOurs ? error.message : 'it cannot be unpacked, so it was cut off or changed';
    throw new BrokenBackupError(`${file} is not a whole backup: ${reason}.`, isOurs ? {} : { cause: error });
  }
}

async function* readUncompressed(file: string, signal: AbortSignal): AsyncIterable<Buffer> {
  const source = createReadStream(file, { signal });
  const unpack = createZstdDecompress();
  source.on('error', (error) => unpack.destroy(error));
  yield* source.pipe(unpack);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

interface Found {
  readonly tables: { readonly name: string; readonly sum: TableSum }[];
  keysSha256: string | null;
}

async function checkRecords(records: AsyncIterable<BackupRecord>): Promise<BackupManifest> {
  const found: Found = { tables: [], keysSha256: null };
  let isHeadRead = false;
  let manifest: BackupManifest | undefined;
  for await (const record of records) {
    if (manifest !== undefined) throw new BrokenBackupError('something stands behind its end');
    if (!isHeadRead) checkHead(record);
    else if (record.kind === 'M') manifest = parse(backupManifest, record.body);
    else take(record, found);
    isHeadRead = true;
  }
  if (manifest === undefined) throw new BrokenBackupError('its end is missing');
  compare(manifest, found);
  return manifest;
}

function checkHead({ kind, body }: BackupRecord): void {
  if (kind !== 'H') throw new BrokenBackupError('it does not begin as a backup does');
  const { format } = parse(backupHead, body);
  if (format !== backupFormat)
    throw new BrokenBackupError(`it has format ${format}, and this release reads format ${backupFormat}`);
}

function take({ kind, body }: BackupRecord, found: Found): void {
  const current = found.tables.at(-1);
  if (kind === 'K') found.keysSha256 = sha256Of(body);
  else if (kind === 'T') found.tables.push({ name: parse(tableStart, body).name, sum: createTableSum() });
  else if (kind === 'D' && current !== undefined) current.sum.add(body);
  else throw new BrokenBackupError('its parts are not in their order');
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
