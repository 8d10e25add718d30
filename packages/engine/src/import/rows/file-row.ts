/** A row of the file: where it began, and its values in the order of the columns. */
export interface FileRow {
  readonly line: number;
  readonly values: readonly string[];
  /** The row as it was parsed, where rows are objects (NDJSON). */
  readonly object?: unknown;
}
