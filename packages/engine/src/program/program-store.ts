import type { ProgramDocuments } from '@perennial/domain';

export interface PublishRequest {
  readonly documents: ProgramDocuments;
  readonly publishedAt: number;
  /** User id, or `system` for the first version. */
  readonly publishedBy: string;
  readonly note: string;
  /** The version whose documents these are, when this is a roll-back. */
  readonly restores: number | null;
  /** The version that this one is meant to follow; any when absent. */
  readonly follows?: number;
}

/** Somebody published in the meantime: what was meant to be replaced is not the latest version any more. */
export class ProgramOvertakenError extends Error {
  override readonly name = 'ProgramOvertakenError';
}

/** A budget that a version lowered below what had been granted of it, and by how many units. */
export interface Overrun {
  readonly resource: string;
  readonly units: number;
}

/** A version that was published just now, whose budgets are filled in. */
export interface NewVersion extends PublishedVersion {
  readonly overruns: readonly Overrun[];
}

export interface PublishedVersion {
  readonly version: number;
  /** Steps recorded at or after this instant fall under the version; later than every seal when it was published. */
  readonly effectiveAt: number;
  readonly publishedAt: number;
  readonly publishedBy: string;
  readonly note: string;
  readonly restores: number | null;
  /** Document path to content hash. */
  readonly manifest: Readonly<Record<string, string>>;
}

/**
 * Published versions: append-only, numbered without a gap, each a manifest over documents stored once. Who publish at once come one after
 * the other, and a version that is refused leaves nothing.
 */
export interface ProgramStore {
  /**
   * Publishes the latest documents anew when this release computes something otherwise: members are then folded anew where a
   * facet's revision rose. Null when nothing did.
   */
  ensureRevisions(
    request: Omit<PublishRequest, 'documents' | 'restores' | 'follows'>,
  ): Promise<PublishedVersion | null>;
  /** Publishes version 1, effective from the beginning of time, with its budgets, unless there is a version already. */
  ensureFirst(request: PublishRequest): Promise<void>;
  /**
   * Fills in the budgets of the version in the same transaction: whoever folds under it finds them. Throws ProgramOvertakenError when
   * another version than `follows` is the latest.
   */
  publish(request: PublishRequest): Promise<NewVersion>;
  /**
   * Fills in the budgets of the latest version where they are not yet: those of a facet that came with this release, or what was given
   * back of one that is overrun. Does nothing when they are.
   */
  ensureBudgets(): Promise<readonly Overrun[]>;
  /** All versions, oldest first. */
  versions(): Promise<readonly PublishedVersion[]>;
  documentsOf(version: number): Promise<ProgramDocuments | null>;
}
