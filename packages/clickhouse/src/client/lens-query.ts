import type { LensValue } from '@perennial/domain';

/** A bounded read of the lens. */
export interface LensQuery {
  /** One select without `settings` and `format` clauses; parameters as `{name:Type}`. */
  readonly sql: string;
  readonly params?: LensParams;
  /** Which connection runs it: what a page waits for, or what may take long. Default interactive. */
  readonly role?: LensReadRole;
  /** Default 10 for interactive reads, 120 for long ones. */
  readonly secondsMax?: number;
}

export type LensParam = string | number | boolean | null | readonly string[] | readonly number[];
export type LensParams = Readonly<Record<string, LensParam>>;
export type LensReadRole = 'interactive' | 'long' | 'analyst';
export type LensRow = Readonly<Record<string, unknown>>;

/** What the analytics queries run on: the lens in this process, a ClickHouse server, or the lens of the running server. */
export interface LensReader {
  /**
   * The rows of a query, all of them in memory, so every query has a limit. Throws `LensUnavailableError` when the lens cannot be
   * reached and `LensQueryError` when it answers with an error, a time-out included.
   */
  read(query: LensQuery): Promise<readonly LensRow[]>;
}

/** The owner's side of the lens. */
export interface LensConnection extends LensReader {
  /** Runs a statement that returns nothing. */
  execute(sql: string): Promise<void>;
  /** Appends rows under a deduplication token: a repeat of the same token changes nothing. */
  insert(insert: LensInsert): Promise<void>;
  close(): Promise<void>;
}

export interface LensInsert {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly LensValues[];
  readonly token: string;
}

/** One row to insert: its values in the order of the columns. */
export type LensValues = readonly LensValue[];

/** The lens is not there: the server is down, or the running process does not answer. */
export class LensUnavailableError extends Error {
  override readonly name = 'LensUnavailableError';
}

/** The lens answered with an error. `code` is ClickHouse's own number as text, '' when unknown; 159 is a time-out. */
export class LensQueryError extends Error {
  override readonly name = 'LensQueryError';
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function numberOf(row: LensRow, column: string): number {
  const value = Number(row[column]);
  if (Number.isNaN(value)) throw new TypeError(`Column ${column} of the lens is not a number`);
  return value;
}

export function nullableNumberOf(row: LensRow, column: string): number | null {
  return row[column] === null || row[column] === undefined ? null : numberOf(row, column);
}

export function textOf(row: LensRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Column ${column} of the lens is not text`);
  return value;
}
