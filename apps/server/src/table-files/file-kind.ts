/** What a file is that is no text, known by its first bytes; undefined when nothing speaks against text. */
export interface OtherKind {
  readonly kind: 'workbook' | 'archive' | 'document' | 'picture' | 'columns' | 'database';
  /** Completes "The file ". */
  readonly sentence: string;
}

const saveAsCsv = 'In Excel or WPS choose File, Save as, "CSV UTF-8 (comma delimited)"';

/** Compared as Latin-1, in which every byte is one character. */
const kinds: readonly (OtherKind & { readonly start: string })[] = [
  {
    start: 'PK\u0003\u0004',
    kind: 'archive',
    sentence: `is an Excel workbook (.xlsx) or another zip archive. ${saveAsCsv}, or unpack it`,
  },
  { start: '\u00D0\u00CF\u0011\u00E0', kind: 'workbook', sentence: `is an Excel workbook (.xls). ${saveAsCsv}` },
  { start: '%PDF', kind: 'document', sentence: 'is a PDF. Export its rows as CSV' },
  { start: '\u0089PNG', kind: 'picture', sentence: 'is a picture' },
  { start: '\u00FF\u00D8\u00FF', kind: 'picture', sentence: 'is a picture' },
  { start: 'GIF8', kind: 'picture', sentence: 'is a picture' },
  {
    start: 'PAR1',
    kind: 'columns',
    sentence: 'is a Parquet file, which only `perennial analyze` reads. Export it as CSV',
  },
  { start: 'SQLite format 3', kind: 'database', sentence: 'is a SQLite database. Export its rows as CSV' },
  { start: '7z\u00BC\u00AF', kind: 'archive', sentence: 'is a 7z archive. Unpack it' },
  { start: 'Rar!', kind: 'archive', sentence: 'is a RAR archive. Unpack it' },
];

const kindBytes = 16;

export function findOtherKind(start: Buffer): OtherKind | undefined {
  const head = start.subarray(0, kindBytes).toString('latin1');
  return kinds.find((one) => head.startsWith(one.start));
}
