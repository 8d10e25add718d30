import type { DecimalSign } from '@perennial/domain/reading';

/** What the rows of a file are. */
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
export type ImportKind = (typeof importKinds)[number];

/** Which column feeds which field, and how to read the values. */
export interface ImportMapping {
  readonly kind: ImportKind;
  /** Field of ours to column of the file. */
  readonly columns: Readonly<Record<string, string>>;
  /** One of `instantFormats`, or several with bars between them; a time of day may follow each of them. */
  readonly instantFormat: string;
  /** IANA zone of instants that carry none; the program's when absent. */
  readonly zone?: string | undefined;
  /** ISO 4217; the program's when absent. */
  readonly currency?: string | undefined;
  /** ISO 3166-1 country in which telephone numbers without one were written as dialled; that of the source or the installation when absent. */
  readonly phoneCountry?: string | undefined;
  /** Type of the identity that the member column holds. */
  readonly identityType: string;
  readonly source?: string | undefined;
  readonly channel?: string | undefined;
  readonly storeId?: string | undefined;
  /** History: folded without anything being sent to anybody. */
  readonly isBackfill: boolean;
  /** The sign before the decimals of every number; each column settles it by its values when absent. */
  readonly decimal?: DecimalSign | undefined;
  /** Percent of the rows that may be unreadable; where more are, nothing is imported. */
  readonly rejectsPercentMax?: number | undefined;
}

/** The first rows of a file, for guessing what it is. */
export interface FileSample {
  readonly fileName: string;
  /** Name of the folder that the file stands in, '' when it was uploaded. */
  readonly folderName: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** True when each row was an object by itself (NDJSON). */
  readonly isObjects: boolean;
}

export interface MappingGuess {
  readonly mapping: ImportMapping;
  /** What could not be settled, said to the operator. */
  readonly notes: readonly string[];
  /** The export of a shop system that the header belongs to, where it is known. */
  readonly document?: { readonly id: string; readonly name: string };
}
