import type { CheckedFact, LeftOutIdentity } from '@perennial/domain';
import type { FactProblem } from './fact-check.ts';

/** What became of one fact. Given after everything it says is committed. */
export type FactVerdict =
  | {
      readonly kind: 'accepted' | 'duplicate';
      readonly messageId: string;
      /** Identities that it was taken without, because they are none. */
      readonly leftOut?: readonly LeftOutIdentity[];
    }
  | { readonly kind: 'quarantined' | 'rejected'; readonly messageId: string; readonly problem: FactProblem };

export interface IngestContext {
  /** Source of facts that name none. */
  readonly source: string;
  /** History: folded without anything being sent to anybody. */
  readonly isBackfill: boolean;
  /** When the values came in, epoch milliseconds; now unless they waited. */
  readonly receivedAt?: number;
  /** They stand in quarantine already: what is still wrong is answered, and not kept a second time. */
  readonly isReplay?: boolean;
  /** The sender speaks for `source` alone: a fact that names another one goes to quarantine, under the sender's. */
  readonly isSourceBound?: boolean;
  /** Reads a value again from what was sent, for one that the log contradicts; without it all values are held until the answer. */
  readonly reread?: (index: number) => unknown;
}

/** Takes facts, each for itself. */
export interface FactIntake {
  /** Takes values in our own shape, as they were parsed; verdicts in their order. */
  takeValues(values: readonly unknown[], context: IngestContext): Promise<readonly FactVerdict[]>;
  /** Takes facts that were checked already; `raw` is what is quarantined when an identity turns out invalid. */
  takeChecked(
    facts: readonly { readonly fact: CheckedFact; readonly raw: unknown }[],
    context: IngestContext,
  ): Promise<readonly FactVerdict[]>;
}
