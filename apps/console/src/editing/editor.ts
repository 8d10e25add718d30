import type { Result } from '../api/queries.ts';
import type { Documents } from './documents.ts';
import type { DocumentIssue } from './issues.ts';

export type Draft = Result<'program', 'draft'>;

/** The working copy of a program, as its editors see it. */
export interface Editor {
  /** Replaces a document; undefined takes it away. */
  readonly changeDocument: (path: string, document: object | undefined) => void;
  readonly reset: () => void;
  /** Differs from the draft, or from the version in force when there is no draft. */
  readonly isDirty: boolean;
  /** Differs from the version in force. */
  readonly isChanged: boolean;
  readonly documents: Documents;
  /** `documents` after they have rested: what was checked and is counted. */
  readonly settled: Documents;
  /** Those of the version in force. */
  readonly published: Documents;
  readonly issues: readonly DocumentIssue[];
  /** What is probably not meant; it keeps nothing from being published. */
  readonly warnings: readonly DocumentIssue[];
  readonly isValid: boolean;
  readonly draft: Draft | undefined;
  readonly version: number;
}
