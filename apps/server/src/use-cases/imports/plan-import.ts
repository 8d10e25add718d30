import { basename, dirname } from 'node:path';
import { isReservedSource } from '@perennial/contracts/ingest';
import { toInstantFormats } from '@perennial/domain/reading';
import type { DecimalSign } from '@perennial/domain/reading';
import { ambiguousInstants, guessMapping, importKinds, isFieldOf } from '@perennial/engine/import';
import type { ImportKind, ImportMapping } from '@perennial/engine/import';
import { layOutFile } from '../../table-files/file-layout.ts';
import type { FileLayout } from '../../table-files/file-layout.ts';
import type { FileEncoding } from '../../table-files/guess-encoding.ts';
import { FileError, scanFile } from '../../table-files/scan-file.ts';
import type { FileScan } from '../../table-files/scan-file.ts';
import { isOwnList } from '../member-list/own-list.ts';

/** What the operator states instead of leaving it to the guess. */
export interface ImportWishes {
  readonly fileName?: string;
  readonly kind?: ImportKind | undefined;
  /** `field=column`; an empty column unmaps the field. */
  readonly map?: readonly string[];
  readonly source?: string | undefined;
  readonly identityType?: string | undefined;
  readonly currency?: string | undefined;
  readonly zone?: string | undefined;
  readonly phoneCountry?: string | undefined;
  readonly channel?: string | undefined;
  readonly storeId?: string | undefined;
  readonly instantFormat?: string | undefined;
  readonly decimal?: DecimalSign | undefined;
  readonly rejectsPercentMax?: number | undefined;
  readonly encoding?: FileEncoding | undefined;
  readonly delimiter?: string | undefined;
  readonly columns?: readonly string[] | undefined;
}

/** A file as it was looked at, before anything is guessed of what its columns mean. */
interface LaidOutFile {
  readonly fileName: string;
  /** Name of the folder that the file stands in, '' when it was uploaded. */
  readonly folderName: string;
  readonly scan: FileScan;
  readonly layout: FileLayout;
  readonly rows: readonly (readonly string[])[];
  /** What is to be said of the file, whatever its rows are. */
  readonly fileNotes: readonly string[];
}

/** How a file will be imported: shown before anything is done. */
export interface ImportPlan extends LaidOutFile {
  readonly mapping: ImportMapping;
  readonly notes: readonly string[];
  /** Nobody has said, and the first rows do not show, which number is the day. */
  readonly isInstantOpen: boolean;
  /** Nobody has said how instants are written: the whole file settles it. */
  readonly isInstantGuessed: boolean;
}

/** A wish that cannot be carried out. */
export class WishError extends Error {
  override readonly name = 'WishError';
}

/** Looks at a file and makes a plan. Throws FileError when it cannot be read, WishError when a wish makes no sense. */
export async function planImport(path: string, wishes: ImportWishes = {}): Promise<ImportPlan> {
  const scan = await scanFile(path, wishes.encoding);
  const file = await layOutFile(scan, wishes);
  refuseOwnList(file.layout.columns);
  const laidOut = {
    fileName: wishes.fileName ?? basename(path),
    folderName: wishes.fileName === undefined ? basename(dirname(path)) : '',
    scan,
    layout: file.layout,
    rows: file.rows,
    fileNotes: [...fileNotes(scan), ...file.notes],
  };
  return guessPlan(laidOut, wishes);
}

/** The plan of the same file if its rows are of another kind. */
export function planAs({ fileName, folderName, scan, layout, rows, fileNotes: notes }: ImportPlan, kind: ImportKind) {
  return guessPlan({ fileName, folderName, scan, layout, rows, fileNotes: notes }, { kind });
}

