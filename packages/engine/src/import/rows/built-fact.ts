import type { FactPayload } from '@perennial/domain';
import type { FileRow } from './file-row.ts';
import type { IdentityValue, RowProblem } from './row-reader.ts';

/** A fact in our own shape, built from rows, with the line that it came from. */
export interface BuiltFact {
  readonly line: number;
  readonly value: {
    readonly messageId: string;
    readonly type: string;
    /** Epoch milliseconds; absent when the file states no time. */
    readonly occurredAt?: number;
    readonly identities: readonly IdentityValue[];
    readonly channel: string;
    readonly storeId: string;
    readonly payload: FactPayload;
  };
}

export interface RowReject extends RowProblem {
  readonly line: number;
}

/** What one row, or the end of the file, brought. */
export interface BuildResult {
  readonly facts: readonly BuiltFact[];
  readonly rejects: readonly RowReject[];
}

/** Makes facts of the rows of a file, read in their order. */
export interface FactBuilder {
  push(row: FileRow): BuildResult;
  finish(): BuildResult;
}

export const nothingBuilt: BuildResult = { facts: [], rejects: [] };
