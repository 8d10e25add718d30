import type { FactValue } from '@perennial/domain';
import type { StoredMerge, StoredRow } from './privacy-store.ts';

/** One line of an export. Instants are epoch milliseconds; `memberId` says of whom it was recorded: of her or of somebody whom she took in. */
export type ExportLine =
  | { readonly kind: 'member'; readonly memberId: string; readonly absorbed: readonly string[] }
  /** `value` is null for identities of which only the blind index is kept. */
  | { readonly kind: 'identity'; readonly type: string; readonly value: string | null }
  | { readonly kind: 'personal'; readonly name: string; readonly value: FactValue; readonly occurredAt: number }
  /** What a facet keeps of her, or of somebody whom she took in; values of hers in it are references to the `personal` lines. */
  | ({ readonly kind: 'row' } & StoredRow)
  | FactLine
  | DecisionLine
  | DerivedLine
  | MergeLine;

interface FactLine {
  readonly kind: 'fact';
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly channel: string;
  readonly storeId: string;
  /** With the newest personal values in place of the references. */
  readonly payload: FactValue;
}

/** What somebody decided about her. */
interface DecisionLine {
  readonly kind: 'decision';
  readonly memberId: string;
  readonly decisionId: string;
  readonly command: string;
  readonly recordedAt: number;
  /** Who; empty where it was not kept yet. */
  readonly by: string;
  /** What each facet had to do, with the newest personal values in place of the references. */
  readonly parts: FactValue;
}

/** What was computed from facts, decisions and time: a change of stage. */
interface DerivedLine {
  readonly kind: 'derived';
  readonly memberId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly causeKind: string;
  readonly programVersion: number;
  readonly payload: FactValue;
}

/** That two members were found to be one or not, by a fact (`source`, `messageId`) or by somebody (`by`). */
interface MergeLine extends Omit<StoredMerge, 'causeSource' | 'causeMessageId'> {
  readonly kind: 'merge';
  readonly by: string | null;
  readonly source: string | null;
  readonly messageId: string | null;
}