function guessPlan(file: LaidOutFile, wishes: ImportWishes): ImportPlan {
  const { columns, format } = file.layout;
  const guess = guessMapping({ ...file, columns, isObjects: format === 'ndjson' }, wishes.kind);
  return {
    ...file,
    mapping: applyWishes(guess.mapping, wishes, columns),
    notes: [...file.fileNotes, ...guess.notes],
    isInstantOpen: guess.notes.includes(ambiguousInstants) && wishes.instantFormat === undefined,
    isInstantGuessed: wishes.instantFormat === undefined,
  };
}

function refuseOwnList(columns: readonly string[]): void {
  if (!isOwnList(columns)) return;
  throw new FileError(
    'This is a list of members as Perennial writes it: they are here already, and what it says of them was worked out from what is known. Nothing was imported.',
  );
}

function fileNotes(scan: FileScan): readonly string[] {
  const notes: string[] = [];
  if (scan.cutAt !== undefined)
    notes.push(
      `The gzip file is cut off after ${scan.cutAt} unpacked bytes: the rows before that are kept, the rest is missing.`,
    );
  if (scan.encoding !== 'utf-8') notes.push(`The text is read as ${scan.encoding}; --encoding states another one.`);
  if (scan.hasNullBytes && !scan.encoding.startsWith('utf-16'))
    notes.push('The file holds null bytes; rows with one are rejected.');
  return notes;
}

const sourceShape = /^[a-z0-9][a-z0-9_.-]{0,62}$/;

function applyWishes(guess: ImportMapping, wishes: ImportWishes, columns: readonly string[]): ImportMapping {
  const source = wishes.source ?? guess.source ?? 'import';
  if (!sourceShape.test(source))
    throw new WishError(`"${source}" is no source: lower-case letters, digits, "_", "." and "-".`);
  // Said once, before all rows would be quarantined for it.
  if (isReservedSource(source))
    throw new WishError(`The source "${source}" is the product’s own: name yours by another word.`);
  const { instantFormat } = wishes;
  if (instantFormat !== undefined && toInstantFormats(instantFormat) === undefined) {
    throw new WishError(`"${instantFormat}" is no known way of writing an instant.`);
  }
  const followsSource = guess.identityType.startsWith('external_id:');
  return {
    ...guess,
    columns: applyMap(guess, wishes.map ?? [], columns),
    source,
    instantFormat: instantFormat ?? guess.instantFormat,
    identityType: wishes.identityType ?? (followsSource ? `external_id:${source}` : guess.identityType),
    currency: wishes.currency,
    zone: wishes.zone,
    phoneCountry: wishes.phoneCountry,
    channel: wishes.channel,
    storeId: wishes.storeId,
    decimal: wishes.decimal ?? (ownReferenceColumns.every((name) => columns.includes(name)) ? 'point' : undefined),
    rejectsPercentMax: wishes.rejectsPercentMax,
  };
}

/** Columns that every table of reference data ends with that the console gives out: its numbers have points, which nobody need ask about. */
const ownReferenceColumns = ['version', 'updated_at', 'updated_by'];

function applyMap(
  guess: ImportMapping,
  map: readonly string[],
  columns: readonly string[],
): Readonly<Record<string, string>> {
  const mapped = { ...guess.columns };
  for (const wish of map) {
    const at = wish.indexOf('=');
    const [field, column] = at < 1 ? [wish, undefined] : [wish.slice(0, at), wish.slice(at + 1)];
    if (column === undefined)
      throw new WishError(`"${wish}" is no mapping: write field=column, or field= to leave the field out.`);
    if (!isFieldOf(guess.kind, field)) throw new WishError(`${guess.kind} have no field "${field}".`);
    if (column === '') delete mapped[field];
    else if (columns.includes(column)) mapped[field] = column;
    else throw new WishError(`The file has no column "${column}". It has: ${columns.join(', ')}.`);
  }
  return mapped;
}

/** A kind by its name, or undefined. */
export function toImportKind(name: string | undefined): ImportKind | undefined {
  return importKinds.find((kind) => kind === name);
}
